import { fileURLToPath } from 'node:url';
import { serve } from '../process/serve.ts';

await serve(fileURLToPath(new URL('model.bin', import.meta.url)), { hasInferenceProtocol: true });
