/** The first four fields of a trace context's `traceparent`. */
const TRACEPARENT =
  /^(?<version>(?!ff)[\da-f]{2})-(?<traceId>(?!0{32})[\da-f]{32})-(?<spanId>(?!0{16})[\da-f]{16})-[\da-f]{2}(?=$|-)/;

/** The position of a request in a distributed trace. */
export interface TraceContext {
  /** The header without fields that later versions may add: 55 characters. */
  traceparent: string;
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits: the caller's span. */
  spanId: string;
}

/**
 * Parses a `traceparent` header (W3C Trace Context, level 2, section 3.2).
 * @returns undefined if the header is missing or invalid
 */
export function readTraceparent(header: string | string[] | undefined): TraceContext | undefined {
  if (typeof header !== 'string') return undefined;
  const { 0: traceparent, groups } = TRACEPARENT.exec(header) ?? {};
  if (traceparent === undefined || (groups!.version === '00' && header !== traceparent)) return undefined;
  return { traceparent, traceId: groups!.traceId!, spanId: groups!.spanId! };
}
