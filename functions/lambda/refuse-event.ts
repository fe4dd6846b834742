const PIPES = 'Use EventBridge Pipes with this function as the enrichment';
const QUEUE = `Subscribe a queue to it. ${PIPES} and the queue as the source`;
const NO_TEXTS = 'They hold no texts: invoke it with the texts themselves';

/** The services that invoke functions, by their `eventSource`, and what to do instead. */
const SERVICES: Readonly<Record<string, readonly [name: string, way: string]>> = {
  'aws:sqs': ['SQS', PIPES],
  'aws:kinesis': ['Kinesis', PIPES],
  'aws:dynamodb': ['DynamoDB', PIPES],
  'aws:kafka': ['Kafka', PIPES],
  SelfManagedKafka: ['Kafka', PIPES],
  'aws:mq': ['Amazon MQ', PIPES],
  'aws:rmq': ['Amazon MQ', PIPES],
  'aws:sns': ['SNS', QUEUE],
  'aws:s3': ['S3', NO_TEXTS],
  'aws:ses': ['SES', NO_TEXTS],
};
const EVENTBRIDGE = ['EventBridge', QUEUE] as const;
const LOGS = ['CloudWatch Logs', NO_TEXTS] as const;
const ANOTHER = [
  'another service',
  `If it can be a source of EventBridge Pipes, use them. ${NO_TEXTS}`,
] as const;

const ACCEPTED =
  'expected a request of API Gateway, a load balancer, a function URL or VPC Lattice, {"mytext": "…"}, or an array of these';

/** Whether an invocation only keeps the function warm: from serverless-plugin-warmup, lambda-warmer, or empty. */
export function isPing(event: unknown): boolean {
  if (event === null || event === undefined) return true;
  if (typeof event !== 'object' || Array.isArray(event)) return false;
  const { source, warmer } = event as Record<string, unknown>;
  return source === 'serverless-plugin-warmup' || warmer === true || Object.keys(event).length === 0;
}

/**
 * Creates the error for an unsupported invocation. Any response would tell a queue or a stream that its records were
 * processed, and they would be deleted. The message contains no part of the event.
 */
export function refuseEvent(event: unknown): Error {
  const service = serviceOf(event);
  const error = new Error(
    service === undefined
      ? `This invocation is not supported; ${ACCEPTED}.`
      : `This function does not accept events of ${service[0]}, so they will be sent again. ${service[1]}; ${ACCEPTED}.`,
  );
  error.name = 'unsupported-event';
  return error;
}

/** The AWS service that sent an event; undefined if it is unknown. */
function serviceOf(event: unknown): readonly [name: string, way: string] | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const {
    Records,
    records,
    eventSource,
    source,
    awslogs,
    'detail-type': detailType,
  } = event as Record<string, unknown>;
  if (typeof source === 'string' && typeof detailType === 'string') return EVENTBRIDGE;
  if (awslogs !== undefined) return LOGS;
  const [record] = Array.isArray(Records) ? Records : [];
  const name = record?.eventSource ?? record?.EventSource ?? eventSource;
  if (typeof name === 'string' && Object.hasOwn(SERVICES, name)) return SERVICES[name];
  return Records !== undefined || records !== undefined ? ANOTHER : undefined;
}
