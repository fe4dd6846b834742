export { UNITS } from './choose-unit.ts';
export { describeMetrics } from './describe-metrics.ts';
export { evaluate } from './evaluate.ts';
export { groupTexts } from './group-texts.ts';
export { measureSides, type SideMeasures, type SideShare } from './measure-sides.ts';
export { LEAK, trainOnRandomSplit } from './random-split.ts';
export { readVectors, VECTORS } from './read-vectors.ts';
export { CLASS_WEIGHTS, type TrainOptions, train } from './train.ts';
export { tokenizeAll, trainLinearModel } from './train-model.ts';
