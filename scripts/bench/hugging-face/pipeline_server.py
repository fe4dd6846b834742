"""Hugging Face's pipeline with FastAPI: uvicorn pipeline_server:app

It reads the folder FOLDER, with model.onnx, tokenizer.json and config.json, and at most MAX_PIECES pieces of a text.
"""

import os
from pathlib import Path

from fastapi import FastAPI
from optimum.onnxruntime import ORTModelForSequenceClassification
from pydantic import BaseModel
from transformers import PreTrainedTokenizerFast, pipeline

FOLDER = Path(os.environ["FOLDER"])

classify_text = pipeline(
    "text-classification",
    model=ORTModelForSequenceClassification.from_pretrained(FOLDER, file_name="model.onnx", local_files_only=True),
    tokenizer=PreTrainedTokenizerFast(tokenizer_file=str(FOLDER / "tokenizer.json"), pad_token="[PAD]"),
    truncation=True,
    max_length=int(os.environ["MAX_PIECES"]),
)
app = FastAPI()


class Review(BaseModel):
    """What is posted."""

    mytext: str


class Answer(BaseModel):
    """What is answered."""

    sentiment: str
    confidence: float


@app.post("/")
async def classify(review: Review) -> Answer:
    """Classify one text; at once, since there is one core."""
    (best,) = classify_text(review.mytext)
    return Answer(sentiment=best["label"], confidence=best["score"])
