"""Bytes of a dump to records, one module per format; what the text means is for `extract`."""
