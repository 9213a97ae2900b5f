"""A record to an article: label the lines, find the fields, keep the evidence."""

from feedsvc.extract.clamping import clamp_dates
from feedsvc.extract.extraction import ExtractPolicy, extract
from feedsvc.extract.repeats import NOTHING, Repeats, without_repeats

__all__ = ["NOTHING", "ExtractPolicy", "Repeats", "clamp_dates", "extract", "without_repeats"]
