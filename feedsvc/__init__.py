"""feedsvc: a folder of scraped article dumps goes in, feeds come out."""

__version__ = "0.1.0"
