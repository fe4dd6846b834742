import { tokenize } from '../../classifier/src/index.ts';
import { findFormat, readTexts } from '../../classifier/training/index.ts';
import { openModelOf } from '../program/open-model.ts';
import { openInput } from '../program/read-file.ts';
import { toPlainSpelling } from './plain-spelling.ts';
import type { BenchReport } from './report.ts';

/** Checks whether texts in the treebank's spelling get the same tokens and the same result in plain spelling. */
export async function benchSpelling({ data, model }: { data: string; model: string }): Promise<BenchReport> {
  const classifier = await openModelOf(model);
  const answer = async (text: string): Promise<string> => JSON.stringify(await classifier.classify(text));
  const differences: string[] = [];
  const counts = { texts: 0, respelled: 0, sameTokens: 0, sameAnswer: 0 };
  for await (const { text, line } of readTexts(await openInput(data), findFormat(data) ?? 'lines')) {
    const plain = toPlainSpelling(text);
    const tokens = joinTokens(text);
    const plainTokens = joinTokens(plain);
    const isSameAnswer = (await answer(plain)) === (await answer(text));
    counts.texts++;
    counts.respelled += Number(plain !== text);
    counts.sameTokens += Number(plainTokens === tokens);
    counts.sameAnswer += Number(isSameAnswer);
    if (plainTokens !== tokens || !isSameAnswer) {
      differences.push(`line ${line}: ${plain}`, `  treebank ${tokens}`, `  plain    ${plainTokens}`);
    }
  }
  const { texts, sameTokens, sameAnswer } = counts;
  const isWithinLimits = texts > 0 && sameTokens === texts && sameAnswer === texts;
  return {
    columns: {
      texts: 'texts',
      respelled: 'spelled otherwise in plain text',
      sameTokens: 'same tokens',
      sameAnswer: 'same answer',
    },
    rows: [counts],
    notes: isWithinLimits
      ? ['Every text gets the same answer in both spellings.']
      : ['These differ:', ...differences],
    isWithinLimits,
  };
}

function joinTokens(text: string): string {
  return tokenize(text)
    .map((token) => token.normal)
    .join(' ');
}
