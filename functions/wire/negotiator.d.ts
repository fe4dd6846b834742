declare module 'negotiator' {
  /** Chooses among what we offer by the request's `Accept` header. */
  class Negotiator {
    constructor(request: { headers: { accept?: string | undefined } });
    /** Those of `available` that the client accepts, the best first. */
    mediaTypes(available: readonly string[]): string[];
  }
  export = Negotiator;
}
