declare module 'negotiator' {
  /** Chooses among what we offer by the request's `Accept` and `Accept-Encoding` headers. */
  class Negotiator {
    constructor(request: {
      headers: { accept?: string | undefined; 'accept-encoding'?: string | undefined };
    });
    /** Those of `available` that the client accepts, the best first. */
    mediaTypes(available: readonly string[]): string[];
    /** Those of `available` that the client accepts, the best first. */
    encodings(available: readonly string[]): string[];
  }
  export = Negotiator;
}
