"""Train the pipeline and pickle it, as the notebook does: python train.py train.tsv pipeline.pickle"""

import pickle
import sys
from pathlib import Path

from kaggle import read_phrases
from pipeline import create_pipeline


def main(data: Path, out: Path) -> None:
    """Train on Kaggle's train.tsv and write the trained pipeline to ``out``."""
    phrases, labels = read_phrases(data)
    pipeline = create_pipeline().fit(phrases, labels)
    out.write_bytes(pickle.dumps(pipeline))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
