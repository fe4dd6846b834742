/** Word vectors in the binary format, as word2vec writes them. */
export function encodeBinary(
  rows: readonly (readonly [word: string, vector: readonly number[]])[],
  head = `${rows.length} ${rows[0]![1].length}\n`,
  end = '\n',
): Buffer {
  const parts = rows.map(([word, vector]) =>
    Buffer.concat([Buffer.from(`${word} `), Buffer.from(Float32Array.from(vector).buffer), Buffer.from(end)]),
  );
  return Buffer.concat([Buffer.from(head), ...parts]);
}
