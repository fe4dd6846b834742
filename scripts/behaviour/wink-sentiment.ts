import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

/** The sentiment of a text as wink-nlp itself gives it, -1 (worst) to 1 (best). */
export function createWinkSentiment(): (text: string) => number {
  const nlp = winkNLP(winkModel, ['sbd', 'negation', 'sentiment']);
  return (text) => nlp.readDoc(text).out(nlp.its.sentiment) as unknown as number;
}
