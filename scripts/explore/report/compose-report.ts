import type { Study } from '../study.ts';
import { plural } from './describe.ts';
import { describeLeakage } from './findings/data.ts';
import { describeNegation, describeWhyNegative } from './findings/negation.ts';
import { describeFrequency } from './findings/terms.ts';
import { describeWordMaps } from './findings/word-map.ts';
import type { Report } from './report.ts';
import { describeData, describeVocabulary } from './sections/data.ts';
import { describeNegations } from './sections/negation.ts';
import { describeNames, describeWords } from './sections/terms.ts';
import { describeVectors } from './sections/word-map.ts';

/** The five findings that a reader should take along, each computed from the data. */
export function findingsOf(study: Study): string[] {
  return [
    describeLeakage(study.leakage, study.unit),
    describeFrequency(study.terms),
    describeNegation(study.negation, study.unit),
    describeWhyNegative(study.whyNegative, study.unit),
    describeWordMaps(study.wordMaps),
  ];
}

/** The report of a study, its charts drawn. */
export async function composeReport(name: string, study: Study, footer: string): Promise<Report> {
  return {
    title: `What is in ${name}`,
    subtitle: `${plural(study.numTexts, 'text')}${study.unit === 'sentence' ? ` of ${plural(study.numUnits, 'sentence')}` : ''}, labelled from negative to positive`,
    findings: findingsOf(study),
    sections: [
      await describeData(study),
      await describeVocabulary(study),
      await describeNames(study),
      await describeWords(study),
      await describeNegations(study),
      await describeVectors(study),
    ],
    footer,
  };
}
