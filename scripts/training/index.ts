export { readVectors, VECTORS } from './read-vectors.ts';
export { summarize, tokenizeAll, trainLinearModel, trainRecurrentModel } from './train-model.ts';
