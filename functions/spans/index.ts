import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultTextMapGetter, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import type { Spans } from '../service/spans.ts';

/** The timeout for sending the last spans, in milliseconds. A shutdown does not wait for a collector that is down. */
const LAST_SPANS_MS = 1000;

/** The service that spans name, unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` names another. */
export interface SpanSource {
  name: string;
  version: string;
}

/**
 * Sends spans by OTLP (HTTP, protobuf) in the background, as the standard variables `OTEL_EXPORTER_OTLP_…` say. The
 * queue holds 2,048 spans; more are dropped. A request has no span if its caller does not sample. Spans hold the
 * route's template, but neither the URL nor any part of the body.
 * @param onError called when spans could not be sent
 */
export function startSpans(source: SpanSource, onError: (error: unknown) => void): Spans {
  setGlobalErrorHandler(onError);
  const resource = defaultResource()
    .merge(
      resourceFromAttributes({ [ATTR_SERVICE_NAME]: source.name, [ATTR_SERVICE_VERSION]: source.version }),
    )
    .merge(detectResources({ detectors: [envDetector] }));
  const spanProcessors = [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })];
  const provider = new TracerProvider({ resource, spanProcessors });
  const tracer = provider.getTracer(source.name, source.version);
  const propagator = new W3CTraceContextPropagator();
  return {
    begin(method: string, headers: IncomingHttpHeaders) {
      const context = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const attributes = { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_URL_SCHEME]: 'http' };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, context);
      const { traceId, spanId } = span.spanContext();
      return {
        traceId,
        spanId,
        end(route, status) {
          if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute(ATTR_HTTP_ROUTE, route);
          if (status !== undefined) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
          // By the conventions, only a server error or a client that disconnected is an error.
          if (status === undefined || status >= 500) {
            span.setAttribute(ATTR_ERROR_TYPE, status === undefined ? 'aborted' : String(status));
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
    flush: () =>
      Promise.race([
        provider.shutdown(),
        sleep(LAST_SPANS_MS).then(() =>
          Promise.reject(new Error('the collector did not accept the last spans in time')),
        ),
      ]).catch(onError),
  };
}
