import { HEALTH_SCHEMA, MODEL_SCHEMA, SERVICE_SCHEMA } from '../../functions/contract/schemas.ts';
import {
  assert,
  type Check,
  expectJson,
  expectStatus,
  readDocument,
  type Target,
  type TargetLabels,
} from './target.ts';

/** The answer of `GET /`. */
export interface Description {
  name: string;
  version: string;
  model: string;
  links: Record<string, string>;
}

/** Gets the description that a deployment gives of itself. */
export async function describe(target: Target): Promise<Description> {
  const answer = await target.send('GET', '/', { headers: { accept: 'application/json' } });
  return expectJson<Description>(target, answer, SERVICE_SCHEMA);
}

function checkHealth(name: string, expected: string): Check {
  return {
    name,
    run: async (target) => {
      const answer = await target.send('GET', `/health/${name}`);
      const { status } = expectJson<{ status: string }>(target, answer, HEALTH_SCHEMA);
      assert(status === expected, `"${status}", expected "${expected}"`);
      return status;
    },
  };
}

const checkService: Check = {
  name: 'service',
  run: async (target) => {
    const { name, version, model } = await describe(target);
    assert(name === 'movie-sentiment', `another service answers: "${name}"`);
    return `version ${version}, model ${model}`;
  },
};

interface ServedModel extends TargetLabels {
  name: string;
  kind: string;
  measured: { data: string; accuracy: number }[];
}

/** Reads the labels of the deployed model. */
export async function readLabels(target: Target): Promise<TargetLabels> {
  target.labels ??= expectJson<ServedModel>(target, await target.send('GET', '/model'), MODEL_SCHEMA);
  return target.labels;
}

const checkModel: Check = {
  name: 'model',
  run: async (target) => {
    const answer = await target.send('GET', '/model');
    const model = expectJson<ServedModel>(target, answer, MODEL_SCHEMA);
    target.labels = model;
    const { name, kind, measured } = model;
    const described = await describe(target);
    assert(name === described.model, `named "${name}" here and "${described.model}" by GET /`);
    const [first] = measured;
    return first ? `${kind}, accuracy ${first.accuracy} on ${first.data}` : kind;
  },
};

const checkMetrics: Check = {
  name: 'metrics',
  run: async (target) => {
    const { body } = expectStatus(target, await target.send('GET', '/metrics'), 200);
    for (const metric of ['http_server_request_duration_seconds', 'sentiment_classifications_total']) {
      assert(body.includes(`# TYPE ${metric} `), `${metric} is missing`);
    }
    const numSamples = body.split('\n').filter((line) => /^[a-z]/.test(line)).length;
    return `${numSamples} samples`;
  },
};

/** The checks for every function: probes, description, metrics. */
export const ABOUT_CHECKS: readonly Check[] = [
  checkHealth('liveness', 'alive'),
  checkHealth('readiness', 'ready'),
  readDocument,
  checkService,
  checkModel,
  checkMetrics,
];
