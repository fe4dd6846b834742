import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRET } from '../../helpers/bad-inputs.ts';
import { built } from '../../helpers/built.ts';
import { LAMBDA_EVENTS } from '../../helpers/lambda-events.ts';
import { invokeLambda, startLambda } from '../../helpers/start-lambda.ts';

let runtime: ChildProcess;
let model = '';

beforeAll(async () => {
  const { name, folder } = await built('lambda');
  model = name;
  runtime = startLambda(folder);
  await once(runtime, 'message');
});

afterAll(() => {
  runtime.kill('SIGKILL');
});

/** The answer to an invocation, whatever it is. */
const invoke = (event: unknown): Promise<unknown> => invokeLambda(runtime, event as object);

const TEXT = '{"mytext":"A lovely film."}';

const sqsRecord = (body: string, messageId = '19dd0b57-b21e-4ac1-bd88-01bbb068cb78') => ({
  messageId,
  receiptHandle: 'MessageReceiptHandle',
  body,
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1523232000000' },
  messageAttributes: {},
  md5OfBody: '7b270e59b47ff90a553787216d55d91d',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:reviews',
  awsRegion: 'eu-west-1',
});

describe('events of services that take an answer for success', () => {
  test.each([
    ['SQS', { Records: [sqsRecord(SECRET)] }],
    ['Kinesis', { Records: [{ eventSource: 'aws:kinesis', kinesis: { data: 'e30=' } }] }],
    ['DynamoDB', { Records: [{ eventSource: 'aws:dynamodb', eventName: 'INSERT', dynamodb: {} }] }],
    ['Kafka', { eventSource: 'aws:kafka', records: { 'reviews-0': [] } }],
    ['Amazon MQ', { eventSource: 'aws:rmq', rmqMessagesByQueue: {} }],
  ])('of %s fail, and name EventBridge Pipes', async (name, event) => {
    const failure = invoke(event);
    await expect(failure).rejects.toThrow(
      `unsupported-event: This function does not accept events of ${name}, so they will be sent again. Use EventBridge Pipes with this function as the enrichment; expected`,
    );
    await expect(failure).rejects.not.toThrow(SECRET);
    await expect(failure).rejects.not.toThrow('\n');
  });

  test.each([
    ['SNS', { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Message: SECRET } }] }],
    ['EventBridge', { source: 'shop', 'detail-type': 'review', detail: { mytext: SECRET }, id: '1' }],
  ])('of %s fail, and name a queue and Pipes, which have no such source', async (name, event) => {
    const failure = invoke(event);
    await expect(failure).rejects.toThrow(
      `unsupported-event: This function does not accept events of ${name}, so they will be sent again. Subscribe a queue to it. Use EventBridge Pipes with this function as the enrichment and the queue as the source; expected`,
    );
    await expect(failure).rejects.not.toThrow(SECRET);
  });

  test.each([
    ['S3', { Records: [{ eventSource: 'aws:s3', s3: { object: { key: SECRET } } }] }],
    ['SES', { Records: [{ eventSource: 'aws:ses', ses: { mail: { subject: SECRET } } }] }],
    ['CloudWatch Logs', { awslogs: { data: 'H4sIAAAAAAAA' } }],
    ['another service', { Records: [{ eventSource: SECRET }] }],
    ['another service', { invocationId: '1', records: [{ recordId: '1', data: 'e30=' }] }],
  ])('of %s fail, and ask for the texts themselves', async (name, event) => {
    const failure = invoke(event);
    await expect(failure).rejects.toThrow(
      `unsupported-event: This function does not accept events of ${name}, so they will be sent again.`,
    );
    await expect(failure).rejects.toThrow(
      'They hold no texts: invoke it with the texts themselves; expected a request of API Gateway',
    );
    await expect(failure).rejects.not.toThrow(SECRET);
    await expect(failure).rejects.not.toThrow('\n');
  });

  test.each([
    ['a string', SECRET],
    ['a number', 1],
    ['an unknown object', { text: SECRET }],
    ['true', true],
  ])('%s fails, and the error says what is taken', async (_, event) => {
    const failure = invoke(event);
    await expect(failure).rejects.toThrow(
      'unsupported-event: This invocation is not supported; expected a request of API Gateway, a load balancer, a function URL or VPC Lattice, {"mytext": "…"}, or an array of these.',
    );
    await expect(failure).rejects.not.toThrow(SECRET);
  });
});

test.each([
  ['serverless-plugin-warmup', { source: 'serverless-plugin-warmup' }],
  ['lambda-warmer', { warmer: true, concurrency: 3 }],
  ['an empty object', {}],
  ['null', null],
])('a ping of %s is answered, and classifies nothing', async (_, event) => {
  expect(await invoke(event)).toEqual({ status: 'ready' });
});

describe('a direct invocation', () => {
  test('with a text answers its result', async () => {
    expect(await invoke({ mytext: 'A lovely film.' })).toMatchObject({ sentiment: 'positive', model });
  });

  test.each([
    ['an empty text', { mytext: '' }, 'empty-text: The text is empty; expected 1 to 20000 characters'],
    ['no string', { mytext: 1 }, 'invalid-text: The text is a number, not a string'],
    ['a text too long', { mytext: 'a'.repeat(20_001) }, 'text-too-long: The text has 20001 characters'],
  ])('with %s fails with the name of the problem', async (_, event, error) => {
    await expect(invoke(event)).rejects.toThrow(error);
  });
});

describe('an array, as EventBridge Pipes sends it to an enrichment', () => {
  test('is answered with an array, errors in their places', async () => {
    const events = [
      { mytext: 'A lovely film.', id: 7 },
      { mytext: '' },
      { text: SECRET },
      SECRET,
      { mytext: 'Dull.', id: {} },
    ];
    const answer = await invoke(events);
    expect(answer).toMatchObject([
      { id: 7, sentiment: 'positive', model },
      { error: { type: '/problems/empty-text', status: 400, pointer: '/1/mytext' } },
      {
        error: {
          type: '/problems/missing-text',
          detail: 'The element has no "mytext"; expected {"mytext": "…"}.',
          pointer: '/2/mytext',
        },
      },
      { error: { type: '/problems/invalid-body', pointer: '/3' } },
      { error: { type: '/problems/invalid-id', pointer: '/4/id' } },
    ]);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  test('may hold records of SQS, which get their message id', async () => {
    const records = [
      sqsRecord('{"mytext":"A lovely film."}', 'a'),
      sqsRecord('{"mytext":"A lovely film.","id":"mine"}', 'b'),
      sqsRecord(`{${SECRET}`, 'c'),
      sqsRecord('{"mytext":" "}', 'd'),
      sqsRecord('[]', 'e'),
    ];
    const answer = await invoke(records);
    expect(answer).toMatchObject([
      { id: 'a', sentiment: 'positive' },
      { id: 'mine', sentiment: 'positive' },
      {
        id: 'c',
        error: {
          type: '/problems/malformed-json',
          detail: 'The body of the record is not valid JSON; expected JSON such as {"mytext": "…"}.',
          pointer: '/2/body',
        },
      },
      { id: 'd', error: { type: '/problems/empty-text', pointer: '/3/body' } },
      { id: 'e', error: { type: '/problems/invalid-body', pointer: '/4/body' } },
    ]);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  const toBase64 = (text: string) => Buffer.from(text).toString('base64');
  test.each([
    ['Kinesis', { eventSource: 'aws:kinesis', eventID: 'shard-0:7', data: toBase64(TEXT) }, 'shard-0:7'],
    ['ActiveMQ', { eventSource: 'aws:mq', messageID: 'ID:1-2', data: toBase64(TEXT) }, 'ID:1-2'],
    ['RabbitMQ', { eventSource: 'aws:rmq', data: toBase64(TEXT) }, undefined],
    [
      'Kafka',
      { eventSource: 'aws:kafka', topic: 'reviews', partition: 0, offset: 15, value: toBase64(TEXT) },
      'reviews-0-15',
    ],
    ['self-managed Kafka', { eventSource: 'SelfManagedKafka', value: toBase64(TEXT) }, undefined],
    ['SNS in a queue', sqsRecord(JSON.stringify({ Type: 'Notification', Message: TEXT }), 'a'), 'a'],
    [
      'EventBridge in a queue',
      sqsRecord(JSON.stringify({ 'detail-type': 'review', source: 'shop', detail: JSON.parse(TEXT) }), 'b'),
      'b',
    ],
  ])('may hold records of %s', async (_, record, id) => {
    const [answer] = (await invoke([record])) as { id?: string }[];
    expect(answer).toMatchObject({ sentiment: 'positive', model });
    expect(answer!.id).toBe(id);
  });

  test('of a notification that is no JSON says where it stands', async () => {
    const body = JSON.stringify({ Type: 'Notification', Message: SECRET });
    expect(await invoke([sqsRecord(body, 'a')])).toMatchObject([
      {
        id: 'a',
        error: {
          type: '/problems/malformed-json',
          detail:
            'The Message in the body of the record is not valid JSON; expected JSON such as {"mytext": "…"}.',
          pointer: '/0/body',
        },
      },
    ]);
  });

  test('of records without texts, such as those of DynamoDB, has an error for each', async () => {
    const record = { eventID: '1', eventSource: 'aws:dynamodb', dynamodb: { NewImage: {} } };
    expect(await invoke([record])).toMatchObject([
      { error: { type: '/problems/missing-text', pointer: '/0/mytext' } },
    ]);
  });

  test('is answered with nothing where it is empty', async () => {
    expect(await invoke([])).toEqual([]);
  });
});

describe('a REST API behind a base path', () => {
  const request = { method: 'GET', headers: {} };
  const send = (path: string, resource: string, proxy?: string) =>
    invokeLambda(runtime, {
      ...LAMBDA_EVENTS['a REST API']({ ...request, path }),
      resource,
      pathParameters: proxy === undefined ? null : { proxy },
    });

  test.each([
    ['/sentiment/model', '/{proxy+}', 'model'],
    ['/v1/sentiment/health/liveness', '/sentiment/{proxy+}', 'health/liveness'],
    ['/sentiment/model', '/model', undefined],
    ['/sentiment', '/', undefined],
    ['/sentiment/', '/', undefined],
  ])('finds the route of %s by the resource %s', async (path, resource, proxy) => {
    expect(await send(path, resource, proxy)).toMatchObject({ statusCode: 200 });
  });

  test('answers 404 where nothing is, with a question mark in the path too', async () => {
    expect(await send('/sentiment/none', '/{proxy+}', 'none')).toMatchObject({ statusCode: 404 });
    expect(await send('/sentiment/model?', '/{proxy+}', 'model?')).toMatchObject({ statusCode: 404 });
  });

  test('finds the routes of an HTTP API with a key before its path too', async () => {
    const event = LAMBDA_EVENTS['an HTTP API']({ ...request, path: '/sentiment/model' });
    const mapped = { ...event, routeKey: 'ANY /{proxy+}', pathParameters: { proxy: 'model' } };
    expect(await invokeLambda(runtime, mapped)).toMatchObject({ statusCode: 200 });
  });
});

describe('VPC Lattice', () => {
  const body = '{"mytext":"A lovely film."}';
  const version1 = {
    raw_path: '/?explain=true',
    method: 'POST',
    headers: { host: 'sentiment.vpc-lattice-svcs.eu-west-1.on.aws', 'content-type': 'application/json' },
    query_string_parameters: { explain: 'true' },
    body,
    is_base64_encoded: false,
  };
  const version2 = {
    version: '2.0',
    path: '/',
    method: 'POST',
    headers: { host: ['sentiment.vpc-lattice-svcs.eu-west-1.on.aws'], 'content-type': ['application/json'] },
    queryStringParameters: { explain: ['true'] },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: {
      serviceNetworkArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-0bf3f2882e9cc805a',
      serviceArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0a40eebed65f8d69c',
      targetGroupArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-6d0ecf831eec9f09',
      identity: { sourceVpcArn: 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0b8276c84697e7339' },
      region: 'eu-west-1',
      timeEpoch: '1690497599177430',
    },
  };

  test.each([
    ['1', version1],
    ['2', version2],
  ])('is answered as a request, in version %s', async (_, event) => {
    const answer = await invokeLambda(runtime, event);
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: false });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(answer.body)).toMatchObject({ sentiment: 'positive', explanation: expect.any(Array) });
  });

  test('may leave out what a request has none of', async () => {
    const event = { method: 'GET', raw_path: '/model', headers: { host: 'a.example' } };
    expect(await invokeLambda(runtime, event)).toMatchObject({ statusCode: 200 });
  });

  test('is refused with two hosts', async () => {
    const headers = { ...version2.headers, host: ['a.example', 'b.example'] };
    expect(await invokeLambda(runtime, { ...version2, headers })).toMatchObject({ statusCode: 400 });
  });
});
