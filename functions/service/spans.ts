import type { IncomingHttpHeaders } from 'node:http';

/** Traces requests as spans of a distributed trace. */
export interface Spans {
  /** Begins the span of a request, in the trace of its `traceparent` or in a new one. */
  begin(method: string, headers: IncomingHttpHeaders): Span;
  /** Sends the remaining spans. It never rejects: an unavailable collector must not keep the process from exiting. */
  flush(): Promise<void>;
}

/** The span of a request. */
export interface Span {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /**
   * Ends the span.
   * @param route the route's template; undefined if no route matched
   * @param status undefined if the client disconnected before the end of the response
   */
  end(route: string | undefined, status: number | undefined): void;
}
