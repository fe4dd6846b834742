"""Calls a running service by KServe's REST client, in both versions of the protocol: python kserve_rest.py HOST:PORT"""

import asyncio
import sys

import numpy as np
from kserve import InferenceRESTClient, InferInput, InferRequest
from kserve.inference_client import RESTConfig

ADDRESS = f"http://{sys.argv[1]}"
MODEL = "movie-sentiment"
TEXTS = ["A lovely film, très good.", "Dull and long."]


def request(is_binary):
    tensor = InferInput("mytext", [len(TEXTS)], "BYTES")
    tensor.set_data_from_numpy(np.array(TEXTS, dtype=object), binary_data=is_binary)
    return InferRequest(MODEL, [tensor], request_id="7")


async def call():
    second = InferenceRESTClient(RESTConfig(protocol="v2", retries=0))
    assert await second.is_server_live(ADDRESS) and await second.is_server_ready(ADDRESS)
    assert await second.is_model_ready(ADDRESS, MODEL)
    for is_binary in [False, True]:
        response = await second.infer(ADDRESS, request(is_binary), model_name=MODEL)
        assert response.id == "7" and {output.name for output in response.outputs} >= {"sentiment", "label"}
        labels = next(output for output in response.outputs if output.name == "label").as_numpy()
        assert labels.shape == (len(TEXTS),)

    first = InferenceRESTClient(RESTConfig(protocol="v1", retries=0))
    assert await first.is_model_ready(ADDRESS, MODEL)
    answer = await first.infer(ADDRESS, {"instances": TEXTS}, model_name=MODEL)
    assert [prediction["label"] for prediction in answer["predictions"]] == labels.tolist()
    try:
        await first.infer(ADDRESS, {"instances": [""]}, model_name=MODEL)
        raise AssertionError("an empty text was classified")
    except Exception as error:
        assert "400" in str(error), error


asyncio.run(call())
