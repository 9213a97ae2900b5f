"""What the tests of the journey share."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import structlog


@pytest.fixture(autouse=True)
def log() -> Iterator[list[Mapping[str, Any]]]:
    """The events that were logged in this process."""
    with structlog.testing.capture_logs() as events:
        yield events
