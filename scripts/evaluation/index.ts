export { compareSystems, describeComparison, listDifferences, type System } from './compare.ts';
export { composeEvaluation } from './compose-evaluation.ts';
export { describeMetrics } from './describe-metrics.ts';
export { evaluate } from './evaluate.ts';
export { measureSides, type SideMeasures, type SideShare } from './measure-sides.ts';
export { readPredictions } from './read-predictions.ts';
export { writePredictions } from './write-predictions.ts';
