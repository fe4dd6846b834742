import type { AnnotatedSentence } from './annotate.ts';

/**
 * The sentences with persons called by their full names wherever these are clear: a person of one word has the only
 * full name of the data that ends with it (`Spielberg` is `Steven Spielberg`). Where several do (`Woody Allen`,
 * `Tim Allen`), or none, the word stays.
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
