/** A request, whoever hands it over. */
export interface LambdaRequest {
  method?: string;
  path?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Buffer | null;
  /** Whether the body comes in base64, as it does where its type is not known to be text. */
  isBase64?: boolean;
}

type Fields = Required<LambdaRequest>;

function toBody({ body, isBase64 }: Fields) {
  const text = body === null ? null : Buffer.from(body).toString(isBase64 ? 'base64' : 'utf8');
  return { body: text, isBase64Encoded: isBase64 };
}

const toLists = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
const orNull = <Value extends object>(values: Value) => (Object.keys(values).length > 0 ? values : null);
const encode = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map((entry) => entry.map(encodeURIComponent)));

function restApi(request: Fields) {
  const { method, path, query, headers } = request;
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers: { Host: 'abc123.execute-api.eu-west-1.amazonaws.com', 'X-Forwarded-Proto': 'https', ...headers },
    multiValueHeaders: {
      Host: ['abc123.execute-api.eu-west-1.amazonaws.com'],
      'X-Forwarded-Proto': ['https'],
      ...toLists(headers),
    },
    queryStringParameters: orNull(query),
    multiValueQueryStringParameters: orNull(toLists(query)),
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      httpMethod: method,
      identity: { sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
      path: `/prod${path}`,
      protocol: 'HTTP/1.1',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      resourceId: 'xyz',
      resourcePath: '/{proxy+}',
      stage: 'prod',
    },
    ...toBody(request),
  };
}

function httpApi(request: Fields, stage = '$default') {
  const { method, path, query, headers } = request;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: String(new URLSearchParams(query)),
    headers: { host: 'abc123.execute-api.eu-west-1.amazonaws.com', ...headers },
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage,
      time: '24/Nov/2026:00:00:00 +0000',
      timeEpoch: 1795478400000,
    },
    ...(request.body !== null && toBody(request)),
    isBase64Encoded: request.isBase64,
  };
}

const TARGET_GROUP =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/sentiment/0123456789abcdef';

function loadBalancer(request: Fields, areLists: boolean) {
  const { method, path, query, headers } = request;
  const sent = { host: 'example.com', 'x-forwarded-proto': 'https', ...headers };
  return {
    requestContext: { elb: { targetGroupArn: TARGET_GROUP } },
    httpMethod: method,
    path,
    ...(areLists
      ? { multiValueHeaders: toLists(sent), multiValueQueryStringParameters: toLists(encode(query)) }
      : { headers: sent, queryStringParameters: encode(query) }),
    ...toBody(request),
    body: toBody(request).body ?? '',
  };
}

const DEFAULTS = { method: 'POST', path: '/', query: {}, body: null, isBase64: false };
const fill = (request: LambdaRequest): Fields => ({
  ...DEFAULTS,
  headers: { 'content-type': 'application/json' },
  ...request,
});

/** The events of a request, by who hands them over. */
export const LAMBDA_EVENTS = {
  'a REST API': (request: LambdaRequest) => restApi(fill(request)),
  'an HTTP API': (request: LambdaRequest) => httpApi(fill(request)),
  'an HTTP API with a stage': (request: LambdaRequest) => {
    const filled = fill(request);
    return httpApi({ ...filled, path: `/prod${filled.path}` }, 'prod');
  },
  'a function URL': (request: LambdaRequest) => httpApi(fill(request)),
  'a load balancer': (request: LambdaRequest) => loadBalancer(fill(request), false),
  'a load balancer with lists': (request: LambdaRequest) => loadBalancer(fill(request), true),
};
