"""Golden pairs: every sample with the result that it must give, byte for byte.

After a change that is meant, look at the difference and write the results anew:
``python -m pytest tests/test_golden.py --write-golden``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from parchk.pipeline import Extractor, Options
from parchk.read import read_path
from parchk.ruleset import load
from parchk.write.json import dump

SAMPLES = Path(__file__).parents[1] / "samples"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".txt", ".md"} and path.stem != "README")
# Without the second opinion: its models are another project's, and the golden results are ours.
EXTRACT = Extractor(load(), Options(nlp="off"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_sample(document: Path, request: pytest.FixtureRequest) -> None:
    expected = document.with_name(f"{document.name}.json")
    made = dump(EXTRACT(read_path(document)), indent=2)
    if request.config.getoption("--write-golden"):
        expected.write_bytes(made)
    assert made == expected.read_bytes()


def test_there_are_samples() -> None:
    assert len(DOCUMENTS) >= 5
