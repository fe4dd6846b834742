import { encodeModel } from '../../classifier/src/model-file.ts';
import type { ModelHeader } from '../../classifier/src/model-header.ts';
import { SENTIMENTS } from '../../classifier/src/sentiments.ts';
import { tokenize } from '../../classifier/src/text/tokenize.ts';
import { LINEAR_DEFAULTS, trainLinear } from '../../classifier/training/linear/train-linear.ts';

/** A header for files made in tests. */
export const HEADER: ModelHeader = {
  kind: 'linear',
  labels: SENTIMENTS,
  settings: { ...LINEAR_DEFAULTS },
  vocabulary: { numFeatures: 0 },
  provenance: { data: 'made by hand', sha256: '0'.repeat(64), rows: 0, seed: 1 },
  measured: [],
};

/** Forty small reviews, eight of each label. */
export const TINY_REVIEWS = ['awful', 'weak', 'ordinary', 'nice', 'superb'].flatMap((word, label) =>
  ['film', 'story', 'cast', 'script', 'music', 'ending', 'plot', 'scene'].map((noun) => ({
    text: `the ${noun} is ${word}`,
    label,
    group: noun,
  })),
);

/** What training makes of labelled texts. */
export function trainTiny(texts = TINY_REVIEWS, seed = 1) {
  return trainLinear(
    texts.map(({ text, label, group }) => ({
      words: tokenize(text).map((token) => token.normal),
      label,
      group,
    })),
    SENTIMENTS.length,
    seed,
  );
}

/** The bytes of a linear model trained on the small reviews. */
export async function tinyModelBytes(seed = 1): Promise<Uint8Array> {
  return encodeModel(HEADER, { ...(await trainTiny(TINY_REVIEWS, seed)).arrays });
}
