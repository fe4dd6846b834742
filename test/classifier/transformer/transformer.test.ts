import { describe, expect, test } from 'vitest';
import {
  finish,
  finishAsync,
  loadClassifier,
  type OpenClassifier,
  openClassifier,
} from '../../../classifier/src/index.ts';
import { SENTIMENTS } from '../../../classifier/src/sentiments.ts';
import {
  type FakeEngine,
  fakeEngine,
  fakeLogits,
  fakeTransformerBytes,
  readTokenizer,
  SENTENCE_HEADER,
  TRANSFORMER_HEADER,
} from '../../helpers/fake-transformer.ts';

const { settings } = TRANSFORMER_HEADER;
const TEXT = 'A good film. The plot is <b>clever</b>, isn’t it? It is Superb!';
const LONG = 'A good film with a clever plot and a superb cast. It is weak! '.repeat(20);

async function open(
  header = TRANSFORMER_HEADER,
  engine: FakeEngine = fakeEngine(),
  tokenizer?: string,
): Promise<OpenClassifier & { engine: FakeEngine }> {
  const bytes = fakeTransformerBytes(header, readTokenizer(tokenizer));
  const classifier = await openClassifier(bytes, engine);
  engine.runs.length = 0; // without the trial
  return { ...classifier, engine };
}

/** p = softmax(logits / temperature) of the ids of a run. */
function readIds(ids: readonly number[]): number[] {
  const powers = Array.from(fakeLogits(ids, 5), (logit) => Math.exp(logit / settings.temperature!));
  return powers.map((power) => power / powers.reduce((sum, other) => sum + other, 0));
}

describe('a transformer', () => {
  test('is opened with its name and header, and gives calibrated probabilities', async () => {
    const { name, header, classify, engine } = await open();
    expect(name).toMatch(/^transformer-[0-9a-f]{8}$/);
    expect(header).toEqual(expect.objectContaining(TRANSFORMER_HEADER));
    const { probabilities, model } = await classify('a good film');
    expect(engine.runs).toHaveLength(1);
    for (const [k, p] of readIds(engine.runs[0]!).entries()) {
      expect(probabilities[SENTIMENTS[k]!]).toBeCloseTo(p, 5);
    }
    expect(model).toBe(name);
  });

  test('gives a text the same answer alone, among others, and in steps', async () => {
    const { classify, classifyInSteps } = await open();
    const texts = ['', TEXT, LONG, 'weak', 'zorblax 10/10 😀'];
    const alone = [];
    for (const text of texts) alone.push(await classify(text));
    expect(await Promise.all(texts.map((text) => classify(text)))).toEqual(alone);
    expect(await Promise.all(texts.map((text) => finishAsync(classifyInSteps(text))))).toEqual(alone);
  });

  test('gives explanation and sentences in one pass as alone', async () => {
    const { explain, classifySentences, classifyInSteps } = await open();
    const together = await finishAsync(classifyInSteps(TEXT, { explain: true, sentences: true }));
    const { sentences, ...explained } = together;
    expect(explained).toEqual(await explain(TEXT));
    expect(sentences).toEqual(await classifySentences(TEXT));
    expect(sentences.map(({ start, end }) => TEXT.slice(start, end))).toEqual([
      'A good film.',
      'The plot is <b>clever</b>, isn’t it?',
      'It is Superb!',
    ]);
  });

  test('refuses to be run without awaiting its promises', async () => {
    const { classifyInSteps } = await open();
    expect(() => finish(classifyInSteps(TEXT))).toThrow(
      new TypeError('a step yielded a promise: use finishAsync, which awaits it'),
    );
    const steps = classifyInSteps(TEXT);
    while (!(steps.next().value instanceof Promise));
    expect(() => steps.next()).toThrow('the promise of a step was not awaited before the next step');
  });

  test('reads normalized spelling, with its case and single spaces', async () => {
    const { classify, engine } = await open(TRANSFORMER_HEADER, fakeEngine(), 'distilbert');
    await classify('  The   Director  wasn’t\n&amp; isn’t good ');
    await classify("The Director wasn't & isn't good");
    expect(engine.runs[0]).toEqual(engine.runs[1]);
    await classify("the director wasn't & isn't good");
    expect(engine.runs[2]).not.toEqual(engine.runs[1]);
  });

  test('reads a longer text in windows of nearly equal length, weighted by their pieces', async () => {
    const { classify, engine } = await open();
    const { probabilities } = await classify(LONG);
    const windows = engine.runs.map((ids) => ids.slice(1, -1));
    const lengths = windows.map(({ length }) => length);
    expect(lengths.length).toBeGreaterThan(3);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(settings.maxPieces! - 2);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(12);
    const [first, last] = [engine.runs[0]![0], engine.runs[0]!.at(-1)];
    expect(engine.runs.map((ids) => [ids[0], ids.at(-1)])).toEqual(windows.map(() => [first, last]));
    const total = lengths.reduce((sum, length) => sum + length);
    const read = engine.runs.map(readIds);
    for (const [k, sentiment] of SENTIMENTS.entries()) {
      const mean = read.reduce((sum, p, i) => sum + (p[k]! * lengths[i]!) / total, 0);
      expect(probabilities[sentiment]).toBeCloseTo(mean, 5);
    }
  });

  test('keeps as many runs of a text in flight as its session asks for', async () => {
    for (const numAtOnce of [1, 3]) {
      const { classify, engine } = await open(TRANSFORMER_HEADER, fakeEngine({ numAtOnce }));
      await classify(LONG);
      expect(engine.mostAtOnce).toBe(numAtOnce);
    }
  });

  test('of unit sentence reads each sentence, and takes the mean weighted by words', async () => {
    const bySentence = await open(SENTENCE_HEADER);
    const [{ probabilities }, sentences] = await Promise.all([
      bySentence.classify('A good film. It is weak!'),
      bySentence.classifySentences('A good film. It is weak!'),
    ]);
    expect(sentences).toHaveLength(2);
    for (const sentiment of SENTIMENTS) {
      const mean = sentences.reduce((sum, { probabilities: p }) => sum + p[sentiment]! / 2, 0);
      expect(probabilities[sentiment]).toBeCloseTo(mean, 5);
    }
  });

  test('of unit sentence combines sentences as it learned', async () => {
    const texts = { strength: 2, uncertainty: -1, first: 0, last: 1, exponent: 0.3, bias: [0, 0, 1, 0, 0] };
    const [mean, learned] = await Promise.all([open(SENTENCE_HEADER), open({ ...SENTENCE_HEADER, texts })]);
    expect((await learned.classify('A good film.')).probabilities).toEqual(
      (await mean.classify('A good film.')).probabilities,
    );
    expect((await learned.classify(TEXT)).probabilities).not.toEqual(
      (await mean.classify(TEXT)).probabilities,
    );
  });

  test('counts a word as known that is one piece of its vocabulary, whatever its case', async () => {
    const coverageOf = async (tokenizer: string, text: string): Promise<number> =>
      (await (await open(TRANSFORMER_HEADER, fakeEngine(), tokenizer)).classify(text)).coverage;
    expect(await coverageOf('bert', 'A good film, a GOOD zorblax')).toBeCloseTo(5 / 6, 5);
    expect(await coverageOf('distilbert', 'the Director')).toBe(1);
    expect(await coverageOf('distilbert', 'Elokuva oli hyvin kiinnostava')).toBe(0);
    expect(await coverageOf('roberta', 'a good film, good zorblax')).toBeCloseTo(4 / 5, 5);
    expect(await coverageOf('bert', '')).toBe(0);
  });

  test('reads each [SEP] and </s> that a text spells as ordinary characters', async () => {
    const { classify, engine } = await open();
    await classify('good [SEP] film [CLS]');
    const [cls, ...rest] = engine.runs[0]!;
    expect(rest.slice(0, -1)).not.toContain(rest.at(-1));
    expect(rest).not.toContain(cls);
  });
});

describe('an explanation of a transformer', () => {
  test('weighs each token by the text without it, at its place in the original', async () => {
    const { explain, classify } = await open();
    const { explanation, valence } = await explain(TEXT);
    expect(explanation.map(({ text }) => text)).toEqual(
      'A|good|film|.|The|plot|is|clever|,|is|n’t|it|?|It|is|Superb|!'.split('|'),
    );
    for (const { text, start, end } of explanation) expect(TEXT.slice(start, end)).toBe(text);
    const weightOf = (text: string): number => explanation.find((token) => token.text === text)!.weight;
    const without = async (text: string): Promise<number> => valence! - (await classify(text)).valence!;
    expect(weightOf('good')).toBeCloseTo(await without(TEXT.replace('good ', '')), 5);
    expect(weightOf('clever')).toBeCloseTo(await without(TEXT.replace('clever', '')), 5);
    expect(weightOf('n’t')).toBeCloseTo(await without(TEXT.replace('n’t', '')), 5);
    expect(weightOf('!')).toBeCloseTo(await without(TEXT.replace('!', '')), 5);
  });

  test('weighs each sentence by the text without it', async () => {
    const { explain, classify } = await open();
    const { sentenceWeights, valence } = await explain('A good film. It is weak! A superb cast.');
    const { valence: without } = await classify('A good film. A superb cast.');
    expect(sentenceWeights[1]!.weight).toBeCloseTo(valence! - without!, 5);
  });

  test('leaves all words out together that come from one sign', async () => {
    const { explain, classify } = await open();
    const { explanation, valence } = await explain('good film 😍 plot');
    const sign = explanation.find(({ text }) => text === '😍')!;
    expect(sign.weight).toBeCloseTo(valence! - (await classify('good film plot')).valence!, 5);
  });

  test('is omitted where it would read too many pieces, first of tokens and then of sentences', async () => {
    const text = 'A good film. It is weak!';
    const explainWithin = async (explanationPieces: number) =>
      (await open({ ...TRANSFORMER_HEADER, settings: { ...settings, explanationPieces } })).explain(text);
    const all = await explainWithin(1000);
    expect(all).not.toHaveProperty('explanationOmitted');
    const ofSentences = await explainWithin(100);
    expect(ofSentences.explanation).toEqual([]);
    expect(ofSentences.sentenceWeights).toEqual(all.sentenceWeights);
    expect(ofSentences.explanationOmitted).toMatch(
      /^To weigh each token takes \d+ word pieces to read; at most 100 are read\.$/,
    );
    const none = await explainWithin(0);
    expect(none.sentenceWeights).toEqual([]);
    expect(none.explanationOmitted).toMatch(
      / Its 2 sentences are not explained either: that takes \d+ word pieces\.$/,
    );
    expect(none.probabilities).toEqual(all.probabilities);
  });

  test('is omitted for too many tokens as for other kinds', async () => {
    const { explain } = await open();
    const { explanationOmitted, sentenceWeights } = await explain(LONG);
    expect(explanationOmitted).toBe(
      'The text has 320 tokens; a model that reads whole texts explains at most 200.',
    );
    expect(sentenceWeights).toHaveLength(40);
  });
});

test('a text that takes too many pieces to read is refused before any of it is read', async () => {
  const { classify, classifySentences, classifyInSteps, engine } = await open({
    ...TRANSFORMER_HEADER,
    settings: { ...settings, textPieces: 40 },
  });
  const error = expect.objectContaining({
    code: 'TEXT_TOO_LONG',
    message: expect.stringMatching(/^text takes \d+ word pieces to read, expected at most 40$/),
  });
  await expect(classify('good film '.repeat(30))).rejects.toEqual(error);
  // Each sentence counts as 16 pieces, since a run costs something.
  await expect(classifySentences('It is. '.repeat(3))).rejects.toEqual(error);
  await expect(finishAsync(classifyInSteps('It is. '.repeat(3), { sentences: true }))).rejects.toEqual(error);
  expect(engine.runs).toEqual([]);
  await expect(classify('It is. '.repeat(3))).resolves.toHaveProperty('sentiment');
});

test('an error of the session is that of the text, and the next one is read', async () => {
  const failure = new Error('the thread died');
  let isBroken = false;
  const logitsOf = (ids: readonly number[], numClasses: number): Float32Array => {
    if (isBroken) throw failure;
    return fakeLogits(ids, numClasses);
  };
  const { classify, engine } = await open(TRANSFORMER_HEADER, fakeEngine({ logitsOf }));
  isBroken = true;
  await expect(classify(LONG)).rejects.toBe(failure);
  expect(engine.runs.length).toBeLessThanOrEqual(2);
  isBroken = false;
  await expect(classify(TEXT)).resolves.toHaveProperty('sentiment');
});

test('what is no string is refused as by other kinds', async () => {
  const { classify } = await open();
  await expect(classify(7 as never)).rejects.toThrow('text is of type number, expected a string');
});

test('a closed transformer has ended its session and reads no more', async () => {
  const { name, classify, classifyInSteps, close, engine } = await open();
  expect(engine.numOpen).toBe(1);
  await close();
  await close();
  expect(engine.numOpen).toBe(0);
  const error = expect.objectContaining({
    code: 'CLOSED',
    message: `${name} is closed, expected no text after close()`,
  });
  await expect(classify(TEXT)).rejects.toEqual(error);
  await expect(finishAsync(classifyInSteps(TEXT))).rejects.toEqual(error);
});

test('loadClassifier refuses a transformer, and names what opens it', () => {
  expect(() => loadClassifier(fakeTransformerBytes())).toThrow(
    'model file is of kind transformer, expected recurrent or linear: openClassifier(bytes, { createSession }) opens it',
  );
});
