/** A session of an inference engine, such as ONNX Runtime, with one encoder. */
export interface EncoderSession {
  /**
   * Reads one text. It may be called again before the last call has ended. The attention mask is all ones and every
   * token type is zero, where the encoder has such inputs.
   * @param inputIds shape [numPieces]: the ids of the text's pieces, special ones included; the session may transfer it
   * @returns the logits, shape [numClasses]
   */
  run(inputIds: Int32Array): Promise<Float32Array>;
  /** The most calls that one text keeps waiting at once; 1 if absent. */
  readonly numAtOnce?: number;
  /** Ends the session, after its calls have ended. */
  close(): Promise<void>;
}

/**
 * Creates a session for an encoder with a classification head. Its inputs are `input_ids`, `attention_mask` and perhaps
 * `token_type_ids`, of shape [batch, numPieces]; its output is `logits`, of shape [batch, numClasses].
 * @param onnx the ONNX model, a view of the bytes of the model file; they must not be changed or transferred
 */
export type CreateSession = (onnx: Uint8Array) => Promise<EncoderSession>;
