/** What is used of ONNX Runtime, declared here because most checkouts do not have the package. */
declare module 'onnxruntime-node' {
  interface Tensor {
    readonly type: string;
    readonly data: unknown;
  }
  const Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => Tensor;
  interface InferenceSession {
    readonly inputNames: readonly string[];
    readonly outputNames: readonly string[];
    /** Blocks the thread from its next turn until the outputs are there. */
    run(inputs: Record<string, Tensor>, outputs: readonly string[]): Promise<Record<string, Tensor>>;
  }
  const InferenceSession: {
    /** @param model must not lie in shared memory */
    create(model: Uint8Array, options: Record<string, unknown>): Promise<InferenceSession>;
  };
}
