"""Time lists of texts in process, and print texts per second: python batch.py CLASSIFIER texts.json seconds

The classifiers are ``scikit-learn`` (the pickle that the environment variable ``PIPELINE`` names), ``fastText`` (the
model that ``FASTTEXT`` names) and ``VADER``.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

#: Classifies a list of texts.
Classify = Callable[[list[str]], object]


def load_scikit_learn() -> Classify:
    """The pipeline, given the whole list at once."""
    from pipeline import load_pipeline

    return load_pipeline().predict


def load_fasttext() -> Classify:
    """fastText, given the whole list at once, in lower case as it was trained."""
    import fasttext

    model = fasttext.load_model(os.environ["FASTTEXT"])
    return lambda texts: model.predict([text.lower() for text in texts])


def load_vader() -> Classify:
    """VADER, which takes one text after the other."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda texts: [analyzer.polarity_scores(text)["compound"] for text in texts]


LOADERS = {"scikit-learn": load_scikit_learn, "fastText": load_fasttext, "VADER": load_vader}


def measure(classify: Classify, texts: list[str], seconds: float) -> float:
    """Texts per second, over whole passes through the list for at least ``seconds``, after one to warm up."""
    classify(texts)
    num_passes = 0
    start = perf_counter()
    while perf_counter() - start < seconds:
        classify(texts)
        num_passes += 1
    return num_passes * len(texts) / (perf_counter() - start)


def main(name: str, texts: Path, seconds: float) -> None:
    """Load a classifier by its name, measure it and print the figure."""
    print(measure(LOADERS[name](), json.loads(texts.read_text(encoding="utf-8")), seconds))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
