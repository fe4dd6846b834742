import type { AnnotatedSentence, Phrase } from '../../scripts/explore/texts/annotate.ts';
import type { NameKind } from '../../scripts/names/find-names.ts';

/**
 * A sentence made by hand.
 * @param tagged its tokens, each with its part of speech where that matters: `not funny/ADJ`
 * @param phrases words of it and a label, one a part; `*` is the sentence itself
 * @param names names in it, as it spells them
 */
export function makeSentence(
  tagged: string,
  phrases: readonly (readonly [words: string, label: number])[],
  names: readonly (readonly [kind: NameKind, name: string])[] = [],
): AnnotatedSentence {
  const tokens = tagged.split(' ').map((token) => token.split('/') as [string, string?]);
  const words = tokens.map(([word]) => word);
  const place = (part: string): Pick<Phrase, 'from' | 'to'> => {
    const searched = part === '*' ? words : part.split(' ');
    const from = words.findIndex((_, i) => searched.every((word, k) => word === words[i + k]));
    if (from < 0) throw new Error(`"${part}" is no part of "${words.join(' ')}"`);
    return { from, to: from + searched.length };
  };
  return {
    words,
    isWord: words.map((word) => /[\p{L}\p{N}]/u.test(word)),
    partsOfSpeech: tokens.map(([, partOfSpeech = 'X']) => partOfSpeech),
    names: names.map(([kind, text]) => ({ kind, text, ...place(text) })),
    phrases: phrases.map(([part, label]) => {
      const { from, to } = place(part);
      return { text: words.slice(from, to).join(' '), label, from, to };
    }),
  };
}

/** So many sentences, each of one text that is all of it. */
export function repeat(times: number, tagged: string, label: number): AnnotatedSentence[] {
  return Array.from({ length: times }, () => makeSentence(tagged, [['*', label]]));
}
