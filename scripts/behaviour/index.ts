export {
  type CheckedContrast,
  CONTROL_MARGIN,
  checkContrasts,
  countContrasts,
  describeContrast,
} from './contrasts.ts';
export {
  compareSides,
  isRight,
  type Opinion,
  readOpinions,
  type SideShares,
  STYLES,
  scoreBy,
} from './opinions.ts';
export { createWinkSentiment } from './wink-sentiment.ts';
