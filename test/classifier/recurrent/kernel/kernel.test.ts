import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createKernel } from '../../../../classifier/src/recurrent/kernel/create-kernel.ts';
import { FIRST_BYTE, type Kernel, STATE_ONE } from '../../../../classifier/src/recurrent/kernel/kernel.ts';
import { createPlainKernel } from '../../../../classifier/src/recurrent/kernel/plain-kernel.ts';
import { createRandom, type Random } from '../../../../classifier/training/optimizers/random.ts';

/** Bytes behind all numbers, which must stay as they are. */
const GUARD = 256;
const RUNS = { numRuns: 40 };

type Numbers = Int8Array | Int16Array | Int32Array | Float32Array;
type Draw = (size: number, range: number) => number[];

/** A memory laid out as it is filled: each `put` gives the place of its numbers, at a multiple of 16. */
class Filling {
  private end = FIRST_BYTE;
  private readonly parts: { place: number; numbers: Numbers }[] = [];
  private put(numbers: Numbers): number {
    const place = this.end;
    this.parts.push({ place, numbers });
    this.end += Math.ceil(numbers.byteLength / 16) * 16;
    return place;
  }
  bytes(numbers: readonly number[]): number {
    return this.put(Int8Array.from(numbers));
  }
  shorts(numbers: readonly number[]): number {
    return this.put(Int16Array.from(numbers));
  }
  integers(numbers: readonly number[]): number {
    return this.put(Int32Array.from(numbers));
  }
  floats(numbers: readonly number[]): number {
    return this.put(Float32Array.from(numbers));
  }
  /** The kernel with all of it in its memory. */
  in(create: (numBytes: number) => Kernel): Kernel {
    const kernel = create(this.end + GUARD);
    for (const { place, numbers } of this.parts) {
      new Uint8Array(kernel.memory, place).set(new Uint8Array(numbers.buffer));
    }
    return kernel;
  }
  /** The memory of the kernel in WebAssembly, then of the plain one, after `run`. */
  twins(run: (kernel: Kernel) => void): [Uint8Array, Uint8Array] {
    const [wasm, plain] = [createKernel, createPlainKernel].map((create) => {
      const kernel = this.in(create);
      run(kernel);
      return new Uint8Array(kernel.memory, FIRST_BYTE, this.end + GUARD - FIRST_BYTE);
    });
    return [wasm!, plain!];
  }
}

const zeros = (size: number): number[] => new Array(size).fill(0);
const drawWith =
  (random: Random): Draw =>
  (size, range) =>
    Array.from({ length: size }, () => (2 * random() - 1) * range);
const shortsOf = (kernel: Kernel, place: number, size: number): number[] => [
  ...new Int16Array(kernel.memory, place, size),
];
const integersOf = (kernel: Kernel, place: number, size: number): number[] => [
  ...new Int32Array(kernel.memory, place, size),
];
const floatsOf = (kernel: Kernel, place: number, size: number): number[] => [
  ...new Float32Array(kernel.memory, place, size),
];

/** One step of one unit of 4 hidden numbers, from what goes into its gates: h for r and u halved, as x is. */
function step(create: (numBytes: number) => Kernel, x: number[], h: number[], previous: number[]): number[] {
  const at = new Filling();
  const largest = Math.max(...x.map(Math.abs)) || 1;
  const shares = x.map((share) => Math.round((share / largest) * 32_767));
  const word = at.floats([largest / 32_767, 0, 0, 0]);
  const part = at.shorts(shares) - word;
  const states = at.shorts([...previous.map((state) => state * STATE_ONE), 0, 0, 0, 0]);
  const sums = at.integers(h.map((sum) => Math.round(sum * 1e6)));
  const scales = at.floats(h.map(() => 1e-6));
  const activations = at.floats(zeros(8));
  const inputsAt = at.integers([at.integers([word])]);
  const statesAt = at.integers([states]);
  const kernel = at.in(create);
  kernel.gates(inputsAt, statesAt, sums, scales, activations, 1, 4, 4, 8, 0, part);
  return shortsOf(kernel, states + 8, 4).map((state) => state / STATE_ONE);
}

afterEach(() => vi.unstubAllGlobals());

describe.each([
  ['plain', createPlainKernel],
  ['WebAssembly', createKernel],
])('the %s kernel, worked by hand', (_, create) => {
  test('multiplies rows that lie anywhere by weights in pairs', () => {
    const at = new Filling();
    const second = at.shorts([5, 6]);
    const first = at.shorts([1, 2]);
    const rows = at.integers([first, second]);
    // (1 2 3 4; 10 20 30 40), pair by pair
    const weights = at.shorts([1, 10, 2, 20, 3, 30, 4, 40]);
    const bias = at.integers([100, 200, 300, 400]);
    const sums = at.integers(zeros(8));
    const kernel = at.in(create);
    kernel.multiply(rows, weights, bias, sums, 2, 2, 4);
    expect(integersOf(kernel, sums, 8)).toEqual([121, 242, 363, 484, 165, 330, 495, 660]);
  });

  test('lets sums wrap around at 32 bits', () => {
    const at = new Filling();
    const [least, largest] = [-32_768, 32_767];
    const row = at.shorts([least, least, largest, largest, 0, 0, 0, 0]);
    const rows = at.integers([row]);
    const weights = at.shorts([
      ...[least, least, largest, largest, 0, 0, 1, 1],
      ...[0, 0, largest, largest, largest, largest, 0, 0],
    ]);
    const bias = at.integers([0, 0, 2 ** 31 - 1, -(2 ** 31)]);
    const sums = at.integers(zeros(4));
    const scores = at.integers([0]);
    const kernel = at.in(create);
    kernel.multiply(rows, weights, bias, sums, 1, 4, 4);
    // 2^31; 2 (2^15 − 1)² − 2^16 (2^15 − 1); 2^31 − 1 + 2 (2^15 − 1)²; −2^31 − 2^16; but for 2^32
    expect(integersOf(kernel, sums, 4)).toEqual([-(2 ** 31), -65_534, -131_071, 2 ** 31 - 65_536]);
    kernel.score(row, row, scores, 1, 8);
    expect(integersOf(kernel, scores, 1)).toEqual([-131_070]); // 2^31 + 2 (2^15 − 1)² − 2^32
  });

  test('steps a gated recurrent unit', () => {
    const third = Math.log(3) / 2; // σ(log 3) = 3/4, σ(−log 3) = 1/4
    const r = [third, -third, 0, 0];
    const u = [-third, third, 0, 20];
    const c = [Math.atanh(0.5) - 0.75, 0.25, -20, 0.3];
    // h_c comes halved: 1 stands for 2, so r ⊙ h_c is 3/2, −1/2 …
    const h = [0, 0, 0, 0, 0, 0, 0, 0, 1, -1, 0, 0];
    const previous = [1, 0.5, -1, -0.25];
    const candidates = [Math.tanh(c[0]! + 1.5), Math.tanh(c[1]! - 0.5), -1, Math.tanh(0.3)];
    const updates = [0.25, 0.75, 0.5, 1];
    const expected = candidates.map((x, j) => updates[j]! * previous[j]! + (1 - updates[j]!) * x);
    const found = step(create, [...r, ...u, ...c], h, previous);
    for (const [j, state] of found.entries()) expect(Math.abs(state - expected[j]!)).toBeLessThan(5e-4);
  });

  test('finds a tanh that is off by 1.3e-5 at most, and a state that is never beyond 1', () => {
    // With the update gate shut the state is the candidate, but for what that gate is off by, in units of 2^-14.
    for (let z = -12; z <= 12; z += 0.03125) {
      const [state] = step(
        create,
        [0, 0, 0, 0, -20, -20, -20, -20, 0, 0, 0, 0],
        [...zeros(8), z, 0, 0, 0],
        zeros(4),
      );
      expect(Math.abs(state! - Math.tanh(z))).toBeLessThan(1.3e-5 + 1.3e-5 + 2 ** -15);
      expect(Math.abs(state!)).toBeLessThanOrEqual(1);
    }
    expect(step(create, new Array(12).fill(3e38), zeros(12), [1, 1, 1, 1])).toEqual([1, 1, 1, 1]);
  });

  test('adds rows of bytes that lie anywhere', () => {
    const at = new Filling();
    const second = at.bytes([127, 127, 127, -1]);
    const first = at.bytes([1, -2, 127, -128]);
    const rows = at.integers([first, second]);
    const out = at.floats([1000, 0, 0, 0]);
    const kernel = at.in(create);
    kernel.addRows(rows, out, 2, 4);
    expect(floatsOf(kernel, out, 4)).toEqual([1128, 125, 254, -129]);
  });

  test('writes floats as shorts, the largest as asked for', () => {
    const at = new Filling();
    const numbers = at.floats([0.5, -2, 1, 0, 0.00390625, 0.01171875, 0, 0]);
    const out = at.shorts(zeros(8));
    const scale = at.floats([0]);
    const kernel = at.in(create);
    kernel.quantize(numbers, out, scale, 8, 256);
    // 0.5 and 1.5 are as near to one integer as to the other: the even one
    expect(shortsOf(kernel, out, 8)).toEqual([64, -256, 128, 0, 0, 2, 0, 0]);
    expect(floatsOf(kernel, scale, 1)).toEqual([2 / 256]);
  });

  test('writes zeros as shorts', () => {
    const at = new Filling();
    const numbers = at.floats(zeros(4));
    const out = at.shorts([1, 2, 3, 4]);
    const scale = at.floats([0]);
    const kernel = at.in(create);
    kernel.quantize(numbers, out, scale, 4, 32_767);
    expect(shortsOf(kernel, out, 4)).toEqual([0, 0, 0, 0]);
    expect(floatsOf(kernel, scale, 1)[0]).toBeGreaterThan(0);
  });

  test('brings sums back to floats', () => {
    const at = new Filling();
    const sums = at.integers([1, -2, 3, 4]);
    const scales = at.floats([0.5, 0.25, 1, 2]);
    const scale = at.floats([4]);
    const bias = at.floats([1, 1, -1, 0]);
    const out = at.floats(zeros(4));
    const kernel = at.in(create);
    kernel.toFloats(sums, scales, scale, bias, out, 4);
    expect(floatsOf(kernel, out, 4)).toEqual([3, -1, 11, 32]);
  });

  test('scores and pools the states of a text', () => {
    const at = new Filling();
    const [one, half] = [STATE_ONE, STATE_ONE / 2];
    const states = at.shorts([one, -half, 0, 0, 0, 0, 0, half, half, -one, 0, 0, 0, 0, 0, one]);
    const query = at.shorts([1, 2, 0, 0, 0, 0, 0, 4]);
    const scores = at.integers([0, 0]);
    const shares = at.floats([0.25, 0.75]);
    const out = at.floats(zeros(24));
    const kernel = at.in(create);
    kernel.score(states, query, scores, 2, 8);
    expect(integersOf(kernel, scores, 2)).toEqual([2 * one, 2.5 * one]);
    kernel.pool(states, shares, out, 2, 8);
    const [maxima, means, sums] = [0, 8, 16].map((from) => floatsOf(kernel, out, 24).slice(from, from + 8));
    expect(maxima).toEqual([1, -0.5, 0, 0, 0, 0, 0, 1]);
    expect(means).toEqual([0.75, -0.75, 0, 0, 0, 0, 0, 0.75]);
    expect(sums).toEqual([0.625, -0.875, 0, 0, 0, 0, 0, 0.875]);
  });

  test('projects numbers', () => {
    const at = new Filling();
    const numbers = at.floats([1, 2]);
    const weights = at.floats([1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40, 50, 60, 70, 80]);
    const bias = at.floats([0, 0, 0, 0, 0, 0, 0, 100]);
    const out = at.floats(zeros(8));
    const kernel = at.in(create);
    kernel.project(numbers, weights, bias, out, 2);
    expect(floatsOf(kernel, out, 8)).toEqual([21, 42, 63, 84, 105, 126, 147, 268]);
  });
});

describe('the WebAssembly kernel gives the same bits as the plain one', () => {
  test('for products of any shape, the largest sums too', () => {
    const shape = fc.record({
      numRows: fc.integer({ min: 1, max: 11 }),
      numInner: fc.integer({ min: 1, max: 16 }).map((pairs) => 2 * pairs),
      numColumns: fc.integer({ min: 1, max: 30 }).map((quarter) => 4 * quarter),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ numRows, numInner, numColumns, seed }) => {
        const draw = drawWith(createRandom(seed));
        const at = new Filling();
        const row = at.shorts(draw(numRows * numInner, STATE_ONE));
        const rows = at.integers(Array.from({ length: numRows }, (_, i) => row + 2 * i * numInner).reverse());
        const weights = at.shorts(draw(numInner * numColumns, 2 ** 16 / numInner));
        const bias = at.integers(draw(numColumns, 2 ** 29));
        const sums = at.integers(zeros(numRows * numColumns));
        const [wasm, plain] = at.twins(({ multiply }) =>
          multiply(rows, weights, bias, sums, numRows, numInner, numColumns),
        );
        expect(wasm).toEqual(plain);
      }),
      RUNS,
    );
  });

  test('for gates of several rows that are read forwards and backwards', () => {
    const shape = fc.record({
      numRows: fc.integer({ min: 1, max: 5 }),
      numHidden: fc.integer({ min: 1, max: 9 }).map((quarter) => 4 * quarter),
      range: fc.constantFrom(0.01, 1, 10, 1e4, 1e30),
      isForward: fc.boolean(),
      isFirst: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ numRows, numHidden, range, isForward, isFirst, seed }) => {
        const draw = drawWith(createRandom(seed));
        const at = new Filling();
        const width = 3 * numHidden;
        const rowBytes = 2 * numHidden;
        const words = Array.from({ length: 3 * numRows }, () => {
          const word = at.floats([range / 32_767, 0, 0, 0]);
          at.shorts(draw(width, 32_767));
          return word;
        });
        const inputs = at.integers(words);
        const states = at.shorts(draw(3 * numRows * numHidden, STATE_ONE));
        const sums = at.integers(draw(numRows * width, 2 ** 31 - 1));
        const scales = at.floats(draw(width, range / 2 ** 31));
        const activations = at.floats(zeros(2 * numHidden));
        const middles = Array.from({ length: numRows }, (_, row) => 3 * row + 1);
        const inputsAt = at.integers(middles.map((row) => inputs + 4 * row));
        const statesAt = at.integers(middles.map((row) => states + rowBytes * row));
        const sign = isForward ? 1 : -1;
        const [wasm, plain] = at.twins(({ gates }) =>
          gates(
            inputsAt,
            statesAt,
            sums,
            scales,
            activations,
            numRows,
            numHidden,
            4 * sign,
            rowBytes * sign,
            isFirst ? 0 : 4 * width,
            16,
          ),
        );
        expect(wasm).toEqual(plain);
      }),
      RUNS,
    );
  });

  test('for words and for texts of any length', () => {
    const shape = fc.record({
      numTokens: fc.integer({ min: 1, max: 9 }),
      width: fc.integer({ min: 1, max: 5 }).map((eighth) => 8 * eighth),
      range: fc.constantFrom(1e-20, 0.01, 1, 1e6),
      largest: fc.constantFrom(127, 8191, 32_767),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ numTokens, width, range, largest, seed }) => {
        const draw = drawWith(createRandom(seed));
        const at = new Filling();
        const bytes = at.bytes(draw(numTokens * width, 128));
        const rows = at.integers(Array.from({ length: numTokens }, (_, i) => bytes + i * width));
        const total = at.floats(zeros(width));
        const numbers = at.floats(draw(3 * width, range));
        const scale = at.floats([0]);
        const shorts = at.shorts(zeros(3 * width));
        const sums = at.integers(draw(width, 2 ** 31 - 1));
        const scales = at.floats(draw(width, 1e-6));
        const bias = at.floats(draw(Math.max(width, 8), range));
        const floats = at.floats(zeros(width));
        const states = at.shorts(draw(numTokens * width, STATE_ONE));
        const query = at.shorts(draw(width, 1000));
        const scores = at.integers(zeros(numTokens));
        const shares = at.floats(draw(numTokens, 1));
        const pooled = at.floats(zeros(3 * width));
        const weights = at.floats(draw(3 * width * 8, 1));
        const logits = at.floats(zeros(8));
        const [wasm, plain] = at.twins((kernel) => {
          kernel.addRows(rows, total, numTokens, width);
          kernel.quantize(numbers, shorts, scale, 3 * width, largest);
          kernel.toFloats(sums, scales, scale, bias, floats, width);
          kernel.score(states, query, scores, numTokens, width);
          kernel.pool(states, shares, pooled, numTokens, width);
          kernel.project(pooled, weights, bias, logits, 3 * width);
        });
        expect(wasm).toEqual(plain);
      }),
      RUNS,
    );
  });
});

describe('createKernel', () => {
  test('works in WebAssembly where there is such, in memory of whole pages', () => {
    const { memory } = createKernel(65_536 + 4);
    expect(memory.byteLength).toBe(2 * 65_536);
    expect(new Uint8Array(memory, FIRST_BYTE).every((byte) => byte === 0)).toBe(true);
  });

  test.each([
    ['is no WebAssembly', undefined],
    [
      'is WebAssembly that refuses SIMD, or all code',
      {
        Module: class {
          constructor() {
            throw new Error('invalid code');
          }
        },
      },
    ],
  ])('falls back to plain TypeScript where there %s', (_, WebAssembly) => {
    vi.stubGlobal('WebAssembly', WebAssembly);
    expect(createKernel(4096).memory.byteLength).toBe(4096);
  });
});
