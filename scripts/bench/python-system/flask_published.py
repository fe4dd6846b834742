"""The service as such systems are published: Flask's own server, the pickle read at each request."""

import logging
import os

from flask import Flask, request

from pipeline import load_pipeline, predict_sentiment

app = Flask(__name__)


@app.post("/")
def classify() -> dict[str, str]:
    """Answer ``{"mytext": ...}`` with ``{"sentiment": ...}``."""
    pipeline = load_pipeline()
    return {"sentiment": predict_sentiment(pipeline, request.get_json()["mytext"])}


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request would only cost it time
    app.run(port=int(os.environ["PORT"]))
