import {
  explainableText,
  type Message,
  postEvent,
  postEvents,
  postInference,
  postJson,
  postLines,
  postStructuredEvent,
  SENTENCE,
  textOf,
} from './messages.ts';

/** A kind of message in the traffic of a service. */
export interface TrafficKind {
  name: string;
  /** The relative frequency. */
  weight: number;
  message: Message;
  /** The expected status of the answer. */
  status: number;
  /** The point at which the client disconnects early, if it does. */
  leaves?: 'in the body' | 'in the answer';
}

/** The mixes of traffic, by name. */
export const TRAFFIC = {
  /** Texts of the maximum length. */
  long: createLongTraffic,
  /** All kinds of requests, most of them short. */
  mixed: createMixedTraffic,
} satisfies Record<string, () => TrafficKind[]>;

/** The name of a mix of traffic. */
export type TrafficName = keyof typeof TRAFFIC;

function createLongTraffic(): TrafficKind[] {
  return [
    {
      name: 'text of 20,000 characters',
      weight: 1,
      message: postJson('/', { mytext: textOf(20_000) }),
      status: 200,
    },
  ];
}

function createMixedTraffic(): TrafficKind[] {
  const text = textOf(400);
  const json = postJson('/', { mytext: SENTENCE });
  const batch = postJson('/batch?sentences=true', { mytexts: Array(50).fill(text) });
  return [
    { name: 'sentence', weight: 600, message: json, status: 200 },
    {
      name: 'sentence, in words',
      weight: 30,
      message: withHeaders(json, { accept: 'text/plain' }),
      status: 200,
    },
    {
      name: 'with sentences',
      weight: 100,
      message: postJson('/?sentences=true', { mytext: text }),
      status: 200,
    },
    { name: 'explained', weight: 50, message: postJson('/?explain=true', { mytext: SENTENCE }), status: 200 },
    {
      name: '1,000 tokens explained',
      weight: 1,
      message: postJson('/?explain=true&sentences=true', { mytext: explainableText() }),
      status: 200,
    },
    { name: 'long', weight: 5, message: postJson('/', { mytext: textOf(20_000) }), status: 200 },
    { name: 'batch', weight: 10, message: batch, status: 200 },
    { name: 'stream', weight: 10, message: postLines('/batch', Array(50).fill(text)), status: 200 },
    { name: 'event', weight: 60, message: postEvent(SENTENCE), status: 200 },
    { name: 'structured event', weight: 30, message: postStructuredEvent({ mytext: text }), status: 200 },
    {
      name: 'batch of events',
      weight: 10,
      message: postEvents('/?sentences=true', Array(20).fill({ mytext: text })),
      status: 200,
    },
    { name: 'inference', weight: 30, message: postInference(Array(5).fill(SENTENCE)), status: 200 },
    { name: 'probe', weight: 20, message: get('/health/readiness'), status: 200 },
    { name: 'document', weight: 1, message: get('/openapi.json'), status: 200 },
    { name: 'no JSON', weight: 20, message: { ...json, body: Buffer.from('{"mytext": "A') }, status: 400 },
    { name: 'no text', weight: 10, message: postJson('/', { mytext: 1 }), status: 400 },
    { name: 'too long', weight: 5, message: postJson('/', { mytext: textOf(20_001) }), status: 413 },
    // Refused before it becomes a request; the connection is closed (RFC 9112, section 6.3).
    {
      name: 'two lengths',
      weight: 5,
      message: withHeaders(json, { 'content-length': '3', 'transfer-encoding': 'chunked' }),
      status: 400,
    },
    { name: 'not found', weight: 5, message: get('/nothing'), status: 404 },
    { name: 'left in the body', weight: 5, message: batch, status: 200, leaves: 'in the body' },
    { name: 'left in the answer', weight: 5, message: batch, status: 200, leaves: 'in the answer' },
  ];
}

function get(path: string): Message {
  return { method: 'GET', path, headers: {}, body: Buffer.alloc(0) };
}

function withHeaders(message: Message, headers: Record<string, string>): Message {
  return { ...message, headers: { ...message.headers, ...headers } };
}
