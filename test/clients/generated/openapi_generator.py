"""Calls every route by a client of openapi-generator's generator "python": python openapi_generator.py URL"""

import sys

import openapi_client as client

address = sys.argv[1]
api = client.ApiClient(client.Configuration(host=address))
texts, inference = client.TextsApi(api), client.InferenceApi(api)
about, health = client.AboutApi(api), client.HealthApi(api)

assert texts.classify(client.Request(mytext="A lovely film."), explain=True).explanation
assert texts.classify(client.Request(mytext="A lovely film."), min_confidence=1).sentiment is None
assert len(texts.classify_batch(client.BatchRequest(mytexts=["Fine.", ""])).results) == 2
client.EventsApi(api).allow_events(webhook_request_origin="broker.example.com")

version = about.get_service().model
assert about.get_model().name == version
assert about.get_open_api()["openapi"].startswith("3.1")
assert "sentiment_classifications_total" in about.get_metrics()
assert health.is_alive().status == "alive"
assert health.is_ready().status == "ready"

tensor = {"name": "mytext", "datatype": "BYTES", "shape": [1], "data": ["Fine."]}
request = client.InferenceRequest.from_dict({"inputs": [tensor]})
assert inference.infer(request).outputs
assert inference.infer_by_version(version, request).outputs
assert inference.predict(client.PredictRequest(instances=["Fine."])).predictions
assert inference.list_models().models
assert inference.is_model_ready().ready
assert inference.get_inference_server().extensions
assert inference.is_inference_server_live().live
assert inference.is_inference_server_ready().ready
assert inference.get_inference_model().versions == [version]
assert inference.get_inference_model_by_version(version).versions == [version]
assert inference.is_inference_model_ready().ready
assert inference.is_inference_model_ready_by_version(version).ready
assert inference.get_inference_config().name == "movie-sentiment"
assert inference.get_inference_config_by_version(version).name == "movie-sentiment"
assert inference.get_all_inference_statistics().model_stats
assert inference.get_inference_statistics().model_stats
assert inference.get_inference_statistics_by_version(version).model_stats
try:
    texts.classify_batch(client.BatchRequest(mytexts=["so " * 6000] * 100))
    raise AssertionError("a body of 1.8 MB was taken")
except client.ApiException as error:
    assert error.status == 413 and "/problems/body-too-large" in error.body, error
