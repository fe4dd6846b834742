"""What schemathesis has to be told of this service's media types."""

import schemathesis

# Lines of JSON, which the document describes as a text.
schemathesis.serializer.alias("application/x-ndjson", "text/plain")
