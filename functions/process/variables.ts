/** An environment variable that the functions read. */
interface Variable {
  /** The default value, for readers. */
  fallback: string;
  meaning: string;
}

/** Every environment variable that the functions read, for the documents and `npm start -- --help`. */
export const VARIABLES: Readonly<Record<string, Variable>> = {
  PORT: { fallback: '8080', meaning: 'the port to listen on (http, events)' },
  MODEL: { fallback: 'the model in the bundle', meaning: 'the path of another model file' },
  MEMORY_LIMIT_MB: {
    fallback: "the limit of the container and of V8's heap",
    meaning: 'the memory of the process, in MiB; requests that do not fit get a 503',
  },
  WORKERS: {
    fallback: 'one per processor; on a single processor 0, or 1 with a transformer',
    meaning:
      'the number of worker threads for batches and streams, 0 to 64 (http); with a transformer, the number of texts that are read at a time, at least 1 (all functions); fewer if memory is short, with a warning in the log',
  },
  CE_SOURCE: { fallback: '/movie-sentiment', meaning: 'the source of reply events' },
  CORS_ORIGIN: {
    fallback: 'none',
    meaning: 'origins whose pages may call the service, separated by commas, or * for any',
  },
  SHUTDOWN_SECONDS: {
    fallback: '8',
    meaning:
      'the time a shutdown may take (http, events); keep it below the grace period before SIGKILL, 10 s for docker stop',
  },
  RECORD_SINK: {
    fallback: 'none',
    meaning: 'the URL to which each text and its answer are sent as a CloudEvent (http, events)',
  },
  RECORD_SHARE: {
    fallback: '1',
    meaning: 'the share of texts to record, 0 to 1, drawn at random',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    fallback: 'none',
    meaning:
      'the collector for spans, by OTLP over HTTP, such as http://collector:4318 (http, events); OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES and the other OTEL_EXPORTER_OTLP variables are read too',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: { fallback: 'http/protobuf', meaning: 'the only supported protocol' },
};
