import { createEncoder } from '../../functions/encoder/index.ts';
import { tinyOnnx } from './tiny-transformer.ts';

// A program that ends while its encoder reads texts that take long.
const session = await createEncoder(2).createSession(tinyOnnx());
await session.run(new Int32Array(5));
for (let i = 0; i < 3; i++) void session.run(new Int32Array(2000));
setTimeout(() => process.exit(0), 20);
