"""The journey in order: `ingest` (folder to store), `publish` (store to site), and what owners ask
for beside it: `check`, `reprocess`, `drip`. What a page is, `extract` says; whether it is new,
`dedup` says.
"""

from feedsvc.pipeline.backfill import drip
from feedsvc.pipeline.check import CheckReport, check
from feedsvc.pipeline.ingest import ingest
from feedsvc.pipeline.journey import Journey, Policies, Request
from feedsvc.pipeline.publish import Publisher, could_not_publish, publication_name, publish
from feedsvc.pipeline.reports import IngestReport, Loss, PublishReport
from feedsvc.pipeline.reprocess import ReprocessReport, reprocess

__all__ = [
    "CheckReport",
    "IngestReport",
    "Journey",
    "Loss",
    "Policies",
    "PublishReport",
    "Publisher",
    "ReprocessReport",
    "Request",
    "check",
    "could_not_publish",
    "drip",
    "ingest",
    "publication_name",
    "publish",
    "reprocess",
]
