"""Reads Kaggle's train.tsv."""

import csv
from pathlib import Path


def read_phrases(path: Path) -> tuple[list[str], list[int]]:
    """The phrases of the file and their labels, 0 (negative) to 4 (positive)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["Phrase"] for row in rows], [int(row["Sentiment"]) for row in rows]
