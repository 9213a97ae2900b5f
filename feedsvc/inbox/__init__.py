"""The watched folder: what is in it, what has settled, what changed. It only ever reads."""
