/** The services that invoke functions by themselves, by what they call themselves in their records. */
const SERVICES: Readonly<Record<string, string>> = {
  'aws:sqs': 'SQS',
  'aws:sns': 'SNS',
  'aws:kinesis': 'Kinesis',
  'aws:dynamodb': 'DynamoDB',
  'aws:s3': 'S3',
  'aws:kafka': 'Kafka',
  SelfManagedKafka: 'Kafka',
  'aws:mq': 'Amazon MQ',
  'aws:rmq': 'Amazon MQ',
};

const TAKEN =
  'expected a request of API Gateway, a load balancer, a function URL or VPC Lattice, {"mytext": "…"}, or an array of these';
const WAY =
  'Use EventBridge Pipes with this function as the enrichment (for SNS and EventBridge, from a queue subscribed to them)';

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
      : `This function takes no events of ${service}, and leaves them to be sent again. ${WAY}; ${TAKEN}.`,
  );
  error.name = 'unsupported-event';
  return error;
}

/** The service that an event comes from; undefined for what is no event of AWS. */
function serviceOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const {
    Records,
    records,
    eventSource,
    source,
    'detail-type': detailType,
  } = event as Record<string, unknown>;
  if (typeof source === 'string' && typeof detailType === 'string') return 'EventBridge';
  const [record] = Array.isArray(Records) ? Records : [];
  const name = record?.eventSource ?? record?.EventSource ?? eventSource;
  if (typeof name === 'string' && Object.hasOwn(SERVICES, name)) return SERVICES[name];
  return Records !== undefined || records !== undefined ? 'another service' : undefined;
}
