import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import { buildApp } from '../app.ts';
import { stopGracefully } from './stop.ts';

/** Ends a start that cannot succeed, with one line. */
function fail(reason: string): never {
  console.error(`movie-sentiment: ${reason}`);
  process.exit(1);
}

function readPort(value = '8080'): number {
  if (!/^\d+$/.test(value) || Number(value) > 65_535) {
    fail(`PORT is "${value}"; expected an integer from 0 to 65535`);
  }
  return Number(value);
}

function readModel(path: string): Classifier {
  try {
    return loadClassifier(readFileSync(path));
  } catch (error) {
    return fail(`cannot load the model ${path}: ${(error as Error).message}`);
  }
}

const port = readPort(process.env.PORT);
const classifier = readModel(process.env.MODEL || fileURLToPath(new URL('model.bin', import.meta.url)));
let isDraining = false;
const app = buildApp({ classifier, isDraining: () => isDraining, logger: true });

stopGracefully(app, () => {
  isDraining = true;
});

try {
  // An empty host leaves the choice to Node.js: "::" for IPv6 and IPv4, or "0.0.0.0" where there is no IPv6.
  await app.listen({ port, host: '', listenTextResolver: (url) => `${classifier.name} listens at ${url}` });
} catch (error) {
  fail(`cannot listen on port ${port}: ${(error as Error).message}`);
}
