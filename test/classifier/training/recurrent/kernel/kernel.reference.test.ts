import { expect, test } from 'vitest';
import { createKernel } from '../../../../../classifier/training/recurrent/kernel/create-kernel.ts';
import type { Kernel, Numbers } from '../../../../../classifier/training/recurrent/kernel/kernel.ts';
import { createPlainKernel } from '../../../../../classifier/training/recurrent/kernel/plain-kernel.ts';
import { GRU_STEP } from '../../../../fixtures/pytorch-gru.ts';

const NUM_INPUTS = 4;
const NUM_HIDDEN = 4;
const GATES_WIDTH = 3 * NUM_HIDDEN;

/** Rows of PyTorch, one for each number given, as ours: one for each number taken. */
function transpose(rows: readonly number[][]): number[] {
  return rows[0]!.flatMap((_, column) => rows.map((row) => row[column]!));
}

/** One step of the unit, as a forward pass makes it: products with the biases below them, then the gates. */
function step(kernel: Kernel<Numbers>): number[] {
  const { input, previous, inputWeights, recurrentWeights, inputBias, recurrentBias } = GRU_STEP;
  let end = 0;
  const put = (numbers: readonly number[]): number => {
    const start = end;
    kernel.memory.set(numbers, start);
    end += numbers.length;
    return start;
  };
  const state = put(previous);
  const fromInputs = put(inputBias);
  kernel.multiply(
    put(input),
    put(transpose(inputWeights)),
    fromInputs,
    1,
    NUM_INPUTS,
    GATES_WIDTH,
    NUM_INPUTS,
    1,
  );
  const fromStates = put(recurrentBias);
  kernel.multiply(
    state,
    put(transpose(recurrentWeights)),
    fromStates,
    1,
    NUM_HIDDEN,
    GATES_WIDTH,
    NUM_HIDDEN,
    1,
  );
  const activations = put(new Array(GATES_WIDTH).fill(0));
  const next = put(new Array(NUM_HIDDEN).fill(0));
  kernel.gates(fromInputs, fromStates, state, activations, next, NUM_HIDDEN);
  return [...kernel.memory.subarray(next, next + NUM_HIDDEN)];
}

test.each([
  ['plain kernel in 64 bits', createPlainKernel(new Float64Array(256)), 12],
  ['plain kernel in 32 bits', createPlainKernel(new Float32Array(256)), 6],
  ['WebAssembly kernel', createKernel(256), 6],
] as const)("the %s steps as PyTorch's GRUCell does", (_, kernel, digits) => {
  const found = step(kernel as Kernel<Numbers>);
  for (const [i, expected] of GRU_STEP.next.entries()) expect(found[i]).toBeCloseTo(expected, digits);
});
