/** The module that encoder threads run. In a bundle it is another file; see scripts/bundle/bundled-encoder.ts. */
export const threadModule = new URL('thread.ts', import.meta.url);
