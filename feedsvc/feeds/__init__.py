"""Entries to RSS, Atom and OPML: the only user of feedgen. Pure: it reads no clock and no file."""
