"""Reads the metrics of a running service by Prometheus' own parsers: python metrics.py HOST:PORT"""

import sys
from urllib.request import Request, urlopen

from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open_metrics
from prometheus_client.parser import text_string_to_metric_families as read_text

for accept, read in [
    ("text/plain", read_text),
    ("application/openmetrics-text;version=1.0.0", read_open_metrics),
]:
    request = Request(f"http://{sys.argv[1]}/metrics", headers={"Accept": accept})
    with urlopen(request) as response:
        assert response.headers["Content-Type"].startswith(accept.split(";")[0])
        names = {family.name for family in read(response.read().decode())}
    assert {"http_server_request_duration_seconds", "sentiment_classifications", "sentiment_valence"} <= names
print("prometheus_client: both formats read")
