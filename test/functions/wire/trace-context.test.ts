import { expect, test } from 'vitest';
import { readTraceparent } from '../../../functions/wire/trace-context.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const VALID = `00-${TRACE_ID}-${SPAN_ID}-01`;

test('a traceparent is read', () => {
  expect(readTraceparent(VALID)).toEqual({ traceparent: VALID, traceId: TRACE_ID, spanId: SPAN_ID });
});

test('what a later version adds is left out', () => {
  const later = `cc-${TRACE_ID}-${SPAN_ID}-01`;
  expect(readTraceparent(later)?.traceparent).toBe(later);
  expect(readTraceparent(`${later}-what-the-future-holds`)?.traceparent).toBe(later);
});

test.each([
  ['nothing', undefined],
  ['an empty header', ''],
  ['two headers', [VALID, VALID]],
  ['words', 'trace me'],
  ['version ff', VALID.replace(/^00/, 'ff')],
  ['upper case', VALID.toUpperCase()],
  ['a trace of zeros', VALID.replace(TRACE_ID, '0'.repeat(32))],
  ['a span of zeros', VALID.replace(SPAN_ID, '0'.repeat(16))],
  ['a short trace', VALID.replace(TRACE_ID, TRACE_ID.slice(1))],
  ['more than version 00 has', `${VALID}-more`],
  ['a later version that does not go on with a dash', `cc${VALID.slice(2)}.more`],
  ['white space', ` ${VALID}`],
  ['a line feed', `${VALID}\n`],
])('%s is none', (_, header) => {
  expect(readTraceparent(header)).toBeUndefined();
});
