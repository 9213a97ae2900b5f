"""Copies and versions: a fingerprint for every article, and a decision from the evidence. Pure."""
