import { join } from 'node:path';
import { loadClassifier } from '../../classifier/src/index.ts';
import { buildApp } from '../../functions/app.ts';
import { readModel } from '../program/model-option.ts';
import { writeWhole } from '../program/write-whole.ts';
import { toHttpFile } from './http-file.ts';
import { toPostmanCollection } from './postman-collection.ts';
import { type DescribedApi, readRequests } from './read-requests.ts';

const BASE_URL = 'http://localhost:8080';

/** Writes the collection and the HTTP file. @returns their paths */
export async function writeRequests(folder: string): Promise<string[]> {
  const document = await readOpenApi();
  const requests = readRequests(document);
  const collection = toPostmanCollection(document, requests, BASE_URL);
  const files = {
    'movie-sentiment.postman_collection.json': `${JSON.stringify(collection, undefined, 2)}\n`,
    'movie-sentiment.http': toHttpFile(requests, BASE_URL),
  };
  for (const [name, text] of Object.entries(files)) await writeWhole(join(folder, name), text);
  return Object.keys(files).map((name) => join(folder, name));
}

/**
 * Reads the OpenAPI document of the function `http`. Its requests are the same for every model, so the smallest one is
 * used.
 */
export async function readOpenApi(): Promise<DescribedApi> {
  const classifier = loadClassifier(await readModel('linear'));
  const answer = await buildApp({ classifier, hasInferenceProtocol: true }).inject('/openapi.json');
  return answer.json();
}
