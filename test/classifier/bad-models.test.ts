import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Classification, loadClassifier, openClassifier } from '../../classifier/src/index.ts';
import { decodeModel, encodeModel, type ModelArrays } from '../../classifier/src/model-file.ts';
import type { ModelHeader } from '../../classifier/src/model-header.ts';
import { buildApp } from '../../functions/app.ts';
import { fakeEngine, fakeTransformerBytes } from '../helpers/fake-transformer.ts';
import { tinyModelBytes } from '../helpers/tiny-model.ts';
import { tinyRecurrentBytes } from '../helpers/tiny-recurrent.ts';

const TEXTS = ['', 'The film is superb .', 'not a good film, but not awful either!', 'zorblax '.repeat(300)];

/** A text's result that any client may rely on. */
function expectValid({ label, confidence, probabilities, valence, coverage }: Classification): void {
  expect([0, 1, 2, 3, 4]).toContain(label);
  const values = Object.values(probabilities);
  expect(values).toHaveLength(5);
  for (const p of [...values, confidence, coverage]) expect(p >= 0 && p <= 1).toBe(true);
  expect(values.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  expect(valence! >= 0 && valence! <= 4).toBe(true);
}

/** What may stand in a header in place of what belongs there. */
const BAD_VALUE = fc.oneof(
  fc.constantFrom(null, undefined, '', 'x\ny', true, [], {}, [null], { a: 1 }, { toString: 1 }, '__proto__'),
  fc.constantFrom(0, -0, -1, 1, 0.5, 3, 4, 8, 1e9, 1e300, -1e300, 2 ** 32, 2 ** 53),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
);
const BAD_NUMBER = fc.oneof(
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1, 127, -128),
  fc.constantFrom(1e6, -1e6, 1.1e6, 3.4e38, -3.4e38, 1e-45, 2 ** 31, 2 ** 32 - 1),
  fc.double(),
);

/** All objects and lists in a header, by the path to each of their fields. */
function fieldsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => [
    [...path, name],
    ...fieldsOf(field, [...path, name]),
  ]);
}

function withField<Value>(object: Value, path: readonly string[], value: unknown): Value {
  const copy = structuredClone(object);
  let parent = copy as unknown as Record<string, unknown>;
  for (const name of path.slice(0, -1)) parent = parent[name] as Record<string, unknown>;
  parent[path.at(-1)!] = value;
  return copy;
}

/** What is changed in an array: some numbers from a place on, or its length. */
const ARRAY_CHANGE = fc.record({
  at: fc.nat(),
  numbers: fc.array(BAD_NUMBER, { minLength: 1, maxLength: 20 }),
  isFilled: fc.boolean(),
  length: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 8 }),
});

function withNumbers(
  arrays: ModelArrays,
  name: string,
  { at, numbers, isFilled, length }: typeof ARRAY_CHANGE extends fc.Arbitrary<infer T> ? T : never,
): ModelArrays {
  const array = arrays[name]!.slice(0, length ?? undefined);
  if (isFilled) array.fill(numbers[0]!);
  else
    for (const [i, value] of numbers.entries()) if (array.length > 0) array[(at + i) % array.length] = value;
  return { ...arrays, [name]: array };
}

test.each([
  ['linear', await tinyModelBytes()],
  ['recurrent', await tinyRecurrentBytes()],
])(
  'a %s model with anything changed is refused in a line, or served with valid answers',
  async (_, bytes) => {
    const { header, arrays } = decodeModel(bytes);
    const headerChange = fc.record({ path: fc.constantFrom(...fieldsOf(header)), value: BAD_VALUE });
    const arrayChange = fc.record({ name: fc.constantFrom(...Object.keys(arrays)), change: ARRAY_CHANGE });
    let numServed = 0;
    const property = async (file: Uint8Array): Promise<void> => {
      let classifier: ReturnType<typeof loadClassifier>;
      try {
        classifier = loadClassifier(file);
      } catch (error) {
        expect(error).toHaveProperty('name', 'ModelFormatError');
        expect((error as Error).message).toMatch(
          /^(?:model file|linear model|recurrent model) .+, expected .+$/,
        );
        return;
      }
      numServed++;
      for (const text of TEXTS) expectValid(classifier.classify(text));
      const app = buildApp({ classifier });
      const { statusCode } = await app.inject('/model');
      await app.close();
      expect(statusCode).toBe(200);
    };
    await fc.assert(
      fc.asyncProperty(headerChange, ({ path, value }) =>
        property(encodeModel(withField(header, path, value), arrays)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(arrayChange, ({ name, change }) =>
        property(encodeModel(header, withNumbers(arrays, name, change))),
      ),
    );
    expect(numServed).toBeGreaterThan(0);
  },
);

test('a transformer with anything changed is refused in a line, or answers validly', async () => {
  const { header, arrays } = decodeModel(fakeTransformerBytes());
  const json: unknown = JSON.parse(new TextDecoder().decode(arrays.tokenizer as Uint8Array));
  let numServed = 0;
  const property = async (file: Uint8Array): Promise<void> => {
    const engine = fakeEngine({ numClasses: 5 });
    try {
      const classifier = await openClassifier(file, engine);
      numServed++;
      for (const text of TEXTS) expectValid(await classifier.classify(text));
      await classifier.close();
    } catch (error) {
      expect(error).toHaveProperty('name', 'ModelFormatError');
      expect((error as Error).message).toMatch(/^(?:model file|transformer model) .+, expected .+$/);
    }
    expect(engine.numOpen).toBe(0);
  };
  const change = (object: unknown) =>
    fc.record({ path: fc.constantFrom(...fieldsOf(object)), value: BAD_VALUE });
  await fc.assert(
    fc.asyncProperty(change(header), ({ path, value }) => {
      // More pieces are needed than so few; that refuses texts, not the model.
      fc.pre(path.at(-1) !== 'textPieces');
      return property(encodeModel(withField(header, path, value), arrays));
    }),
  );
  await fc.assert(
    fc.asyncProperty(change(json), ({ path, value }) => {
      const tokenizer = new TextEncoder().encode(JSON.stringify(withField(json, path, value)));
      return property(encodeModel(header, { ...arrays, tokenizer }));
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('onnx', 'tokenizer'), ARRAY_CHANGE, (name, change) =>
      property(encodeModel(header, withNumbers(arrays, name, change))),
    ),
  );
  expect(numServed).toBeGreaterThan(0);
});

const FILE = { data: 'train.tsv', sha256: '0', rows: 9 };
const COMBINED = { strength: 1, uncertainty: 0, first: 0, last: 0, exponent: 0, bias: [0, 0, 0, 0, 0] };

test.each([
  ['provenance', null, 'model file has provenance null, expected an object'],
  ['provenance', undefined, 'model file has provenance missing, expected an object'],
  [
    'provenance',
    { ...FILE, seed: 1, textData: [{ ...FILE, rows: '9' }] },
    'model file has provenance.textData[0].rows "9", expected a number',
  ],
  [
    'provenance',
    { ...FILE, seed: 1, softData: {} },
    'model file has provenance.softData {}, expected a list',
  ],
  [
    'provenance',
    { ...FILE, seed: 1, softData: [{ ...FILE, sha256: 1 }] },
    'model file has provenance.softData[0].sha256 1, expected a string',
  ],
  [
    'provenance',
    { ...FILE, seed: 1, softData: [{ ...FILE, teacher: 1 }] },
    'model file has provenance.softData[0].teacher 1, expected a string',
  ],
  ['provenance', { ...FILE, seed: 1, vectors: 1 }, 'model file has provenance.vectors 1, expected a string'],
  [
    'provenance',
    { ...FILE, seed: 1, citations: [1] },
    'model file has provenance.citations [1], expected a list of strings',
  ],
  ['settings', null, 'model file has settings null, expected an object'],
  ['measured', {}, 'model file has measured {}, expected a list'],
  ['measured', [null], 'model file has measured[0] null, expected an object'],
  ['texts', { strength: 'much' }, 'model file has texts.strength "much", expected a number from -100 to 100'],
  [
    'texts',
    { ...COMBINED, last: 1e6 },
    'model file has texts.last 1000000, expected a number from -100 to 100',
  ],
  ['texts', { ...COMBINED, exponent: 3 }, 'model file has texts.exponent 3, expected a number from -2 to 2'],
  [
    'texts',
    { ...COMBINED, bias: [1, 2] },
    'model file has texts.bias [1,2], expected 5 numbers from -1000 to 1000',
  ],
  ['vocabulary', { numFeatures: '9' }, 'model file has vocabulary.numFeatures "9", expected a number'],
])('a model whose %s is %j is refused: %s', async (name, value, message) => {
  const { header, arrays } = decodeModel(await tinyModelBytes());
  expect(() => loadClassifier(encodeModel(withField(header, [name], value), arrays))).toThrow(message);
});

test('a model whose header is no object is refused', () => {
  for (const header of [[], null, 1, 'x']) {
    expect(() => decodeModel(encodeModel(header as unknown as ModelHeader, {}))).toThrow(
      /^model file has \w+ .+, expected /,
    );
  }
});

test('a model file of before, which says nothing of polarity and of n-grams that count once, is served', async () => {
  const { header, arrays } = decodeModel(await tinyModelBytes());
  const { binary: _, ...settings } = header.settings;
  const before = loadClassifier(encodeModel({ ...header, settings, texts: COMBINED }, arrays));
  expect(before.classify('An awful film. So awful.').valence).toBeLessThan(2);
});
