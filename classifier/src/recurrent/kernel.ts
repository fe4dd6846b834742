import { KERNEL_WASM } from './kernel-wasm.ts';

/**
 * Inner loops on one flat memory. Places in it are counted in numbers from its begin, matrices lie row by row,
 * and a matrix must begin at a multiple of 4 with a number of columns that is one too.
 */
export interface Kernel<Memory extends Float32Array | Float64Array = Float32Array> {
  readonly memory: Memory;
  /**
   * C += A · B.
   * @param a where A [numRows × numInner] begins; its element (i, p) stands at a + i·rowStep + p·innerStep, so
   *   that swapped steps make it the transposed of what lies there
   * @param b where B [numInner × numColumns] begins
   * @param c where C [numRows × numColumns] begins
   */
  multiply(
    a: number,
    b: number,
    c: number,
    numRows: number,
    numInner: number,
    numColumns: number,
    rowStep: number,
    innerStep: number,
  ): void;
  /**
   * One step of a gated recurrent unit (Cho et al. 2014, in the form where the reset gate works on the product, as
   * in cuDNN) for several rows, each with its gates r, u and candidate c side by side:
   *
   *     r = σ(x_r + h_r)   u = σ(x_u + h_u)   c = tanh(x_c + r ⊙ h_c)   next = u ⊙ previous + (1 − u) ⊙ c
   *
   * @param inputs where x [numRows × 3 numHidden] begins
   * @param recurrent where h = previous · W + b [numRows × 3 numHidden] begins
   * @param previous where the states before [numRows × numHidden] begin
   * @param activations where r, u and c [numRows × 3 numHidden] are written
   * @param next where the states after [numRows × numHidden] are written
   */
  gates(
    inputs: number,
    recurrent: number,
    previous: number,
    activations: number,
    next: number,
    numRows: number,
    numHidden: number,
  ): void;
}

const PAGE_BYTES = 65_536;
const NUMBER_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * The kernel in WebAssembly with 128-bit SIMD where there is such, else in TypeScript; their results differ by
 * rounding alone.
 * @param numNumbers how many numbers the memory must hold
 */
export function createKernel(numNumbers: number): Kernel {
  return createWasmKernel(numNumbers) ?? createPlainKernel(new Float32Array(numNumbers));
}

/** @returns the kernel in WebAssembly, or undefined where it cannot be had */
export function createWasmKernel(numNumbers: number): Kernel | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const code = Uint8Array.from(atob(KERNEL_WASM), (character) => character.charCodeAt(0));
  const module = compile(code);
  if (!module) return undefined;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((numNumbers * NUMBER_BYTES) / PAGE_BYTES) });
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const { multiply, gates } = instance.exports as unknown as Kernel;
  const B = NUMBER_BYTES;
  return {
    memory: new Float32Array(memory.buffer),
    multiply: (a, b, c, numRows, numInner, numColumns, rowStep, innerStep) =>
      multiply(a * B, b * B, c * B, numRows, numInner, numColumns, rowStep * B, innerStep * B),
    gates: (inputs, recurrent, previous, activations, next, numRows, numHidden) =>
      gates(inputs * B, recurrent * B, previous * B, activations * B, next * B, numRows, numHidden),
  };
}

/** Compiled code; undefined where there is no SIMD, or a content security policy forbids WebAssembly. */
function compile(code: Uint8Array<ArrayBuffer>): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(code);
  } catch {
    return undefined;
  }
}

/** The kernel in plain TypeScript, on numbers of any precision: in 64 bits gradients can be checked. */
export function createPlainKernel<Memory extends Float32Array | Float64Array>(
  memory: Memory,
): Kernel<Memory> {
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
    gates(inputs, recurrent, previous, activations, next, numRows, numHidden) {
      for (let row = 0; row < numRows; row++) {
        for (let j = 0; j < numHidden; j++) {
          const atReset = row * 3 * numHidden + j;
          const atUpdate = atReset + numHidden;
          const atCandidate = atUpdate + numHidden;
          const reset = sigmoid(memory[inputs + atReset]! + memory[recurrent + atReset]!);
          const update = sigmoid(memory[inputs + atUpdate]! + memory[recurrent + atUpdate]!);
          const candidate = Math.tanh(
            memory[inputs + atCandidate]! + reset * memory[recurrent + atCandidate]!,
          );
          memory[activations + atReset] = reset;
          memory[activations + atUpdate] = update;
          memory[activations + atCandidate] = candidate;
          const at = row * numHidden + j;
          memory[next + at] = candidate + update * (memory[previous + at]! - candidate);
        }
      }
    },
  };
}
