import {
  explainableText,
  type Message,
  postEvents,
  postInference,
  postJson,
  postLines,
  postStructuredEvent,
  SENTENCE,
  textOf,
  toEscapes,
} from '../load/messages.ts';

/** A kind of request that needs much memory, with its expected answer. */
export interface Kind {
  name: string;
  message: Message;
  status: number;
  /** The number of results in the answer. */
  numResults: number;
  /** Whether it is part of the quick run. */
  isQuick?: boolean;
}

/** Padding that brings a small body to one megabyte, where the contract ignores it. */
const PADDING = 'x'.repeat(900_000);

/** Counts the results in the answer to a message for a path. */
export function countResults(path: string, answer: string): number {
  if (path.startsWith('/batch') && !answer.startsWith('{"results"')) return answer.trim().split('\n').length;
  const value = JSON.parse(answer);
  if (Array.isArray(value)) return value.length;
  return value.results?.length ?? value.outputs?.[0].data.length ?? 1;
}

/** Makes the requests of one megabyte. Each conforms to the contract unless its name says otherwise. */
export function createKinds(): Kind[] {
  return [...createWork(), ...createBodies(), ...createRefused()];
}

/** Requests that need much work, or have long answers. */
function createWork(): Kind[] {
  const texts = Array<string>(1000).fill(textOf(1000));
  const shortTexts = Array<string>(1000).fill(textOf(80));
  const explained = Array<string>(50).fill(textOf(400));
  return [
    {
      name: 'batch of 1,000 texts, with sentences',
      message: postJson('/batch?sentences=true', { mytexts: texts }),
      status: 200,
      numResults: 1000,
    },
    {
      name: 'batch of 50 texts of 20,000 characters, with sentences',
      message: postJson('/batch?sentences=true', { mytexts: Array(50).fill(textOf(20_000)) }),
      status: 200,
      numResults: 50,
    },
    {
      name: 'batch of 1,000 events, with sentences',
      message: postEvents('/?sentences=true', Array(1000).fill({ mytext: textOf(900) })),
      status: 200,
      numResults: 1000,
      isQuick: true,
    },
    {
      name: 'batch of 50 events, explained',
      message: postEvents(
        '/?explain=true',
        explained.map((mytext) => ({ mytext, padding: PADDING.slice(0, 18_000) })),
      ),
      status: 200,
      numResults: 50,
    },
    {
      name: 'inference of 1,000 short texts',
      message: postInference(shortTexts, PADDING),
      status: 200,
      numResults: 1000,
    },
    {
      name: 'stream of 8 lines of 20,000 characters, each written as an escape, with sentences',
      message: postLines('/batch?sentences=true', Array(8).fill(textOf(20_000)), toEscapes),
      status: 200,
      numResults: 8,
    },
    {
      name: 'stream of 1,000 lines, with sentences',
      message: postLines('/batch?sentences=true', texts),
      status: 200,
      numResults: 1000,
    },
  ];
}

/** Requests whose body alone needs much memory. */
function createBodies(): Kind[] {
  const shortTexts = Array<string>(1000).fill(textOf(80));
  const batch = postJson('/batch', { mytexts: shortTexts, padding: PADDING });
  const keys = Array.from({ length: 100_000 }, (_, i) => [`k${i.toString(36)}`, 1]);
  return [
    { name: 'batch of 1,000 short texts', message: batch, status: 200, numResults: 1000 },
    {
      name: 'batch of 1,000 short texts, chunked',
      message: { ...batch, headers: { ...batch.headers, 'transfer-encoding': 'chunked' } },
      status: 200,
      numResults: 1000,
    },
    {
      name: 'text of 20,000 characters, with sentences',
      message: postJson('/?sentences=true', { mytext: textOf(20_000), padding: PADDING }),
      status: 200,
      numResults: 1,
    },
    {
      name: 'text of 1,000 tokens, explained',
      message: postJson('/?explain=true', { mytext: explainableText(), padding: PADDING }),
      status: 200,
      numResults: 1,
    },
    {
      name: 'structured event',
      message: postStructuredEvent({ mytext: textOf(1000), padding: PADDING }),
      status: 200,
      numResults: 1,
    },
    {
      name: 'ASCII with one Ω, two bytes a character',
      message: postJson('/', { mytext: `Ω ${SENTENCE}`, padding: PADDING }),
      status: 200,
      numResults: 1,
      isQuick: true,
    },
    {
      name: '100,000 keys',
      message: postJson('/', { mytext: SENTENCE, ...Object.fromEntries(keys) }),
      status: 200,
      numResults: 1,
    },
  ];
}

/** Invalid requests, which are refused. */
function createRefused(): Kind[] {
  const { headers } = postJson('/', {});
  const bodyOf = (text: string) => ({ path: '/', headers, body: Buffer.from(text) });
  return [
    {
      name: '340,000 empty arrays',
      message: bodyOf(`[${Array(340_000).fill('[]').join(',')}]`),
      status: 400,
      numResults: 1,
    },
    {
      name: 'arrays 500,000 deep',
      message: bodyOf('['.repeat(500_000) + ']'.repeat(500_000)),
      status: 400,
      numResults: 1,
    },
    {
      name: 'too large, 2 MB',
      message: postJson('/', { mytext: SENTENCE, padding: 'x'.repeat(2_000_000) }),
      status: 413,
      numResults: 1,
      isQuick: true,
    },
  ];
}
