"""The published directory: pages, and files written whole or not at all."""
