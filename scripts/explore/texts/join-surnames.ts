import type { AnnotatedSentence } from './annotate.ts';

/**
 * Replaces surnames by full names where these are unambiguous: a person named by one word gets the only full name in
 * the data that ends with it (`Spielberg` becomes `Steven Spielberg`). If several names fit (`Woody Allen`, `Tim
 * Allen`), or none, the word stays.
 */
export function joinSurnames(sentences: readonly AnnotatedSentence[]): AnnotatedSentence[] {
  const persons = new Set(
    sentences.flatMap(({ names }) => names.filter(({ kind }) => kind === 'person').map(({ text }) => text)),
  );
  const bySurname = Map.groupBy(
    [...persons].filter((name) => name.includes(' ')),
    (name) => name.slice(name.lastIndexOf(' ') + 1),
  );
  const fullNameOf = (name: string): string => {
    const fullNames = bySurname.get(name) ?? [];
    return fullNames.length === 1 ? fullNames[0]! : name;
  };
  return sentences.map((sentence) => ({
    ...sentence,
    names: sentence.names.map((name) =>
      name.kind === 'person' ? { ...name, text: fullNameOf(name.text) } : name,
    ),
  }));
}
