export { exploreTexts } from './explore-texts.ts';
export { readTexts } from './texts/read-texts.ts';
export { DEFAULT_SOURCES, readVectorSources, SOURCES_HELP } from './word-map/vector-sources.ts';
