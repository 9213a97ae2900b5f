"""Evidence that is weighed: traits of a line, each with its weight, summed to log odds."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log10
from typing import Final

_LEAST_CHANCE: Final = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Frozen weights of traits (log odds each), and the least chance that is believed."""

    weights: Mapping[str, float]
    bias: float
    least: float

    def chance(self, traits: Mapping[str, float]) -> float:
        """What the traits together say, from 0 to 1."""
        odds = self.bias + sum(
            self.weights.get(name, 0.0) * value for name, value in traits.items()
        )
        return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def surprise(chance: float) -> float:
    """From 0 (no chance) to 1 (certain), with room for differences between small chances."""
    return 1 + log10(max(chance, _LEAST_CHANCE)) / -log10(_LEAST_CHANCE)
