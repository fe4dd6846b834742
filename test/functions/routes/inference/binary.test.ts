import { expect, test } from 'vitest';
import { expectError, infer, ROW, requestOf } from '../../../helpers/inference.ts';

const OCTETS = 'application/octet-stream';

/** An element of a tensor of the datatype BYTES. */
function element(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text as string);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Sends an input in binary, as Triton's client does. */
function sendBinary(
  data: Buffer,
  changes: object = {},
  { shape = [2], size = data.length, ...more }: { shape?: number[]; size?: unknown; headers?: object } = {},
) {
  const head = JSON.stringify({
    inputs: [{ name: 'mytext', shape, datatype: 'BYTES', parameters: { binary_data_size: size } }],
    ...changes,
  });
  const headers = { 'inference-header-content-length': String(Buffer.byteLength(head)), ...more.headers };
  return infer(Buffer.concat([Buffer.from(head), data]), { headers });
}

const TWO = Buffer.concat([element('Good.'), element('Bäd.')]);

test('an input in binary is answered, in JSON where nothing else is asked for', async () => {
  const reply = await sendBinary(TWO);
  expect(reply.statusCode).toBe(200);
  expect(reply.json().outputs[1]).toEqual({ name: 'label', datatype: 'INT64', shape: [2], data: [1, 1] });
  expect(reply.headers['inference-header-content-length']).toBeUndefined();
  expect((await sendBinary(TWO, {}, { headers: { 'content-type': OCTETS } })).statusCode).toBe(200);
});

test('outputs are in binary where that is asked for, all of them or some', async () => {
  const reply = await sendBinary(TWO, { id: '7', parameters: { binary_data_output: true } });
  expect(reply.headers['content-type']).toBe(OCTETS);
  const length = Number(reply.headers['inference-header-content-length']);
  const { id, outputs } = JSON.parse(reply.rawPayload.subarray(0, length).toString());
  const sentiment = element('somewhat negative');
  expect({ id, outputs }).toEqual({
    id: '7',
    outputs: [
      { name: 'sentiment', datatype: 'BYTES', shape: [2], parameters: { binary_data_size: 42 } },
      { name: 'label', datatype: 'INT64', shape: [2], parameters: { binary_data_size: 16 } },
      { name: 'probabilities', datatype: 'FP64', shape: [2, 5], parameters: { binary_data_size: 80 } },
    ],
  });
  const data = reply.rawPayload.subarray(length);
  expect(data.subarray(0, 42)).toEqual(Buffer.concat([sentiment, sentiment]));
  expect([data.readBigInt64LE(42), data.readBigInt64LE(50)]).toEqual([1n, 1n]);
  expect(ROW.map((_, i) => data.readDoubleLE(58 + 8 * i))).toEqual(ROW);
  expect(data.length).toBe(138);

  const some = [
    { name: 'sentiment', parameters: { binary_data: false } },
    { name: 'label', parameters: { binary_data: true } },
  ];
  const mixed = await infer(requestOf(['a'], [1], { outputs: some }));
  const head = JSON.parse(
    mixed.rawPayload.subarray(0, Number(mixed.headers['inference-header-content-length'])).toString(),
  );
  expect(head.outputs).toMatchObject([
    { data: ['somewhat negative'] },
    { parameters: { binary_data_size: 8 } },
  ]);
  const not = {
    outputs: [{ name: 'label', parameters: { binary_data: false } }],
    parameters: { binary_data_output: true },
  };
  expect((await infer(requestOf(['a'], [1], not))).json().outputs[0].data).toEqual([1]);
});

test.each([
  ['a size that is another', TWO, { size: 5 }, 400, '/inputs/0/parameters/binary_data_size: .* 18 bytes'],
  ['no size', TWO, { size: null }, 400, '/inputs/0/parameters/binary_data_size: .* 18 bytes'],
  ['fewer elements', TWO, { shape: [3] }, 400, 'elements in the binary data is not 3'],
  ['more elements', TWO, { shape: [1] }, 400, 'elements in the binary data is not 1'],
  [
    'an element longer than the rest',
    Buffer.from([9, 0, 0, 0, 65]),
    { shape: [1] },
    400,
    'elements in the binary data is not 1',
  ],
  ['a length broken off', Buffer.from([9, 0]), { shape: [1] }, 400, 'elements in the binary data is not 1'],
  ['bytes that are not UTF-8', element(Buffer.from([0xff])), { shape: [1] }, 400, 'element 0 is not UTF-8'],
  ['an empty element', element(''), { shape: [1] }, 400, '^/inputs/0/data/0: The text is empty'],
  [
    'a header beyond the body',
    TWO,
    { headers: { 'inference-header-content-length': '9999' } },
    400,
    'is not valid for a body',
  ],
  [
    'a header that is no number',
    TWO,
    { headers: { 'inference-header-content-length': '-1' } },
    400,
    'is not valid for a body',
  ],
])('%s is refused', async (_, data, options, status, message) => {
  expectError(await sendBinary(data, {}, options), status, new RegExp(message));
});

test('a size without bytes, and data in both ways, are refused', async () => {
  const input = { name: 'mytext', shape: [1], datatype: 'BYTES', parameters: { binary_data_size: 9 } };
  expectError(await infer({ inputs: [input] }), 400, /without the header/);
  const both = { inputs: [{ ...input, data: ['a'] }] };
  expectError(await infer(both), 400, /both in JSON and in binary/);
});

test('probabilities are told as classes where that is asked for, the most probable first', async () => {
  const ask = (classification: unknown, name = 'probabilities') =>
    infer(requestOf(['a', 'b'], [2], { outputs: [{ name, parameters: { classification } }] }));
  const { outputs } = (await ask(2)).json();
  expect(outputs).toMatchObject([{ name: 'probabilities', datatype: 'BYTES', shape: [2, 2] }]);
  expect(outputs[0].data[0]).toMatch(/^0\.\d{6}:1:somewhat negative$/);
  expect(outputs[0].data).toHaveLength(4);
  expect((await ask(99)).json().outputs[0].shape).toEqual([2, 5]);
  expect((await ask(0)).json().outputs[0].datatype).toBe('FP64');
  expectError(await ask(-1), 400, '^/outputs/0/parameters/classification: ');
  expectError(await ask('2'), 400, '^/outputs/0/parameters/classification: ');
  expectError(await ask(2, 'label'), 400, 'Only the output probabilities');
});

test('the content type of the input says whether the texts are in base64', async () => {
  const ask = (data: unknown[], contentType: unknown, ofRequest?: unknown) =>
    infer({
      inputs: [
        { name: 'mytext', shape: [1], datatype: 'BYTES', data, parameters: { content_type: contentType } },
      ],
      parameters: { content_type: ofRequest },
    });
  const base64 = Buffer.from('Ça va').toString('base64');
  expect((await ask([base64], 'base64')).statusCode).toBe(200);
  expect((await ask([base64], undefined, 'base64')).statusCode).toBe(200);
  expect((await ask(['Fine.'], 'str', 'base64')).statusCode).toBe(200);
  expectError(await ask(['Fine.'], 'base64'), 400, '^/inputs/0/data/0: The text is not UTF-8 in base64');
  expectError(await ask(['/w=='], 'base64'), 400, '^/inputs/0/data/0: ');
  expectError(await ask(['ICA='], 'base64'), 400, 'only white space');
  expectError(await ask(['Fine.'], 'np'), 400, '^/inputs/0/parameters/content_type: .* str nor base64');
  expectError(await ask(['Fine.'], undefined, 'pd'), 400, '^/parameters/content_type: ');
});
