import { loadClassifier } from '../../classifier/src/index.ts';
import { checkContrasts, countContrasts, describeContrast } from '../behaviour/index.ts';
import { readModel } from '../program/model-option.ts';
import type { BenchReport } from './report.ts';

/** How many of the contrasts hold, by phenomenon, and which do not. */
export async function benchContrasts({ model }: { model: string }): Promise<BenchReport> {
  const classifier = loadClassifier(await readModel(model));
  const checked = await checkContrasts(classifier);
  const failed = checked.filter(({ holds }) => !holds);
  return {
    columns: {
      phenomenon: 'phenomenon',
      contrasts: 'contrasts',
      holds: 'hold whole',
      ordered: 'lower < higher',
      sides: 'sides of neutral',
      control: 'control',
    },
    rows: countContrasts(checked).map(({ contrasts, holds, ordered, sides, control, phenomenon }) => ({
      phenomenon,
      contrasts,
      holds: holds / contrasts,
      ordered: ordered / contrasts,
      sides: sides / contrasts,
      control: control / contrasts,
    })),
    notes: [
      `${checked.length - failed.length} of ${checked.length} contrasts hold with ${classifier.name}${failed.length > 0 ? '; these do not:' : '.'}`,
      ...failed.map((contrast) => `  ${describeContrast(contrast)}`),
    ],
    isWithinLimits: true,
  };
}
