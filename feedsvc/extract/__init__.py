"""A record to an article: label the lines, find the fields, keep the evidence."""

from feedsvc.extract.clamping import clamp_dates
from feedsvc.extract.extraction import ExtractPolicy, extract

__all__ = ["ExtractPolicy", "clamp_dates", "extract"]
