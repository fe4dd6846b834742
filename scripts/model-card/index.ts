export { runAblation } from './run-ablation.ts';
export { type ModelCardOptions, writeModelCard } from './write-model-card.ts';
