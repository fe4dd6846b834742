import manifest from '../../package.json' with { type: 'json' };
import type { Spans } from '../service/spans.ts';
import { fail } from './settings.ts';

/** The only supported protocol, and OpenTelemetry's default. */
const PROTOCOL = 'http/protobuf';

/**
 * Starts sending spans to `OTEL_EXPORTER_OTLP_ENDPOINT`. The code is loaded only if that variable is set, since it
 * would slow down every start. An invalid setting ends the process.
 * @param onError called when spans could not be sent
 * @returns undefined if the variable is not set
 */
export async function openSpans(onError: (error: unknown) => void): Promise<Spans | undefined> {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '',
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol = '',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: tracesProtocol = protocol,
  } = process.env;
  if (endpoint === '') return undefined;
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    fail(`OTEL_EXPORTER_OTLP_ENDPOINT is "${endpoint}"; expected a URL such as http://collector:4318`);
  }
  if (tracesProtocol !== '' && tracesProtocol !== PROTOCOL) {
    fail(
      `OTEL_EXPORTER_OTLP_PROTOCOL is "${tracesProtocol}"; expected ${PROTOCOL}, the only supported protocol`,
    );
  }
  const { startSpans } = await import('../spans/index.ts');
  return startSpans({ name: manifest.name, version: manifest.version }, onError);
}
