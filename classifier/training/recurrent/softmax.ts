import type { Numbers } from './kernel/kernel.ts';
import { lengthOf, type PackedTexts } from './packed-texts.ts';

/** Computes the softmax over each text's tokens in place. The scores [numTokens] of packed texts begin at `start`. */
export function softmaxOverTokens(memory: Numbers, start: number, texts: PackedTexts): void {
  for (let text = 0; text < texts.numTexts; text++) {
    const numTokens = lengthOf(text, texts);
    const from = start + text;
    let max = Number.NEGATIVE_INFINITY;
    for (let step = 0; step < numTokens; step++) {
      max = Math.max(max, memory[from + texts.starts[step]!]!);
    }
    let sum = 0;
    for (let step = 0; step < numTokens; step++) {
      const at = from + texts.starts[step]!;
      memory[at] = Math.exp(memory[at]! - max);
      sum += memory[at]!;
    }
    for (let step = 0; step < numTokens; step++) memory[from + texts.starts[step]!]! /= sum;
  }
}

/**
 * Computes the softmax over class logits in place. The logits [numColumns] begin at `start`; padding columns become 0.
 */
export function softmaxOverClasses(
  memory: Numbers,
  start: number,
  numClasses: number,
  numColumns: number,
): void {
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < numClasses; k++) max = Math.max(max, memory[start + k]!);
  let sum = 0;
  for (let k = 0; k < numClasses; k++) {
    memory[start + k] = Math.exp(memory[start + k]! - max);
    sum += memory[start + k]!;
  }
  for (let k = 0; k < numColumns; k++) memory[start + k] = k < numClasses ? memory[start + k]! / sum : 0;
}
