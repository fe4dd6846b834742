import manifest from '../../package.json' with { type: 'json' };
import type { Spans } from '../service/spans.ts';
import { fail } from './settings.ts';

/** The one protocol that is spoken, the default of OpenTelemetry. */
const PROTOCOL = 'http/protobuf';

/**
 * The spans of requests, where `OTEL_EXPORTER_OTLP_ENDPOINT` names somebody to take them; the code for them is loaded
 * only then, since it would lengthen every start. A wrong setting ends the process.
 * @param onError called where spans could not be sent
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
      `OTEL_EXPORTER_OTLP_PROTOCOL is "${tracesProtocol}"; expected ${PROTOCOL}, the one that is spoken here`,
    );
  }
  const { startSpans } = await import('../spans/index.ts');
  return startSpans({ name: manifest.name, version: manifest.version }, onError);
}
