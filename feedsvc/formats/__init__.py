"""Bytes of a dump to records, one module per format. It decodes; what the text means is left to `extract`."""
