export { CAPABILITIES, type Capability } from './capabilities.ts';
export { describeFailure, FAILURE_RULE } from './check-case.ts';
export { createLexiconJudges, judgeBy } from './judges.ts';
export {
  compareSides,
  isRight,
  readOpinions,
  type SideShares,
  STYLES,
  scoreBy,
} from './opinions.ts';
export { countRates } from './rates.ts';
export { holdRates, writeRates } from './rates-file.ts';
export { readBehaviour } from './read-cases.ts';
export { failureRate, type TriedCapability, tryBehaviour } from './try-behaviour.ts';
