import type { Kernel, Numbers } from './kernel.ts';

/** Creates the kernel in plain TypeScript, for numbers of either precision; float64 is used to check gradients. */
export function createPlainKernel<Memory extends Numbers>(memory: Memory): Kernel<Memory> {
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  return {
    memory,
    multiply(a, b, c, numRows, numInner, numColumns, rowStep, innerStep) {
      for (let i = 0; i < numRows; i++) {
        const row = c + i * numColumns;
        for (let p = 0; p < numInner; p++) {
          const factor = memory[a + i * rowStep + p * innerStep]!;
          const inner = b + p * numColumns;
          for (let j = 0; j < numColumns; j++) memory[row + j]! += factor * memory[inner + j]!;
        }
      }
    },
    gates(inputs, recurrent, previous, activations, next, numHidden) {
      for (let j = 0; j < numHidden; j++) {
        const atUpdate = numHidden + j;
        const atCandidate = 2 * numHidden + j;
        const reset = sigmoid(memory[inputs + j]! + memory[recurrent + j]!);
        const update = sigmoid(memory[inputs + atUpdate]! + memory[recurrent + atUpdate]!);
        const candidate = Math.tanh(memory[inputs + atCandidate]! + reset * memory[recurrent + atCandidate]!);
        memory[activations + j] = reset;
        memory[activations + atUpdate] = update;
        memory[activations + atCandidate] = candidate;
        memory[next + j] = candidate + update * (memory[previous + j]! - candidate);
      }
    },
    copyRows(source, target, numRows, width, rowStep) {
      for (let row = 0; row < numRows; row++) {
        const from = source + row * rowStep;
        memory.copyWithin(target + row * width, from, from + width);
      }
    },
    score(rows, query, out, numRows, width) {
      for (let i = 0; i < numRows; i++) {
        const row = rows + i * width;
        let sum = 0;
        for (let j = 0; j < width; j++) sum += memory[row + j]! * memory[query + j]!;
        memory[out + i] = sum;
      }
    },
    pool(row, token, numTokens, share, maxima, maxAt, width) {
      const means = maxima + width;
      const sums = means + width;
      for (let j = 0; j < width; j++) {
        const value = memory[row + j]!;
        if (value > memory[maxima + j]!) {
          memory[maxima + j] = value;
          memory[maxAt + j] = token;
        }
        memory[means + j]! += value / numTokens;
        memory[sums + j]! += value * share;
      }
    },
  };
}
