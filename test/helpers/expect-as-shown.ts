import { expect } from 'vitest';
import type { ExampleRequest } from '../../scripts/requests/read-requests.ts';

/**
 * Expects an answer like the one that the OpenAPI document shows for a request: the same fields, and of an error the same
 * values. Those of a result are another model's.
 */
export function expectAsShown(
  { name, answer }: ExampleRequest,
  { status, contentType = '', body }: { status: number; contentType?: string | undefined; body: string },
): void {
  const { mediaType = '', example } = answer;
  expect([name, status, contentType.split(';')[0]]).toEqual([name, answer.status, mediaType]);
  if (typeof example === 'string') expect(typeof body, name).toBe('string');
  else if (example !== undefined && status !== 200)
    expect(JSON.parse(body), name).toMatchObject(example as object);
  else if (example !== undefined)
    expect(JSON.parse(body), name).toMatchObject(withoutValues(example) as object);
}

/** The same fields, with any value of the same type; of a list as many items. */
function withoutValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutValues);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutValues(part)]));
  }
  return typeof value === 'string' ? expect.any(String) : expect.any(Number);
}
