/** The parts of wink's language model that are read, each from its own file: `main` would bring the others along. */
declare module 'wink-eng-lite-web-model/dist/languages/cur/models/eng-core-web-model.json' {
  const core: import('./pack-core.ts').CoreModel;
  export = core;
}

declare module 'wink-eng-lite-web-model/dist/load-sbd-model.js' {
  function loadSentenceModel(): unknown;
  export = loadSentenceModel;
}
