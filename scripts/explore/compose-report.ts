import { percent, plural, type Report } from '../report/index.ts';
import { toCsvFiles, toUnlabelledCsvFiles } from './csv-files.ts';
import {
  describeClasses,
  describeGrowth,
  describeHistogram,
  describeLeakage,
  describeRepeats,
} from './data/findings.ts';
import { composeData, composeTexts, composeVocabulary } from './data/section.ts';
import type { TextsStudy } from './data/study.ts';
import { describeNegation, describeWhyNegative } from './negation/findings.ts';
import { composeNegation } from './negation/section.ts';
import type { Study, UnlabelledStudy } from './study.ts';
import { describeFrequency } from './terms/findings.ts';
import { composeFrequentTerms, composeNames, composeWords } from './terms/section.ts';
import { WITHOUT_LABELS } from './texts/read-texts.ts';
import { compareWordMaps } from './word-map/findings.ts';
import { composeFrequentWords, composeWordMaps } from './word-map/section.ts';

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

/** Composes the report of a study and draws its charts. */
export async function composeReport(name: string, study: Study, footer: string): Promise<Report> {
  return {
    title: `What is in ${name}`,
    subtitle: describeTexts(study, describeLabels(study)),
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

/** Composes the report of a study of texts without labels and draws its charts. */
export async function composeUnlabelledReport(
  name: string,
  study: UnlabelledStudy,
  footer: string,
): Promise<Report> {
  const { numTexts, unit, lengths, duplicates, growth, terms, wordMaps } = study;
  return {
    title: `What is in ${name}`,
    subtitle: describeTexts(study, WITHOUT_LABELS),
    findings: [
      describeHistogram(lengths),
      describeRepeats(numTexts, duplicates),
      describeGrowth(growth, unit),
    ],
    sections: [
      await composeTexts(study),
      await composeVocabulary(study),
      composeFrequentTerms(terms, unit),
      await composeFrequentWords(wordMaps),
    ],
    footer,
    files: toUnlabelledCsvFiles(study),
  };
}

/** With fewer texts the report warns that it says little. */
const MANY_TEXTS = 100;
/**
 * The minimum share of English words. In English texts about nine of ten words are in the list; the others are names
 * and slang.
 */
const MIN_ENGLISH = 0.7;

function describeLabels({ labels }: Study): string {
  return `labelled ${labels.isScale ? 'from negative to positive' : `in ${labels.names.length} classes of no order`}`;
}

/** Describes the texts, with warnings about the reliability of the report. */
function describeTexts({ numTexts, unit, numUnits, shareEnglish }: TextsStudy, labelled: string): string {
  const sentences = unit === 'sentence' ? ` of ${plural(numUnits, 'sentence')}` : '';
  return [
    `${plural(numTexts, 'text')}${sentences}, ${labelled}`,
    ...(numTexts < MANY_TEXTS ? ['So few texts say little: take the report as an example of one'] : []),
    ...(shareEnglish < MIN_ENGLISH
      ? [
          `Only ${percent(shareEnglish)} of the words are in a list of English ones: what is said here of names, parts of speech, negations and vectors is right for English alone`,
        ]
      : []),
  ].join('. ');
}
