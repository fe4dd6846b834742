import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

/** Makes a function that gives wink-nlp's own sentiment of a text, −1 (worst) to 1 (best). */
export function createWinkSentiment(): (text: string) => number {
  const nlp = winkNLP(winkModel, ['sbd', 'negation', 'sentiment']);
  return (text) => nlp.readDoc(text).out(nlp.its.sentiment) as unknown as number;
}
