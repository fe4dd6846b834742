/**
 * The parts of wink's language model in use, each imported from its own file; the package's `main` would load
 * everything.
 */
declare module 'wink-eng-lite-web-model/dist/languages/cur/models/eng-core-web-model.json' {
  const core: import('./pack-core.ts').CoreModel;
  export = core;
}

declare module 'wink-eng-lite-web-model/dist/load-sbd-model.js' {
  function loadSentenceModel(): unknown;
  export = loadSentenceModel;
}
