"""The same with the pickle read once, for gunicorn: gunicorn flask_preloaded:app"""

from flask import Flask, request

from pipeline import load_pipeline, predict_sentiment

app = Flask(__name__)
pipeline = load_pipeline()


@app.post("/")
def classify() -> dict[str, str]:
    """Answer ``{"mytext": ...}`` with ``{"sentiment": ...}``."""
    return {"sentiment": predict_sentiment(pipeline, request.get_json()["mytext"])}
