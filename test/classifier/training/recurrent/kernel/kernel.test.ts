import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createRandom } from '../../../../../classifier/training/optimizers/random.ts';
import { createKernel } from '../../../../../classifier/training/recurrent/kernel/create-kernel.ts';
import { createPlainKernel } from '../../../../../classifier/training/recurrent/kernel/plain-kernel.ts';

/** Numbers behind all matrices, which must stay as they are. */
const GUARD = 64;
const PAGE_NUMBERS = 65_536 / 4;

/** Numbers in −range..range. */
function draw(size: number, range: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: size }, () => (2 * random() - 1) * range);
}

/** The next multiple of 4, where a matrix may begin. */
const align = (size: number): number => Math.ceil(size / 4) * 4;

/** Both kernels on the same numbers, the plain one in 64 bits. */
function createTwins(numbers: Float32Array) {
  const wasm = createKernel(numbers.length);
  wasm.memory.set(numbers);
  return { wasm, plain: createPlainKernel(Float64Array.from(numbers)) };
}

/** Every number within 1e-5 of the other, in proportion to it above 1. */
function expectAlike(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i]! - expected[i]!);
    if (!(difference <= 1e-5 * Math.max(1, Math.abs(expected[i]!)))) {
      expect.fail(`number ${i} is ${found[i]}, expected ${expected[i]}`);
    }
  }
}

/** A constructor of modules that finds no code valid. */
function refuse(): never {
  throw new Error('invalid code');
}

afterEach(() => vi.unstubAllGlobals());

describe('the plain kernel, worked by hand', () => {
  test('adds the product of two matrices to a third', () => {
    const kernel = createPlainKernel(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 100, 200, 300, 400));
    kernel.multiply(0, 4, 8, 2, 2, 2, 2, 1);
    // (1 2; 3 4) · (5 6; 7 8) = (19 22; 43 50)
    expect([...kernel.memory.subarray(8)]).toEqual([119, 222, 343, 450]);
  });

  test('transposes the first matrix where its steps are swapped', () => {
    const kernel = createPlainKernel(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0));
    kernel.multiply(0, 4, 8, 2, 2, 2, 1, 2);
    // (1 3; 2 4) · (5 6; 7 8) = (26 30; 38 44)
    expect([...kernel.memory.subarray(8)]).toEqual([26, 30, 38, 44]);
  });

  test('steps a gated recurrent unit', () => {
    const third = Math.log(3); // σ(log 3) = 3/4, σ(−log 3) = 1/4
    const inputs = [third - 1, 1, 0, -third, Math.atanh(0.5) - 1.5, 0];
    const recurrent = [1, -1, -third, 0, 2, 5];
    const kernel = createPlainKernel(Float64Array.of(...inputs, ...recurrent, 2, 8, ...new Array(8).fill(9)));
    kernel.gates(0, 6, 12, 14, 20, 2);
    // r = 3/4, 1/2   u = 1/4, 1/4   c = tanh(atanh 1/2 − 3/2 + 3/4 · 2) = 1/2, tanh(1/2 · 5)
    const candidate = Math.tanh(2.5);
    const activations = [0.75, 0.5, 0.25, 0.25, 0.5, candidate];
    // next = u · previous + (1 − u) · c = 2/4 + 3/4 · 1/2, 8/4 + 3/4 · c
    expectAlike(kernel.memory.subarray(14), [...activations, 0.875, 2 + 0.75 * candidate]);
  });

  test('copies rows that lie apart to side by side, or one row again and again', () => {
    const kernel = createPlainKernel(Float64Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0, 0));
    kernel.copyRows(1, 6, 2, 2, 3);
    expect([...kernel.memory.subarray(6)]).toEqual([2, 3, 5, 6]);
    kernel.copyRows(4, 6, 2, 2, 0);
    expect([...kernel.memory.subarray(6)]).toEqual([5, 6, 5, 6]);
  });

  test('scores rows by their product with a query', () => {
    const kernel = createPlainKernel(Float64Array.of(1, 2, 3, 4, 10, 100, 0, 0));
    kernel.score(0, 4, 6, 2, 2);
    expect([...kernel.memory.subarray(6)]).toEqual([210, 430]);
  });

  test('pools maximum, mean and weighted sum, and notes which token gave the maximum', () => {
    const states = [8, -2, 4, 6];
    const kernel = createPlainKernel(Float64Array.of(...states, -Infinity, -Infinity, 0, 0, 0, 0, 9, 9));
    kernel.pool(0, 0, 2, 0.25, 4, 10, 2);
    kernel.pool(2, 1, 2, 0.75, 4, 10, 2);
    // maxima 8, 6   means (8 + 4)/2, (−2 + 6)/2   sums 8/4 + 4·3/4, −2/4 + 6·3/4   from the tokens 0, 1
    expect([...kernel.memory.subarray(4)]).toEqual([8, 6, 6, 2, 5, 4, 0, 1]);
  });
});

describe('the WebAssembly kernel does what the plain one does', () => {
  test('for products of matrices of any shape, strided and transposed', () => {
    const shape = fc.record({
      numRows: fc.integer({ min: 1, max: 11 }),
      numInner: fc.integer({ min: 1, max: 30 }),
      numColumns: fc.integer({ min: 1, max: 50 }).map((quarter) => 4 * quarter),
      padding: fc.integer({ min: 0, max: 3 }),
      isTransposed: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ numRows, numInner, numColumns, padding, isTransposed, seed }) => {
        const width = (isTransposed ? numRows : numInner) + padding;
        const b = align(width * (isTransposed ? numInner : numRows));
        const c = b + numInner * numColumns;
        const size = c + numRows * numColumns + GUARD;
        const { wasm, plain } = createTwins(draw(size, 1, seed));
        const rowStep = isTransposed ? 1 : width;
        const innerStep = isTransposed ? width : 1;
        for (const { multiply } of [wasm, plain]) {
          multiply(0, b, c, numRows, numInner, numColumns, rowStep, innerStep);
        }
        expectAlike(wasm.memory, plain.memory);
      }),
    );
  });

  test('for the gates, also where they are wide open or shut', () => {
    const shape = fc.record({
      numHidden: fc.integer({ min: 1, max: 17 }).map((quarter) => 4 * quarter),
      range: fc.constantFrom(0.01, 1, 10, 100),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ numHidden, range, seed }) => {
        const gates = 3 * numHidden;
        const places = [0, gates, 2 * gates, 2 * gates + numHidden, 3 * gates + numHidden] as const;
        const numbers = draw(3 * gates + 2 * numHidden + GUARD, range, seed);
        const { wasm, plain } = createTwins(numbers);
        for (const kernel of [wasm, plain]) kernel.gates(...places, numHidden);
        expectAlike(wasm.memory, plain.memory);
        expect(wasm.memory.subarray(0, places[3])).toEqual(numbers.subarray(0, places[3]));
      }),
    );
  });

  test('for copies, scores and pools of any number of rows, to the last bit', () => {
    const shape = fc.record({
      numRows: fc.integer({ min: 0, max: 9 }),
      width: fc.integer({ min: 1, max: 17 }).map((quarter) => 4 * quarter),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ numRows, width, seed }) => {
        const query = numRows * width;
        const scores = query + width;
        const maxima = scores + align(numRows);
        const maxAt = maxima + 3 * width;
        const copies = maxAt + width;
        const numbers = draw(copies + numRows * width + GUARD, 1, seed);
        const wasm = createKernel(numbers.length);
        wasm.memory.set(numbers);
        const plain = createPlainKernel(numbers.slice());
        for (const { memory, ...kernel } of [wasm, plain]) {
          kernel.score(0, query, scores, numRows, width);
          for (let row = 0; row < numRows; row++) {
            kernel.pool(row * width, row, numRows, memory[scores + row]!, maxima, maxAt, width);
          }
          kernel.copyRows(4, copies, numRows, width, width - 4);
        }
        expect(wasm.memory.subarray(0, numbers.length)).toEqual(plain.memory);
      }),
    );
  });

  test('for gates at the ends of their range, where none becomes NaN', () => {
    const extremes = [-100, -87.5, -20, -1e-7, 0, 1e-7, 20, 87.5, 100, -1e30, 1e30, 5];
    for (const [i, x] of extremes.entries()) {
      const numbers = new Float32Array(12 + 12 + 4 + 12 + 4);
      for (let j = 0; j < 12; j++) numbers[j] = extremes[(i + j) % 12]!;
      numbers.fill(Math.sign(x), 12, 24);
      numbers.set([0.5, -0.5, 1, -1], 24);
      const { wasm, plain } = createTwins(numbers);
      for (const { gates } of [wasm, plain]) gates(0, 12, 24, 28, 40, 4);
      expectAlike(wasm.memory.subarray(28, 44), plain.memory.subarray(28));
    }
  });
});

describe('createKernel', () => {
  test('works in WebAssembly where there is such, in memory of whole pages', () => {
    const { memory } = createKernel(PAGE_NUMBERS + 1);
    expect(memory.length).toBeGreaterThan(PAGE_NUMBERS + 1);
    expect(memory.buffer.byteLength).toBe(2 * 65_536);
    expect(memory.every((number) => number === 0)).toBe(true);
  });

  test.each([
    ['is no WebAssembly', undefined],
    ['is WebAssembly that refuses SIMD, or all code', { validate: () => false, Module: refuse }],
  ])('falls back to plain TypeScript where there %s', (_, WebAssembly) => {
    vi.stubGlobal('WebAssembly', WebAssembly);
    const kernel = createKernel(24);
    expect(kernel.memory).toBeInstanceOf(Float32Array);
    expect(kernel.memory.length).toBe(24);
    kernel.memory.set([2, 3], 0);
    kernel.memory.set([1, 2, 3, 4, 5, 6, 7, 8], 4);
    kernel.multiply(0, 4, 12, 1, 2, 4, 2, 1);
    // 2 · (1 2 3 4) + 3 · (5 6 7 8)
    expect([...kernel.memory.subarray(12, 16)]).toEqual([17, 22, 27, 32]);
  });
});
