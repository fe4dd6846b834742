export { groupTexts } from './group-texts.ts';
export { flagOf, resolveSettings } from './hyper-parameters.ts';
export { labelsOfSide } from './labels-of-side.ts';
export { LEAK, trainOnRandomSplit } from './random-split.ts';
export { readSoft, type SoftData, type SoftOptions } from './read-soft.ts';
export {
  checkSourceOptions,
  describeFile,
  readSources,
  type SourceOptions,
  type Sources,
} from './read-sources.ts';
export { ALL_VECTORS, FILE_VECTORS, readWinkVectors } from './read-vectors.ts';
export { describeConfig, train, type WrittenModel } from './train.ts';
export { addTrainOptions, printModel, readTrainOptions } from './train-command.ts';
export { summarize, tokenizeAll, tokenizeData, trainLinearModel } from './train-model.ts';
export { trainOnce } from './train-once.ts';
export { RECORD_FILE, type TrainingRecord } from './training-record.ts';
