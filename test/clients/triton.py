"""Calls a running service by Triton's own client, as it comes: python triton.py HOST:PORT"""

import sys

import numpy as np
import tritonclient.http as triton

MODEL = "movie-sentiment"
TEXTS = ["A lovely film, très good.", "Dull and long."]

client = triton.InferenceServerClient(sys.argv[1])
assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(MODEL)
assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
version = client.get_model_metadata(MODEL)["versions"][0]
assert client.get_model_config(MODEL, version)["input"][0]["data_type"] == "TYPE_STRING"


def infer(outputs=None, binary=True, **options):
    tensor = triton.InferInput("mytext", [len(TEXTS)], "BYTES")
    tensor.set_data_from_numpy(np.array(TEXTS, dtype=object), binary_data=binary)
    return client.infer(MODEL, [tensor], outputs=outputs, **options)


plain = infer(binary=False, outputs=[triton.InferRequestedOutput("label", binary_data=False)])
labels = plain.as_numpy("label").tolist()
assert len(labels) == len(TEXTS)
for coding in [None, "gzip", "deflate"]:
    for binary in [True, False]:
        result = infer(
            binary=binary,
            request_compression_algorithm=coding,
            response_compression_algorithm=coding,
            model_version=version,
            request_id="7",
        )
        assert result.get_response()["id"] == "7"
        assert result.as_numpy("label").tolist() == labels
        assert result.as_numpy("sentiment").dtype == object
        probabilities = result.as_numpy("probabilities")
        assert probabilities.shape == (len(TEXTS), 5) and np.allclose(probabilities.sum(axis=1), 1)

for binary in [True, False]:
    output = triton.InferRequestedOutput("probabilities", binary_data=binary, class_count=2)
    classes = infer([output]).as_numpy("probabilities")
    assert classes.shape == (len(TEXTS), 2)
    first = classes[0][0].decode() if binary else classes[0][0]
    assert int(first.split(":")[1]) == labels[0]

stats = client.get_inference_statistics(MODEL)["model_stats"][0]
assert stats["inference_count"] >= 2 * len(TEXTS)
try:
    client.infer("other", [triton.InferInput("mytext", [1], "BYTES")])
    raise AssertionError("another model was found")
except triton.InferenceServerException as error:
    assert error.status() == "404", error
print("tritonclient: all calls answered")
