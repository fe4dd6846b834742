declare module 'autocannon' {
  interface Request {
    method: string;
    headers: Record<string, string>;
    /** Called before each request is sent. */
    setupRequest(request: Request): Request & { body: string };
  }
  interface Options {
    url: string;
    /** The number of connections; each sends one request after the other. */
    connections: number;
    /** In seconds. */
    duration: number;
    requests: Request[];
  }
  interface Result {
    /** In seconds. */
    duration: number;
    '2xx': number;
    non2xx: number;
    errors: number;
  }
  function autocannon(options: Options): Promise<Result>;
  export = autocannon;
}
