"""Calls every route by a client of openapi-python-client: python openapi_python_client.py URL"""

import sys

from movie_sentiment_client import Client
from movie_sentiment_client.api.about import get_metrics, get_model, get_open_api, get_service
from movie_sentiment_client.api.events import allow_events
from movie_sentiment_client.api.health import is_alive, is_ready
from movie_sentiment_client.api.inference import (
    get_all_inference_statistics,
    get_inference_config,
    get_inference_config_by_version,
    get_inference_model,
    get_inference_model_by_version,
    get_inference_server,
    get_inference_statistics,
    get_inference_statistics_by_version,
    infer,
    infer_by_version,
    is_inference_model_ready,
    is_inference_model_ready_by_version,
    is_inference_server_live,
    is_inference_server_ready,
    is_model_ready,
    list_models,
    predict,
)
from movie_sentiment_client.api.texts import classify, classify_batch
from movie_sentiment_client.models import BatchRequest, InferenceRequest, PredictRequest, Problem, Request

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)

assert classify.sync(client=client, body=Request(mytext="A lovely film."), explain=True).explanation
assert classify.sync(client=client, body=Request(mytext="A lovely film."), min_confidence=1.0).sentiment is None
assert len(classify_batch.sync(client=client, body=BatchRequest(mytexts=["Fine.", ""])).results) == 2
assert allow_events.sync_detailed(client=client, webhook_request_origin="broker.example.com").status_code == 200

version = get_service.sync(client=client).model
assert get_model.sync(client=client).name == version
assert get_open_api.sync(client=client)["openapi"].startswith("3.1")
assert "sentiment_classifications_total" in get_metrics.sync(client=client)
assert is_alive.sync(client=client).status == "alive"
assert is_ready.sync(client=client).status == "ready"

tensor = {"name": "mytext", "datatype": "BYTES", "shape": [1], "data": ["Fine."]}
request = InferenceRequest.from_dict({"inputs": [tensor]})
assert infer.sync(client=client, body=request).outputs
assert infer_by_version.sync(version, client=client, body=request).outputs
assert predict.sync(client=client, body=PredictRequest(instances=["Fine."])).predictions
for operation in [list_models, is_model_ready, get_inference_server, is_inference_server_live]:
    assert operation.sync_detailed(client=client).status_code == 200
for operation in [is_inference_server_ready, is_inference_model_ready, get_inference_config]:
    assert operation.sync_detailed(client=client).status_code == 200
assert get_inference_model.sync(client=client).versions == [version]
assert get_inference_model_by_version.sync(version, client=client).versions == [version]
assert is_inference_model_ready_by_version.sync(version, client=client).ready
assert get_inference_config_by_version.sync(version, client=client).name == "movie-sentiment"
assert get_all_inference_statistics.sync(client=client).model_stats
assert get_inference_statistics.sync(client=client).model_stats
assert get_inference_statistics_by_version.sync(version, client=client).model_stats
refused = classify.sync(client=client, body=Request(mytext="so " * 7000))
assert isinstance(refused, Problem) and refused.type_ == "/problems/text-too-long"
