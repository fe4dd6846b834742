import { expect } from 'vitest';
import type { ExampleRequest } from '../../scripts/requests/read-requests.ts';

/** Expects the answer that the OpenAPI document shows for a request, with its values where it has an example of them. */
export function expectAsShown(
  { name, answer }: ExampleRequest,
  { status, contentType = '', body }: { status: number; contentType?: string | undefined; body: string },
): void {
  const { mediaType = '', example } = answer;
  expect([name, status, contentType.split(';')[0]]).toEqual([name, answer.status, mediaType]);
  if (typeof example === 'string') expect(body, name).toBe(example);
  else if (example !== undefined) expect(JSON.parse(body), name).toMatchObject(example as object);
}
