import { fastifyCors } from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/**
 * Lets pages of other origins call the service (CORS).
 * @param origins such as `https://example.com`, or `*` for all; an empty list allows none
 */
export function allowOrigins(app: FastifyInstance, origins: '*' | readonly string[]): void {
  if (origins.length === 0) return;
  app.register(fastifyCors, {
    origin: origins === '*' ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    exposedHeaders: ['*'],
    maxAge: 86_400,
    preflightContinue: true,
    strictPreflight: false,
  });
}
