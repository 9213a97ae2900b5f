"""The words that extraction knows, as tables: data, no rules.

Phrases stand in the form that `feedsvc.extract.page.key` gives them: lower case, no punctuation,
single spaces; digits stay. Add a language by adding its words to each table.
"""


def phrases(table: str) -> frozenset[str]:
    """The entries of a table: one line holds several, divided by "|"."""
    entries = (entry.strip() for line in table.splitlines() for entry in line.split("|"))
    return frozenset(entry for entry in entries if entry)


def words(table: str) -> frozenset[str]:
    """The words of a table, divided by white space."""
    return frozenset(table.split())
