"""Pure helpers on text that several packages share: folding for comparison, and sentences."""

from feedsvc.text.folding import normalize, tokens
from feedsvc.text.sentences import sentences

__all__ = ["normalize", "sentences", "tokens"]
