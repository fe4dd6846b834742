import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../functions/requests');

/** The files that `npm run requests` writes. */
export const COLLECTION_FILE = 'movie-sentiment.postman_collection.json';
export const HTTP_FILE = 'movie-sentiment.http';

/** Those that are committed. */
export const httpFile = await readFile(join(FOLDER, HTTP_FILE), 'utf8');
export const collectionFile = await readFile(join(FOLDER, COLLECTION_FILE), 'utf8');
export const collection: Collection = JSON.parse(collectionFile);

/** A Postman collection, as far as it is read here. */
interface Collection {
  variable: { key: string; value: string }[];
  item: { name: string; item: Item[] }[];
}
interface Item {
  id: string;
  name: string;
  request: { method: string; url: string; header: { key: string; value: string }[]; body?: { raw: string } };
}

/** A request as a file has it. */
export interface FiledRequest {
  name: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** The requests of an HTTP file, with this base URL in place of its own. */
export function parseHttpFile(text: string, baseUrl: string): FiledRequest[] {
  const blocks = text.split(/^### /m).slice(1);
  return blocks.map((block) => {
    const [name = '', requestLine = '', ...lines] = block.trimEnd().split('\n');
    const [method = '', url = ''] = requestLine.replace('{{baseUrl}}', baseUrl).split(' ');
    const numHeaders = lines.includes('') ? lines.indexOf('') : lines.length;
    const headers = Object.fromEntries(lines.slice(0, numHeaders).map((line) => line.split(': ')));
    return { name, method, url, headers, body: lines.slice(numHeaders + 1).join('\n') || undefined };
  });
}

/** The requests of the collection, in order. */
export function itemsOf({ item }: Collection): Item[] {
  return item.flatMap((folder) => folder.item);
}

/** A request of the collection as the HTTP file has it. */
export function toFiledRequest({ name, request: { method, url, header, body } }: Item): FiledRequest {
  const headers = Object.fromEntries(header.map(({ key, value }) => [key, value]));
  return { name, method, url, headers, body: body?.raw.trimEnd() };
}
