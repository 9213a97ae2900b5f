"""The commands: each opens the services, calls one function and prints one report."""
