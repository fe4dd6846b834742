declare module 'newman' {
  namespace newman {
    /** A test of a collection that failed. */
    interface Failure {
      /** The request. */
      source: { id: string };
      error: { test?: string; message: string };
    }
    interface Summary {
      run: {
        stats: { requests: { total: number }; assertions: { total: number } };
        failures: Failure[];
      };
    }
    /** Sends the requests of a collection and runs its tests. */
    function run(
      options: { collection: object; envVar: { key: string; value: string }[] },
      done: (error: Error | null, summary: Summary) => void,
    ): void;
  }
  export = newman;
}
