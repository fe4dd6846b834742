export { exploreTexts } from './explore-texts.ts';
export { DEFAULT_SOURCES, readVectorSources, SOURCES_HELP } from './word-map/vector-sources.ts';
