// npm run requests
// Writes what the OpenAPI document has of examples as a Postman collection and as an HTTP file for editors, in a second.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { loadClassifier } from '../classifier/src/index.ts';
import { buildApp } from '../functions/app.ts';
import { readModel } from './program/model-option.ts';
import { runProgram } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';
import { toHttpFile } from './requests/http-file.ts';
import { toPostmanCollection } from './requests/postman-collection.ts';
import { type DescribedApi, readRequests } from './requests/read-requests.ts';

const FOLDER = fileURLToPath(new URL('../functions/requests', import.meta.url));
const BASE_URL = 'http://localhost:8080';

async function writeRequests(folder: string): Promise<void> {
  const document = await readDocument();
  const requests = readRequests(document);
  const collection = toPostmanCollection(document, requests, BASE_URL);
  await write(
    join(folder, 'movie-sentiment.postman_collection.json'),
    `${JSON.stringify(collection, undefined, 2)}\n`,
  );
  await write(join(folder, 'movie-sentiment.http'), toHttpFile(requests, BASE_URL));
}

/** The document of the function `http`. Its requests are the same with every model, so the smallest one will do. */
async function readDocument(): Promise<DescribedApi> {
  const classifier = loadClassifier(await readModel('linear'));
  const answer = await buildApp({ classifier, hasInferenceProtocol: true }).inject('/openapi.json');
  return answer.json();
}

async function write(path: string, text: string): Promise<void> {
  await writeWhole(path, new TextEncoder().encode(text));
  console.log(path);
}

const program = new Command('npm run requests --')
  .description('Write the requests of the OpenAPI document as a Postman collection and an HTTP file.')
  .option('--out <folder>', 'where to', FOLDER)
  .action(({ out }: { out: string }) => writeRequests(out));

await runProgram(() => program.parseAsync());
