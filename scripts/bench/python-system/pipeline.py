"""The notebook's model, and what every service does with it."""

import os
import pickle

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

#: The names of the labels 0 to 4.
SENTIMENTS = ("negative", "somewhat negative", "neutral", "somewhat positive", "positive")


def create_pipeline() -> Pipeline:
    """An untrained pipeline: text to tf-idf of words to the label of a linear support vector machine."""
    return make_pipeline(TfidfVectorizer(), LinearSVC())


def load_pipeline() -> Pipeline:
    """Read the trained pipeline from the pickle that the environment variable ``PIPELINE`` names."""
    with open(os.environ["PIPELINE"], "rb") as file:
        return pickle.load(file)


def predict_sentiment(pipeline: Pipeline, text: str) -> str:
    """The sentiment of one text, in words."""
    return SENTIMENTS[pipeline.predict([text])[0]]
