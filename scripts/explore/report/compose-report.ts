import type { Study } from '../study.ts';
import { plural } from './describe.ts';
import type { Report } from './report.ts';
import {
  describeData,
  describeKinds,
  describeNegations,
  describeVectors,
  describeVocabulary,
  NAMES,
  WORDS,
} from './sections.ts';
import {
  describeFrequency,
  describeLeakage,
  describeNegation,
  describeWhyNegative,
  describeWordMaps,
} from './titles.ts';

/** The five findings that a reader should take along, each computed from the data. */
export function findingsOf(study: Study): string[] {
  return [
    describeLeakage(study.leakage),
    describeFrequency('adjective', study.terms.adjective),
    describeNegation(study.negation),
    describeWhyNegative(study.whyNegative),
    describeWordMaps(study.wordMaps),
  ];
}

/** The report of a study, its charts drawn. */
export async function composeReport(name: string, study: Study, footer: string): Promise<Report> {
  return {
    title: `What is in ${name}`,
    subtitle: `${plural(study.numTexts, 'text')} of ${plural(study.numSentences, 'sentence')}, labelled from negative to positive`,
    findings: findingsOf(study),
    sections: [
      await describeData(study),
      await describeVocabulary(study),
      await describeKinds(study, 'Names', ['person', 'place', 'organization', 'nationality'], NAMES),
      await describeKinds(study, 'Adjectives and verbs', ['adjective', 'verb'], WORDS),
      await describeNegations(study),
      await describeVectors(study),
    ],
    footer,
  };
}
