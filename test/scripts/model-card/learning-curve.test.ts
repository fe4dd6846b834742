import { expect, test } from 'vitest';
import { describeFinding, drawLearningCurve } from '../../../scripts/model-card/learning-curve.ts';
import { describeLearning } from '../../../scripts/model-card/recurrent.ts';
import { SMALL_ABLATION } from '../../helpers/small-ablation.ts';

test('the learning curve holds a point for each epoch and size, of all texts and of sentences', async () => {
  const svg = await drawLearningCurve(SMALL_ABLATION);
  expect(svg).toMatch(/^<svg [^>]*width="\d+"/);
  const points = svg.matchAll(/aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="point"/g);
  expect([...points].map(([, label]) => label)).toEqual([
    'epoch: 1; accuracy: 0.61; series: all texts',
    'epoch: 1; accuracy: 0.43; series: whole sentences',
    'epoch: 2; accuracy: 0.62; series: all texts',
    'epoch: 2; accuracy: 0.42; series: whole sentences',
    'texts trained on (log scale): 60; accuracy: 0.55; series: all texts',
    'texts trained on (log scale): 60; accuracy: 0.40; series: whole sentences',
    'texts trained on (log scale): 120; accuracy: 0.62; series: all texts',
    'texts trained on (log scale): 120; accuracy: 0.43; series: whole sentences',
  ]);
});

test('the learning curve names its axes, and its finding in its title', async () => {
  const svg = await drawLearningCurve(SMALL_ABLATION);
  for (const text of ['epoch', 'texts trained on (log scale)', 'accuracy', '60', '120']) {
    expect(svg).toContain(`>${text}</text>`);
  }
  expect(svg).toContain('>From 60 to 120 texts, sentences gain 3.0 points; best epoch: 1</text>');
});

test('the learning curve is drawn the same again from the same figures', async () => {
  expect(await drawLearningCurve(SMALL_ABLATION)).toBe(await drawLearningCurve(SMALL_ABLATION));
});

test('the learning curve goes on with soft texts beside the labelled ones', async () => {
  const sizes = [
    ...SMALL_ABLATION.sizes,
    { texts: 120, softTexts: 80, accuracy: 0.63, sentenceAccuracy: 0.48 },
  ];
  const ablation = { ...SMALL_ABLATION, sizes };
  expect(describeFinding(ablation)).toBe('From 120 to 200 texts, sentences gain 5.0 points; best epoch: 1');
  expect(await drawLearningCurve(ablation)).toContain('texts trained on (log scale): 200; accuracy: 0.63');
  expect(describeLearning(ablation, 'curve.svg').at(-1)).toMatch(
    /More than 120 texts are all labelled ones, and soft ones beside them\.$/,
  );
  expect(describeLearning(SMALL_ABLATION, 'curve.svg').at(-1)).not.toContain('soft');
});

test('the learning curve says so where more texts made it worse', () => {
  const sizes = SMALL_ABLATION.sizes.toReversed();
  expect(describeFinding({ ...SMALL_ABLATION, sizes })).toBe(
    'From 120 to 60 texts, sentences lose 3.0 points; best epoch: 1',
  );
});
