/** An environment variable that the functions read. */
interface Variable {
  /** What holds without it. */
  fallback: string;
  meaning: string;
}

/** Every environment variable that the functions read, for documents and `npm start -- --help`. */
export const VARIABLES: Readonly<Record<string, Variable>> = {
  PORT: { fallback: '8080', meaning: 'where to listen (http, events)' },
  MODEL: { fallback: 'the one in the bundle', meaning: 'the path of another model file' },
  MEMORY_LIMIT_MB: {
    fallback: "what the container and V8's heap allow",
    meaning: 'the memory that bodies and work may share; what does not fit is answered 503',
  },
  WORKERS: {
    fallback: 'one for each processor, 0 for one alone',
    meaning:
      'how many worker threads share batches and streams, 0 to 64 (http); fewer where memory is short, as the log then says',
  },
  CE_SOURCE: { fallback: '/movie-sentiment', meaning: 'the source of the events that are answered' },
  CORS_ORIGIN: {
    fallback: 'none',
    meaning: 'origins whose pages may call, with commas between them, or * for any',
  },
  SHUTDOWN_SECONDS: {
    fallback: '8',
    meaning:
      'how long a stop may take (http, events): less than what stops it waits before it kills, 10 s for docker stop',
  },
  RECORD_SINK: {
    fallback: 'none',
    meaning: 'where each text goes with its answer, as a CloudEvent (http, events)',
  },
  RECORD_SHARE: {
    fallback: '1',
    meaning: 'the share of the texts that are recorded, drawn at random, 0 to 1',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    fallback: 'none',
    meaning:
      'where spans of the requests go by OTLP over HTTP, such as http://collector:4318 (http, events); OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES and the other OTEL_EXPORTER_OTLP variables are read too',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: { fallback: 'http/protobuf', meaning: 'no other is spoken' },
};
