"""Generates a client from a running service's document, and calls every kind of route by it.

python generated.py HOST:PORT; needs Java for openapi-generator-cli.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

address = f"http://{sys.argv[1]}"
folder = tempfile.mkdtemp(prefix="generated-client-")
command = [str(Path(sys.executable).parent / "openapi-generator-cli"), "generate", "-q"]
subprocess.run(
    [*command, "-g", "python", "-i", f"{address}/openapi.json", "-o", folder], check=True, capture_output=True
)
sys.path.insert(0, folder)
import openapi_client as client  # noqa: E402

api = client.ApiClient(client.Configuration(host=address))
texts, inference, about = client.TextsApi(api), client.InferenceApi(api), client.AboutApi(api)

assert texts.classify(client.Request(mytext="A lovely film."), explain=True).explanation
assert texts.classify(client.Request(mytext="A lovely film."), min_confidence=1).sentiment is None
assert len(texts.classify_batch(client.BatchRequest(mytexts=["Fine.", ""])).results) == 2
tensor = {"name": "mytext", "datatype": "BYTES", "shape": [1], "data": ["Fine."]}
assert inference.infer(client.InferenceRequest.from_dict({"inputs": [tensor]})).outputs
assert inference.predict(client.PredictRequest(instances=["Fine."])).predictions
assert inference.is_inference_server_ready().ready
assert about.get_model().name == about.get_service().model
assert client.HealthApi(api).is_ready().status == "ready"
try:
    texts.classify(client.Request(mytext="so " * 300), explain=True)
    raise AssertionError("too many tokens were explained")
except client.ApiException as error:
    assert error.status == 413 and "/problems/too-many-tokens" in error.body, error
print("openapi-generator: all calls answered")
