import * as http from 'node:http';
import * as https from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { UsageError } from '../program/run-program.ts';
import { readWebAddress } from '../program/web-address.ts';
import type { Answer } from './check-answer.ts';

/** The address of a deployment. */
export interface Deployment {
  /** The base URL, which may have a path before those of the contract. */
  url: string;
  /** The `Host` header, if the URL is that of a gateway. */
  host?: string | undefined;
  /** Additional headers of every request, such as `authorization`. */
  headers?: Readonly<Record<string, string>> | undefined;
  timeoutMs: number;
}

/** The content of a request. */
export interface RequestContent {
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request to a deployment. The path is one of the contract, such as `/batch`. */
export type Send = (method: string, path: string, content?: RequestContent) => Promise<Answer>;

/**
 * Connects to a deployment. `fetch` is not used, because it cannot set another `Host` than that of the URL.
 * @throws UsageError for a URL that is not HTTP
 */
export function connect({ url: address, host, headers: common, timeoutMs }: Deployment): Send {
  const { url, headers: authorization } = readWebAddress(address);
  const base = new URL(url);
  const { request } = base.protocol === 'https:' ? https : http;
  const prefix = base.pathname.replace(/\/$/, '');
  return async (method, path, { headers = {}, body } = {}) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const options = {
      method,
      path: prefix + path,
      signal,
      headers: { ...authorization, ...common, ...headers, ...(host !== undefined && { host }) },
      // Also requests the certificate of this host.
      ...(host !== undefined && { servername: host.replace(/:\d+$/, '') }),
    };
    try {
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        request(base, options, resolve).on('error', reject).end(body);
      });
      const answer = await readText(response);
      return { method, url: path, status: response.statusCode!, headers: response.headers, body: answer };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const reason = signal.aborted ? `no answer in ${timeoutMs / 1000} s` : message || code;
      throw new UsageError(`${url} does not answer (${reason})`, { cause: error });
    }
  };
}
