"""Linear algebra keeps to one thread a process."""

import os
import subprocess
import sys

PROGRAM = """
import os, sys
from feedsvc.cli import main
assert "numpy" not in sys.modules, "it would not read the variables any more"
sys.argv = ["feedsvc", "--version"]
try:
    main()
except SystemExit:
    pass
print(os.environ["OPENBLAS_NUM_THREADS"], os.environ["OMP_NUM_THREADS"])
"""


def threads(**variables: str) -> list[str]:
    own = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(
        command, env=own | variables, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split()[-2:]


def test_a_process_of_ours_has_one_thread_for_linear_algebra() -> None:
    assert threads() == ["1", "1"]


def test_who_sets_another_number_is_heeded() -> None:
    assert threads(OPENBLAS_NUM_THREADS="3") == ["3", "1"]
