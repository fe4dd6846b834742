const PIPES = 'Use EventBridge Pipes with this function as the enrichment';
const QUEUE = `Subscribe a queue to it. ${PIPES} and the queue as the source`;
const NO_TEXTS = 'They hold no texts: invoke it with the texts themselves';

/**
 * The services that invoke functions, by what they call themselves in their events, and what to do in place of that.
 */
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

const TAKEN =
  'expected a request of API Gateway, a load balancer, a function URL or VPC Lattice, {"mytext": "…"}, or an array of these';

/** Whether an invocation only keeps the function warm: of serverless-plugin-warmup, lambda-warmer, or with nothing. */
export function isPing(event: unknown): boolean {
  if (event === null || event === undefined) return true;
  if (typeof event !== 'object' || Array.isArray(event)) return false;
  const { source, warmer } = event as Record<string, unknown>;
  return source === 'serverless-plugin-warmup' || warmer === true || Object.keys(event).length === 0;
}

/**
 * The error for an invocation that holds nothing to answer. Any answer would tell a queue or a stream that its records
 * are dealt with, and they would be gone. It holds nothing of the event.
 */
export function refuseEvent(event: unknown): Error {
  const service = serviceOf(event);
  const error = new Error(
    service === undefined
      ? `This invocation is nothing that the function takes; ${TAKEN}.`
      : `This function takes no events of ${service[0]}, and leaves them to be sent again. ${service[1]}; ${TAKEN}.`,
  );
  error.name = 'unsupported-event';
  return error;
}

/** The service that an event comes from; undefined for what is no event of AWS. */
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
