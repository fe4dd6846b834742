import { fileURLToPath } from 'node:url';
import { runClassifyProgram } from '../classify/classify-program.ts';

await runClassifyProgram(fileURLToPath(new URL('model.bin', import.meta.url)));
