import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { labelsOf, type StepwiseClassifier } from '../../classifier/src/index.ts';
import { renderPage } from '../page/page.ts';
import { withLabels } from '../page/with-labels.ts';

/** Creates the route handler of `GET /` for browsers, which sends the playground. */
export function createPageHandler({ header }: Pick<StepwiseClassifier, 'header'>) {
  let page: ReturnType<typeof preparePage> | undefined;
  return (request: FastifyRequest, reply: FastifyReply) => {
    page ??= preparePage(withLabels(renderPage(), labelsOf(header)));
    reply.headers(page.headers);
    if (request.headers['if-none-match']?.includes(page.headers.etag)) return reply.code(304).send();
    reply.type('text/html; charset=utf-8');
    return page.html;
  };
}

function preparePage(html: string) {
  return {
    html,
    headers: {
      'content-security-policy': describePolicy(html),
      'referrer-policy': 'no-referrer',
      // Revalidated each time, since a new build may change the contract. Usually the response is 304.
      'cache-control': 'no-cache',
      etag: `"${createHash('sha256').update(html).digest('hex').slice(0, 16)}"`,
    },
  };
}

/**
 * The content security policy. It allows only the page's own script and style, its icon, and requests to its origin.
 */
function describePolicy(html: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(html, 'script')}`,
    `style-src ${hashOf(html, 'style')}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashOf(html: string, tag: 'script' | 'style'): string {
  const content = html.match(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`))![1]!;
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
