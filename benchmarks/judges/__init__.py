"""Readers of others, polling a real daemon over loopback HTTP. See docs/readers.md."""
