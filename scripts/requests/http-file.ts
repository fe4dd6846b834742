import type { ExampleRequest } from './read-requests.ts';

/**
 * Formats requests in the common format of VS Code's REST Client, JetBrains' HTTP Client and httpYac.
 * @param baseUrl the default address of the service
 */
export function toHttpFile(requests: readonly ExampleRequest[], baseUrl: string): string {
  const head = `# Made from the OpenAPI document by "npm run requests".\n@baseUrl = ${baseUrl}\n`;
  return [head, ...requests.map(toBlock)].join('\n');
}

function toBlock({ name, method, path, headers, body }: ExampleRequest): string {
  return [
    `### ${name}`,
    `${method} {{baseUrl}}${path}`,
    ...Object.entries(headers).map(([key, value]) => `${key}: ${value}`),
    ...(body === undefined ? [] : ['', body.trimEnd()]),
    '',
  ].join('\n');
}
