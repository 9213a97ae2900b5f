"""The settings: one TOML file and the environment, validated once, frozen. The only pydantic."""

from feedsvc.config.loading import load
from feedsvc.config.settings import Settings

__all__ = ["Settings", "load"]
