import manifest from '../../package.json' with { type: 'json' };
import { describeService } from '../service/describe.ts';
import type { Service } from '../service/service.ts';
import { aboutPaths, servicePath } from './about.ts';
import { withComponents } from './components.ts';
import { EXAMPLE_MODEL } from './example-results.ts';
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
 * Creates the OpenAPI 3.1 document. It does not depend on the model; its examples are results of a model with five
 * sentiments. `HEAD`, which is answered like `GET`, is not described. `@fastify/swagger` would need schemas on the
 * routes, which have none (see `addRoutes`).
 */
export function createOpenApi(service: Service): object {
  const { isEventsOnly, hasInferenceProtocol } = service;
  const exchanges = { ...(!isEventsOnly && textExchanges()), ...eventExchanges() };
  const paths = {
    '/': {
      ...servicePath({ ...describeService(service), model: EXAMPLE_MODEL }, isEventsOnly),
      ...textPath(exchanges, isEventsOnly),
    },
    ...(!isEventsOnly && { '/batch': batchPath(batchExchanges()) }),
    ...aboutPaths(),
    ...(!isEventsOnly &&
      hasInferenceProtocol && {
        ...inferencePaths(inferenceExchanges()),
        ...predictPaths(predictExchanges()),
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
    security: [], // authentication is the job of a gateway
    tags: Object.entries(TAGS)
      .filter(([name]) => used.has(name))
      .map(([name, description]) => ({ name, description })),
    ...withComponents(paths),
  };
}
