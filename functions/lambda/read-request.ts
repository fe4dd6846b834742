import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request forwarded by API Gateway (REST or HTTP), a load balancer or a function URL. */
export type HttpEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2 | ALBEvent;

/** A request forwarded by VPC Lattice. Version 1 has names in snake case, version 2 has lists of values. */
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

/** A greedy path parameter at the end of a template, such as `{proxy+}`. */
const GREEDY = /\{([^{}]+)\+\}$/;

/** Whether an invocation is an HTTP request. */
export function isRequest(event: object): event is HttpEvent | LatticeEvent {
  if ('httpMethod' in event) return true;
  if ('rawPath' in event) return 'requestContext' in event;
  return 'method' in event && ('raw_path' in event || 'path' in event);
}

/** Converts an invocation to a request of API Gateway or a load balancer, with the path that the app expects. */
export function readRequest(event: HttpEvent | LatticeEvent): HttpEvent {
  if ('httpMethod' in event) return withoutBasePath(event);
  return 'rawPath' in event ? withoutStage(event) : fromLattice(event);
}

/** Removes the base path of a custom domain from the path of a REST API. Its `resource` tells the rest. */
function withoutBasePath(event: APIGatewayProxyEvent | ALBEvent): HttpEvent {
  if (!('resource' in event)) return event;
  const { resource, pathParameters } = event;
  const path = pathBelow(resource, pathParameters);
  return path === undefined ? event : { ...event, path };
}

/** Removes the stage's name, or a custom domain's key, from the path of an HTTP API. */
function withoutStage(event: APIGatewayProxyEventV2): HttpEvent {
  const [, template = ''] = (event.routeKey ?? '').split(' ');
  const path = pathBelow(template, event.pathParameters);
  if (path !== undefined) return { ...event, rawPath: path };
  const stage = `/${event.requestContext.stage}`;
  if (!`${event.rawPath}/`.startsWith(`${stage}/`)) return event;
  return { ...event, rawPath: event.rawPath.slice(stage.length) || '/' };
}

/** The path that API Gateway matched with a template; undefined if the template does not determine it. */
function pathBelow(
  template: string,
  parameters: Record<string, string | undefined> | null | undefined,
): string | undefined {
  const greedy = GREEDY.exec(template)?.[1];
  // API Gateway has decoded it, so a "?" in it must not begin a query.
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
