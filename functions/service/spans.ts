import type { IncomingHttpHeaders } from 'node:http';

/** Tells of requests as spans of a distributed trace. */
export interface Spans {
  /** Begins the span of a request that has just come, in the trace of its `traceparent`, or in one of its own. */
  begin(method: string, headers: IncomingHttpHeaders): Span;
  /** Sends what is left. Does not fail: a collector that takes nothing must not keep the process from ending. */
  flush(): Promise<void>;
}

/** The span of a request. */
export interface Span {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /**
   * Ends it.
   * @param route the route's template, undefined where none was found
   * @param status undefined where the client left before the end of the answer
   */
  end(route: string | undefined, status: number | undefined): void;
}
