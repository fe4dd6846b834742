"""The same with FastAPI, as one would write it today: uvicorn fastapi_preloaded:app"""

from fastapi import FastAPI
from pydantic import BaseModel

from pipeline import load_pipeline, predict_sentiment

app = FastAPI()
pipeline = load_pipeline()


class Review(BaseModel):
    """What is posted."""

    mytext: str


class Answer(BaseModel):
    """What is answered."""

    sentiment: str


@app.post("/")
async def classify(review: Review) -> Answer:
    """Classify one text; at once, since a thread of its own would take longer than the classification."""
    return Answer(sentiment=predict_sentiment(pipeline, review.mytext))
