"""Train scikit-learn on own data and measure it on other texts: python own_data.py train.csv held-out.csv --search

The files are .csv or .tsv with the columns ``text`` and ``label``, or as Kaggle's train.tsv ``Phrase`` and
``Sentiment``. Texts of one ``SentenceId`` stay on one side of the search's split. ``--out`` writes what
``npm run compare -- --predictions`` reads.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GridSearchCV, GroupShuffleSplit
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

#: The settings that ``--search`` tries, all with all: 27.
SETTINGS = {
    "tfidf__ngram_range": [(1, 1), (1, 2), (1, 3)],
    "tfidf__min_df": [1, 2, 5],
    "classifier__C": [0.1, 1, 10],
}


class Data(NamedTuple):
    """The texts of a file, their labels, and the groups that a split keeps together."""

    texts: list[str]
    labels: list[str]
    groups: Sequence[str | int]


def read_data(path: Path) -> Data:
    """Read a .csv, or a .tsv without quoting as Kaggle's."""
    is_tsv = path.suffix == ".tsv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(
            csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if is_tsv
            else csv.DictReader(file)
        )
    columns = rows[0].keys()
    text, label = ("Phrase", "Sentiment") if "Phrase" in columns else ("text", "label")
    groups = [row["SentenceId"] for row in rows] if "SentenceId" in columns else range(len(rows))
    return Data([row[text] for row in rows], [row[label] for row in rows], groups)


def create_pipeline(classifier: str) -> Pipeline:
    """An untrained pipeline: ``svm`` is that of the notebook, ``logistic`` reads pairs of words too."""
    if classifier == "svm":
        return Pipeline([("tfidf", TfidfVectorizer()), ("classifier", LinearSVC())])
    tfidf = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    return Pipeline([("tfidf", tfidf), ("classifier", LogisticRegression(max_iter=1000))])


def main(train: Path, held_out: Path, classifier: str, search: bool, out: Path | None) -> None:
    """Train, print the measures on the texts held out, and write the predictions if asked to."""
    train_data, held_out_data = read_data(train), read_data(held_out)
    model: Pipeline | GridSearchCV = create_pipeline(classifier)
    start = perf_counter()
    if search:
        split = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=1)
        model = GridSearchCV(model, SETTINGS, cv=split, n_jobs=-1)
        model.fit(train_data.texts, train_data.labels, groups=train_data.groups)
    else:
        model.fit(train_data.texts, train_data.labels)
    predictions = model.predict(held_out_data.texts)
    seconds = perf_counter() - start
    print(f"accuracy  {accuracy_score(held_out_data.labels, predictions):.3f}")
    print(f"macro-F1  {f1_score(held_out_data.labels, predictions, average='macro'):.3f}")
    print(f"seconds   {seconds:.1f}")
    if isinstance(model, GridSearchCV):
        print(f"settings  {model.best_params_}")
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["prediction"], *([label] for label in predictions)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description="Train scikit-learn on own data and measure it on other texts."
    )
    parser.add_argument("train", type=Path, metavar="TRAIN", help="texts to train on, .csv or .tsv")
    parser.add_argument("held_out", type=Path, metavar="HELD_OUT", help="texts to measure on")
    parser.add_argument(
        "--classifier", choices=["svm", "logistic"], default="svm", help="by default svm"
    )
    parser.add_argument(
        "--search", action="store_true", help="choose of 27 settings, by a fifth of the groups"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write predictions to this .csv")
    main(**vars(parser.parse_args()))
