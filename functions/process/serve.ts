import type { FastifyInstance } from 'fastify';
import { type AppOptions, buildApp, DEFAULT_EVENT_SOURCE } from '../app.ts';
import { LIMITS } from '../contract/limits.ts';
import { createDrain } from '../service/drain.ts';
import { cutIdleConnections } from '../wire/idle-connections.ts';
import { openLog } from './log.ts';
import { openRecorder } from './open-recorder.ts';
import { openSpans } from './open-spans.ts';
import { fail, readSettings, readShutdownSeconds } from './settings.ts';
import { stopAtOnce, stopGracefully } from './stop.ts';

/**
 * Serves an app with settings from the environment, until the process receives SIGTERM or SIGINT. An invalid setting,
 * or a port that cannot be opened, ends the process.
 * @param modelPath the path of the model, unless `MODEL` names another
 * @param workerModule the module that worker threads run; undefined for no threads
 */
export async function serve(
  modelPath: string,
  options: Pick<AppOptions, 'isEventsOnly' | 'hasInferenceProtocol'>,
  workerModule?: URL,
): Promise<void> {
  stopAtOnce();
  const port = readPort(process.env.PORT);
  const seconds = readShutdownSeconds(process.env.SHUTDOWN_SECONDS);
  const { numWorkersWanted, numWorkers, ...settings } = await readSettings(modelPath, workerModule);
  const drain = createDrain();
  const log = openLog();
  const spans = await openSpans((error) => app.log.warn({ err: error }, 'spans could not be sent'));
  const recorder = await openRecorder(settings.eventSource ?? DEFAULT_EVENT_SOURCE, (error) =>
    app.log.warn({ err: error }, 'an answer could not be recorded'),
  );
  const app = buildApp({
    ...options,
    ...settings,
    compressesAnswers: true,
    spans,
    recorder,
    drain,
    logger: { stream: log },
    numLinesDropped: log.numDropped,
  });
  cutIdleConnections(app.server, LIMITS.idleSeconds * 1000);
  stopGracefully(app, drain, seconds, async () => {
    await Promise.all([spans?.flush(), recorder?.flush()]);
  });
  if (numWorkers < numWorkersWanted) {
    app.log.warn({ workers: numWorkers, wanted: numWorkersWanted }, 'too little memory for all workers');
  }
  await listen(app, port, settings.classifier.name);
}

async function listen(app: FastifyInstance, port: number, model: string): Promise<void> {
  try {
    // An empty host lets Node.js choose: "::" for IPv6 and IPv4, or "0.0.0.0" without IPv6.
    await app.listen({ port, host: '', listenTextResolver: (url) => `${model} listens at ${url}` });
  } catch (error) {
    fail(`cannot listen on port ${port}: ${(error as Error).message}`);
  }
}

function readPort(value = '8080'): number {
  if (!/^\d+$/.test(value) || Number(value) > 65_535) {
    fail(`PORT is "${value}"; expected an integer from 0 to 65535`);
  }
  return Number(value);
}
