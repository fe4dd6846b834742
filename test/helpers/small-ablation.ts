import type { Ablation } from '../../scripts/model-card/ablation.ts';

/** Two epochs, two sizes, a network whose sentences gain 3 points by twice the texts. */
export const SMALL_ABLATION: Ablation = {
  seed: 7,
  epochs: [
    { epoch: 1, accuracy: 0.61, sentenceAccuracy: 0.43 },
    { epoch: 2, accuracy: 0.62, sentenceAccuracy: 0.42 },
  ],
  sizes: [
    { texts: 60, accuracy: 0.55, sentenceAccuracy: 0.4 },
    { texts: 120, accuracy: 0.62, sentenceAccuracy: 0.43 },
  ],
  parts: [
    { part: 'the full network', accuracy: 0.62, sentenceAccuracy: 0.43 },
    { part: 'vectors in 32 bits, not in 8', accuracy: 0.6212, sentenceAccuracy: 0.43 },
    { part: 'random vectors to start from', accuracy: 0.6, sentenceAccuracy: 0.405 },
  ],
};
