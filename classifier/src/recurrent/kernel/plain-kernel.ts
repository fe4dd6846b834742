import { type Kernel, STATE_ONE } from './kernel.ts';

const { fround } = Math;
/** Adding this to a float below 2^22 rounds it to the nearest integer, ties to even. */
const MAGIC = 1.5 * 2 ** 23;
const PROJECTED = 8;
/** tanh x ≈ x · P(x²) / Q(x²) for |x| up to this; larger inputs are clipped. */
const LARGEST = 6;
const P = [0.9999711563, 0.1144727709, 1.4955566216e-3].map(fround);
const Q = [1, 0.4477141431, 1.7487423492e-2, 5.5186226366e-5].map(fround);

/**
 * Creates the kernel in plain TypeScript.
 * @param numBytes the size of the memory; a multiple of 4
 */
export function createPlainKernel(numBytes: number): Kernel {
  const memory = new ArrayBuffer(numBytes);
  const shorts = new Int16Array(memory);
  const integers = new Int32Array(memory);
  const floats = new Float32Array(memory);
  const bytes = new Int8Array(memory);
  return {
    memory,
    multiply(rows, weights, bias, sums, numRows, numInner, numColumns) {
      for (let i = 0; i < numRows; i++) {
        const row = integers[rows / 4 + i]! / 2;
        for (let j = 0; j < numColumns; j++) {
          let sum = integers[bias / 4 + j]!;
          for (let p = 0; p < numInner; p += 2) {
            const pair = weights / 2 + p * numColumns + 2 * j;
            sum += shorts[row + p]! * shorts[pair]! + shorts[row + p + 1]! * shorts[pair + 1]!;
          }
          integers[sums / 4 + i * numColumns + j] = sum;
        }
      }
    },
    gates(
      inputs,
      states,
      sums,
      scales,
      activations,
      numRows,
      numHidden,
      inputsStep,
      statesStep,
      sumsStep,
      part,
    ) {
      const gate = activations / 4;
      for (let row = 0; row < numRows; row++) {
        const word = integers[integers[inputs / 4 + row]! / 4]!;
        const previous = integers[states / 4 + row]! / 2;
        const next = previous + statesStep / 2;
        const unit = floats[word / 4]!;
        const fromWord = (j: number): number => fround(shorts[(word + part) / 2 + j]! * unit);
        const fromStates = (j: number): number =>
          fround(fround(integers[(sums + row * sumsStep) / 4 + j]!) * floats[scales / 4 + j]!);
        for (let j = 0; j < 2 * numHidden; j++) {
          floats[gate + j] = tanh(fround(fromStates(j) + fromWord(j)));
        }
        for (let j = 0; j < numHidden; j++) {
          const at = 2 * numHidden + j;
          const product = fromStates(at);
          const open = fround(product + fromWord(at));
          const candidate = fround(tanh(fround(open + fround(floats[gate + j]! * product))) * STATE_ONE);
          const half = fround(fround(shorts[previous + j]! - candidate) * 0.5);
          const middle = fround(candidate + half);
          shorts[next + j] = round(fround(middle + fround(floats[gate + numHidden + j]! * half)));
        }
        integers[inputs / 4 + row]! += inputsStep;
        integers[states / 4 + row]! += statesStep;
      }
    },
    addRows(rows, out, numRows, width) {
      for (let i = 0; i < numRows; i++) {
        const row = integers[rows / 4 + i]!;
        for (let j = 0; j < width; j++) floats[out / 4 + j]! += bytes[row + j]!;
      }
    },
    quantize(numbers, out, scale, size, largest) {
      let max = fround(1e-30);
      for (let i = 0; i < size; i++) max = Math.max(max, Math.abs(floats[numbers / 4 + i]!));
      floats[scale / 4] = max / largest;
      const factor = fround(largest / max);
      for (let i = 0; i < size; i++) shorts[out / 2 + i] = round(fround(floats[numbers / 4 + i]! * factor));
    },
    toFloats(sums, scales, scale, bias, out, size) {
      const factor = floats[scale / 4]!;
      for (let i = 0; i < size; i++) {
        const number = fround(fround(integers[sums / 4 + i]!) * floats[scales / 4 + i]!);
        floats[out / 4 + i] = fround(number * factor) + floats[bias / 4 + i]!;
      }
    },
    score(states, query, out, numTokens, width) {
      for (let token = 0; token < numTokens; token++) {
        const state = states / 2 + token * width;
        let sum = 0;
        for (let j = 0; j < width; j++) sum += shorts[state + j]! * shorts[query / 2 + j]!;
        integers[out / 4 + token] = sum;
      }
    },
    pool(states, shares, out, numTokens, width) {
      for (let j = 0; j < width; j++) {
        let max = -STATE_ONE;
        let sum = 0;
        let attended = 0;
        for (let token = 0; token < numTokens; token++) {
          const state = shorts[states / 2 + token * width + j]!;
          max = Math.max(max, state);
          sum += state;
          attended = fround(attended + fround(state * floats[shares / 4 + token]!));
        }
        const at = out / 4 + j;
        floats[at] = max / STATE_ONE;
        floats[at + width] = sum / (numTokens * STATE_ONE);
        floats[at + 2 * width] = attended / STATE_ONE;
      }
    },
    project(numbers, weights, bias, out, numInner) {
      for (let j = 0; j < PROJECTED; j++) {
        const product = (p: number): number =>
          fround(floats[numbers / 4 + p]! * floats[weights / 4 + p * PROJECTED + j]!);
        let even = floats[bias / 4 + j]!;
        let odd = 0;
        for (let p = 0; p < numInner; p += 2) {
          even = fround(even + product(p));
          odd = fround(odd + product(p + 1));
        }
        floats[out / 4 + j] = even + odd;
      }
    },
  };
}

function round(x: number): number {
  return fround(x + MAGIC) - MAGIC;
}

function tanh(z: number): number {
  const x = Math.max(-LARGEST, Math.min(LARGEST, z));
  const y = fround(x * x);
  return fround(fround(x * polynomial(P, y)) / polynomial(Q, y));
}

/** Evaluates a polynomial by Horner's rule. */
function polynomial(coefficients: readonly number[], y: number): number {
  return coefficients.reduceRight((sum, coefficient) => fround(coefficient + fround(sum * y)));
}
