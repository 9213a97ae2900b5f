"""Invented entries for the feeds' tests."""

from collections.abc import Callable

import bay
import pytest

from feedsvc.feeds import Addresses
from feedsvc.model import Entry, FeedDefinition


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    return bay.make_entry


@pytest.fixture
def addresses() -> Addresses:
    return bay.ADDRESSES


@pytest.fixture
def definition() -> FeedDefinition:
    return bay.DEFINITION
