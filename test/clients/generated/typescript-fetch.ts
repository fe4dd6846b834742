// Calls every route by a client of openapi-generator's generator "typescript-fetch": node typescript-fetch.js URL
import assert from 'node:assert';
import {
  AboutApi,
  Configuration,
  EventsApi,
  HealthApi,
  InferenceApi,
  ResponseError,
  TextsApi,
} from './client/index';

async function callEveryRoute(): Promise<void> {
  const configuration = new Configuration({ basePath: process.argv[2]! });
  const texts = new TextsApi(configuration);
  const about = new AboutApi(configuration);
  const health = new HealthApi(configuration);
  const inference = new InferenceApi(configuration);

  const request = { mytext: 'A lovely film.' };
  assert((await texts.classify({ request, explain: true }))?.explanation);
  assert((await texts.classify({ request, minConfidence: 1 }))?.sentiment === null);
  assert((await texts.classifyBatch({ batchRequest: { mytexts: ['Fine.', ''] } })).results.length === 2);
  await new EventsApi(configuration).allowEvents({ webhookRequestOrigin: 'broker.example.com' });

  const { model: version } = await about.getService();
  assert((await about.getModel()).name === version);
  assert('openapi' in (await about.getOpenApi()));
  assert((await about.getMetrics()).includes('sentiment_classifications_total'));
  assert((await health.isAlive()).status === 'alive');
  assert((await health.isReady()).status === 'ready');

  const tensor = { name: 'mytext', datatype: 'BYTES', shape: [1], data: ['Fine.'] } as const;
  const inferenceRequest = { inputs: [{ ...tensor, shape: [1], data: ['Fine.'] }] };
  assert((await inference.infer({ inferenceRequest })).outputs.length === 3);
  assert((await inference.inferByVersion({ version, inferenceRequest })).outputs.length === 3);
  assert((await inference.predict({ predictRequest: { instances: ['Fine.'] } })).predictions.length === 1);
  await inference.listModels();
  await inference.isModelReady();
  await inference.getInferenceServer();
  await inference.isInferenceServerLive();
  await inference.isInferenceServerReady();
  assert((await inference.getInferenceModel()).versions?.includes(version));
  await inference.getInferenceModelByVersion({ version });
  await inference.isInferenceModelReady();
  await inference.isInferenceModelReadyByVersion({ version });
  await inference.getInferenceConfig();
  await inference.getInferenceConfigByVersion({ version });
  await inference.getAllInferenceStatistics();
  await inference.getInferenceStatistics();
  await inference.getInferenceStatisticsByVersion({ version });

  const refusal = await texts
    .classify({ request: { mytext: 'so '.repeat(7000) } })
    .catch((error: unknown) => error);
  assert(refusal instanceof ResponseError && refusal.response.status === 413);
}

callEveryRoute().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
