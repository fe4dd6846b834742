import { describe, expect, test, vi } from 'vitest';
import { startRecorder } from '../../../functions/record/index.ts';
import type { Recorder } from '../../../functions/service/recorder.ts';
import { openSink } from '../../helpers/event-sink.ts';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';

const recordTo = (sink: URL, onError: (error: unknown) => void = () => {}): Recorder =>
  startRecorder({ sink, share: 1, source: '/here' }, onError);
const recorded = (mytext: string) => ({ mytext, answer: FAKE_RESULT });
/** The outcomes of a recorder, once as many are known. */
const whenCounted = (recorder: Recorder, expected: object) =>
  vi.waitFor(() => expect(recorder.counts()).toEqual({ sent: 0, full: 0, failed: 0, ...expected }), 10_000);

test('a text and its answer arrive as an event in structured mode, on a line of its own', async () => {
  await using sink = await openSink();
  const recorder = recordTo(sink.url);
  recorder.record(recorded('Fine.\nNot “great”.'));
  await whenCounted(recorder, { sent: 1 });
  const [{ headers, line, event }] = sink.received as [(typeof sink.received)[0]];
  expect(headers['content-type']).toBe('application/cloudevents+json');
  expect(line).not.toContain('\n');
  expect(event).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    source: '/here',
    type: 'dev.movie-sentiment.recorded.v1',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    datacontenttype: 'application/json',
    sentiment: 'somewhat-negative',
    label: '1',
    data: { mytext: 'Fine.\nNot “great”.', answer: FAKE_RESULT },
  });
});

test('an answer that was left open is told by its attribute, as in replies', async () => {
  await using sink = await openSink();
  const recorder = recordTo(sink.url);
  recorder.record({ mytext: 'So-so.', answer: { ...FAKE_RESULT, sentiment: null, label: null } });
  await whenCounted(recorder, { sent: 1 });
  expect(sink.received[0]!.event).toMatchObject({ sentiment: 'undecided' });
  expect(sink.received[0]!.event).not.toHaveProperty('label');
});

describe('where more comes than the sink takes', () => {
  test('texts wait up to a mebibyte, what comes above it is dropped and counted, and the rest arrives', async () => {
    await using sink = await openSink();
    const held: (() => void)[] = [];
    sink.answerWith((response) => held.push(() => response.writeHead(202).end()));
    const recorder = recordTo(sink.url);
    for (let i = 0; i < 200; i++) recorder.record(recorded(`${i} ${'x'.repeat(10_000)}`));
    await vi.waitFor(() => expect(held).toHaveLength(8));
    const { full } = recorder.counts();
    expect(full).toBeGreaterThan(90);
    expect(full).toBeLessThan(110);
    sink.answerWith((response) => response.writeHead(202).end());
    for (const answer of held) answer();
    await whenCounted(recorder, { sent: 200 - full, full });
    recorder.record(recorded('There is room again.'));
    await whenCounted(recorder, { sent: 201 - full, full });
  });
});

describe('where the sink does not take an event', () => {
  test.each([500, 503, 429, 408])('it is sent again after %i', async (status) => {
    await using sink = await openSink();
    const onError = vi.fn();
    let numAnswers = 0;
    sink.answerWith((response) => response.writeHead(numAnswers++ === 0 ? status : 200).end('kept'));
    const recorder = recordTo(sink.url, onError);
    recorder.record(recorded('Fine.'));
    await whenCounted(recorder, { sent: 1 });
    expect(sink.texts()).toEqual(['Fine.', 'Fine.']);
    expect(sink.received[0]!.line).toBe(sink.received[1]!.line); // the same id, so that a sink can tell
    expect(onError).not.toHaveBeenCalled();
  });

  test.each([400, 401, 404, 413, 301])(
    'it is not sent again after %i, which is told once',
    async (status) => {
      await using sink = await openSink();
      const onError = vi.fn();
      sink.answerWith((response) => response.writeHead(status, { location: '/elsewhere' }).end());
      const recorder = recordTo(sink.url, onError);
      recorder.record(recorded('One.'));
      await whenCounted(recorder, { failed: 1 });
      recorder.record(recorded('Two.'));
      await whenCounted(recorder, { failed: 2 });
      expect(sink.texts()).toEqual(['One.', 'Two.']);
      expect(onError.mock.calls).toEqual([
        [expect.objectContaining({ message: `the sink answered ${status}` })],
      ]);
    },
  );

  test('it is tried three times where nobody listens, and told without a word of the text', async () => {
    const url = await openSink().then(async (sink) => {
      await sink[Symbol.asyncDispose]();
      return sink.url;
    });
    const onError = vi.fn();
    const recorder = recordTo(url, onError);
    recorder.record(recorded('A secret.'));
    await whenCounted(recorder, { failed: 1 });
    const [[error]] = onError.mock.calls as [[Error]];
    expect(error).toMatchObject({ message: 'the sink cannot be reached', cause: { code: 'ECONNREFUSED' } });
    expect(JSON.stringify([error, error.cause])).not.toContain('secret');
  });

  test('another failure is told once one was taken in between', async () => {
    await using sink = await openSink();
    const onError = vi.fn();
    const recorder = recordTo(sink.url, onError);
    for (const [i, status] of [400, 200, 400].entries()) {
      sink.answerWith((response) => response.writeHead(status).end());
      recorder.record(recorded(`${i}`));
      await vi.waitFor(() => expect(Object.values(recorder.counts()).reduce((a, b) => a + b)).toBe(i + 1));
    }
    expect(onError).toHaveBeenCalledTimes(2);
  });
});

describe('at the end', () => {
  test('what waits is sent before the flush is done', async () => {
    await using sink = await openSink();
    const recorder = recordTo(sink.url);
    for (let i = 0; i < 100; i++) recorder.record(recorded(`${i}`));
    await recorder.flush();
    expect(recorder.counts()).toEqual({ sent: 100, full: 0, failed: 0 });
    expect(new Set(sink.texts()).size).toBe(100);
  });

  test('a sink that is down is tried once more, and not waited for', async () => {
    await using sink = await openSink();
    sink.answerWith((response) => response.writeHead(503).end());
    const recorder = recordTo(sink.url);
    for (let i = 0; i < 100; i++) recorder.record(recorded(`${i}`));
    await vi.waitFor(() => expect(sink.received).toHaveLength(8));
    const start = performance.now();
    await recorder.flush();
    expect(performance.now() - start).toBeLessThan(400); // shorter than the first wait for another try
    expect(recorder.counts()).toEqual({ sent: 0, full: 0, failed: 100 });
  });

  test('nothing is waited for where nothing was recorded', async () => {
    await using sink = await openSink();
    await recordTo(sink.url).flush();
    expect(sink.received).toEqual([]);
  });
});
