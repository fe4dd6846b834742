import type { Study } from '../study.ts';
import { percent, plural } from './describe.ts';
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
    subtitle: describeTexts(study),
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

/** Fewer texts say little. */
const MANY_TEXTS = 100;
/** English texts have nine of ten words in the list; names and slang are the others. */
const MIN_ENGLISH = 0.7;

/** What was read, and what speaks against trusting what is said of it. */
function describeTexts({ numTexts, unit, numUnits, shareEnglish }: Study): string {
  const sentences = unit === 'sentence' ? ` of ${plural(numUnits, 'sentence')}` : '';
  return [
    `${plural(numTexts, 'text')}${sentences}, labelled from negative to positive`,
    ...(numTexts < MANY_TEXTS ? ['So few texts say little: take the report as an example of one'] : []),
    ...(shareEnglish < MIN_ENGLISH
      ? [
          `Only ${percent(shareEnglish)} of the words are in a list of English ones: what is said here of names, parts of speech, negations and vectors is right for English alone`,
        ]
      : []),
  ].join('. ');
}
