import { describe, expect, test } from 'vitest';
import { app } from '../../helpers/cloud-events.ts';
import { appWith, inject } from '../../helpers/inject.ts';

const eventsApp = appWith({ isEventsOnly: true });

describe('OPTIONS', () => {
  test('without the handshake gives no permission', async () => {
    const reply = await inject(app, {
      method: 'OPTIONS',
      url: '/',
      headers: { 'webhook-request-rate': '1' },
    });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers.allow).toContain('POST');
    expect(reply.headers).not.toHaveProperty('webhook-allowed-origin');
    expect(reply.headers).not.toHaveProperty('webhook-allowed-rate');
  });

  test.each(['a b', 'a, b', '"', 'é', '€', '', 'a'.repeat(256)])(
    'does not say again what is no name of a sender: "%s"',
    async (origin) => {
      for (const to of [app, eventsApp]) {
        const headers = { 'webhook-request-origin': origin };
        const reply = await inject(to, { method: 'OPTIONS', url: '/', headers });
        expect(reply.statusCode).toBe(200);
        expect(reply.headers['webhook-allowed-origin']).toBe('*');
      }
    },
  );
});
