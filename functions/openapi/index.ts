import manifest from '../../package.json' with { type: 'json' };
import { describeService } from '../service/describe.ts';
import type { Service } from '../service/service.ts';
import { aboutPaths, servicePath } from './about.ts';
import { withComponents } from './components.ts';
import {
  batchExchanges,
  eventExchanges,
  inferenceExchanges,
  predictExchanges,
  textExchanges,
} from './examples.ts';
import { inferencePaths, predictPaths } from './inference.ts';
import { batchPath, textPath } from './texts.ts';

const TAGS = {
  texts: 'Sentiment of texts.',
  events: 'CloudEvents 1.0, as a broker sends them.',
  about: 'The service itself.',
  health: 'Probes.',
  inference: 'The Open Inference Protocol (KServe version 2), and KServe version 1.',
};

/**
 * The OpenAPI 3.1 document of what is served, with real results as its examples; `HEAD` is answered like `GET`.
 * @fastify/swagger would need schemas on the routes, which have none (see `addRoutes`).
 */
export function createOpenApi(service: Service): object {
  const { classifier, isEventsOnly, hasInferenceProtocol } = service;
  const exchanges = { ...(!isEventsOnly && textExchanges(service)), ...eventExchanges(service) };
  const paths = {
    '/': { ...servicePath(describeService(service), isEventsOnly), ...textPath(exchanges, isEventsOnly) },
    ...(!isEventsOnly && { '/batch': batchPath(batchExchanges(service)) }),
    ...aboutPaths(),
    ...(!isEventsOnly &&
      hasInferenceProtocol && {
        ...inferencePaths(classifier.name, inferenceExchanges(service)),
        ...predictPaths(predictExchanges(service)),
      }),
  };
  const used = new Set(
    Object.values(paths).flatMap((path) =>
      Object.values(path as Record<string, { tags: string[] }>).flatMap(({ tags }) => tags),
    ),
  );
  return {
    openapi: '3.1.1',
    info: {
      title: manifest.name,
      version: manifest.version,
      description: manifest.description,
      license: { name: manifest.license, identifier: manifest.license },
    },
    servers: [{ url: '/' }],
    security: [], // none of its own: that is for what stands in front of it
    tags: Object.entries(TAGS)
      .filter(([name]) => used.has(name))
      .map(([name, description]) => ({ name, description })),
    ...withComponents(paths),
  };
}
