export { exploreTexts } from './explore-texts.ts';
export { findNames, NAME_KINDS, type Name, type NameKind } from './names/find-names.ts';
export { findKnownKind } from './names/name-lexicon.ts';
export { writeReport } from './report/write-report.ts';
export { DEFAULT_SOURCES, readVectorSources, SOURCES_HELP } from './word-map/vector-sources.ts';
