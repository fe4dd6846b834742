"""Train fastText on the same phrases: python train_fasttext.py train.tsv fasttext.bin"""

import sys
import tempfile
from pathlib import Path

import fasttext

from kaggle import read_phrases


def main(data: Path, out: Path) -> None:
    """Train on Kaggle's train.tsv and write the model to ``out``."""
    phrases, labels = read_phrases(data)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as lines:
        lines.writelines(
            f"__label__{label} {phrase.lower()}\n" for phrase, label in zip(phrases, labels)
        )
        lines.flush()
        # Fewer buckets than the 2,000,000 by default: all n-grams of the data have room in them, and the file is small.
        model = fasttext.train_supervised(
            lines.name, wordNgrams=3, dim=20, bucket=500_000, thread=1, verbose=0
        )
    model.save_model(str(out))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
