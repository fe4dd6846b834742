import { percent, plural, type Report } from '../report/index.ts';
import { toCsvFiles } from './csv-files.ts';
import { describeClasses, describeLeakage } from './data/findings.ts';
import { composeData, composeVocabulary } from './data/section.ts';
import { describeNegation, describeWhyNegative } from './negation/findings.ts';
import { composeNegation } from './negation/section.ts';
import type { Study } from './study.ts';
import { describeFrequency } from './terms/findings.ts';
import { composeNames, composeWords } from './terms/section.ts';
import { compareWordMaps } from './word-map/findings.ts';
import { composeWordMaps } from './word-map/section.ts';

/** The findings that a reader should take along, each computed from the data. */
export function findingsOf(study: Study): string[] {
  const { leakage, unit, terms, labels, sides } = study;
  return [
    ...(sides ? [] : [describeClasses(study.classes, labels.names)]),
    describeLeakage(leakage, unit),
    describeFrequency(terms, labels.names),
    ...(sides
      ? [
          describeNegation(sides.negation, unit),
          describeWhyNegative(sides.whyNegative, unit),
          compareWordMaps(sides.wordMaps),
        ]
      : []),
  ];
}

/** The report of a study, its charts drawn. */
export async function composeReport(name: string, study: Study, footer: string): Promise<Report> {
  return {
    title: `What is in ${name}`,
    subtitle: describeTexts(study),
    findings: findingsOf(study),
    sections: [
      await composeData(study),
      await composeVocabulary(study),
      await composeNames(study),
      await composeWords(study),
      ...(study.sides
        ? [
            await composeNegation({ ...study.sides, unit: study.unit }),
            await composeWordMaps(study.sides.wordMaps),
          ]
        : []),
    ],
    footer,
    files: toCsvFiles(study),
  };
}

/** Fewer texts say little. */
const MANY_TEXTS = 100;
/** English texts have nine of ten words in the list; names and slang are the others. */
const MIN_ENGLISH = 0.7;

/** What was read, and what speaks against trusting what is said of it. */
function describeTexts({ numTexts, unit, numUnits, shareEnglish, labels }: Study): string {
  const sentences = unit === 'sentence' ? ` of ${plural(numUnits, 'sentence')}` : '';
  return [
    `${plural(numTexts, 'text')}${sentences}, labelled ${labels.isScale ? 'from negative to positive' : `in ${labels.names.length} classes of no order`}`,
    ...(numTexts < MANY_TEXTS ? ['So few texts say little: take the report as an example of one'] : []),
    ...(shareEnglish < MIN_ENGLISH
      ? [
          `Only ${percent(shareEnglish)} of the words are in a list of English ones: what is said here of names, parts of speech, negations and vectors is right for English alone`,
        ]
      : []),
  ].join('. ');
}
