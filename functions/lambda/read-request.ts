import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as API Gateway (REST and HTTP), a load balancer or a function URL passes it on. */
export type HttpEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2 | ALBEvent;

/** A request as VPC Lattice passes it on: version 1 has snake case, version 2 has lists. */
export interface LatticeEvent {
  method: string;
  raw_path?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  query_string_parameters?: Record<string, string | string[]>;
  queryStringParameters?: Record<string, string | string[]>;
  body?: string | null;
  is_base64_encoded?: boolean;
  isBase64Encoded?: boolean;
}

/** The path of the one parameter that takes all that is left, such as `{proxy+}`. */
const GREEDY = /\{([^{}]+)\+\}$/;

/** Whether an invocation hands over a request. */
export function isRequest(event: object): event is HttpEvent | LatticeEvent {
  if ('httpMethod' in event) return true;
  if ('rawPath' in event) return 'requestContext' in event;
  return 'method' in event && ('raw_path' in event || 'path' in event);
}

/** The request that an invocation hands over, at the path that the app knows it by. */
export function readRequest(event: HttpEvent | LatticeEvent): HttpEvent {
  if ('httpMethod' in event) return withoutBasePath(event);
  return 'rawPath' in event ? withoutStage(event) : fromLattice(event);
}

/** A custom domain's base path stands before the path of a REST API, and its `resource` tells what comes after. */
function withoutBasePath(event: APIGatewayProxyEvent | ALBEvent): HttpEvent {
  if (!('resource' in event)) return event;
  const { resource, pathParameters } = event;
  const path = pathBelow(resource, pathParameters);
  return path === undefined ? event : { ...event, path };
}

/** An HTTP API puts the name of its stage before the path, unless it is `$default`, and a custom domain its key. */
function withoutStage(event: APIGatewayProxyEventV2): HttpEvent {
  const [, template = ''] = (event.routeKey ?? '').split(' ');
  const path = pathBelow(template, event.pathParameters);
  if (path !== undefined) return { ...event, rawPath: path };
  const stage = `/${event.requestContext.stage}`;
  if (!`${event.rawPath}/`.startsWith(`${stage}/`)) return event;
  return { ...event, rawPath: event.rawPath.slice(stage.length) || '/' };
}

/** The path that API Gateway has matched with a template; undefined where the template does not tell. */
function pathBelow(
  template: string,
  parameters: Record<string, string | undefined> | null | undefined,
): string | undefined {
  const greedy = GREEDY.exec(template)?.[1];
  // Decoded by API Gateway: a "?" in it is none that begins a query.
  if (greedy !== undefined)
    return `/${(parameters?.[greedy] ?? '').split('/').map(encodeURIComponent).join('/')}`;
  return template.startsWith('/') && !template.includes('{') ? template : undefined;
}

function fromLattice(event: LatticeEvent): HttpEvent {
  const { method, raw_path, path = raw_path, query_string_parameters, headers = {}, body = null } = event;
  const lists = toLists(headers);
  return {
    httpMethod: method,
    path: path!.split('?')[0]!,
    headers: Object.fromEntries(Object.entries(lists).map(([name, [first]]) => [name, first])),
    multiValueHeaders: lists,
    multiValueQueryStringParameters: toLists(event.queryStringParameters ?? query_string_parameters ?? {}),
    body,
    isBase64Encoded: event.isBase64Encoded ?? event.is_base64_encoded ?? false,
  } as APIGatewayProxyEvent;
}

function toLists(values: Record<string, string | string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat()]));
}
