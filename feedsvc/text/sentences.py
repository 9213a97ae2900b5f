"""Sentences."""


def sentences(text: str, language: str) -> tuple[str, ...]:
    raise NotImplementedError
