/**
 * Makes a function that tells whether a text is new: equal neither to a known text nor to one that was asked for before.
 * Texts are compared by their letters and digits alone, whatever their case, so that `It does n't .` equals `It doesn't`.
 * A text without any is compared as it is.
 * @param known the texts that are known from the start
 */
export function createNewTextTest(known: Iterable<string>): (text: string) => boolean {
  const seen = new Set<string>();
  for (const text of known) seen.add(normalize(text));
  return (text) => {
    const key = normalize(text);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

function normalize(text: string): string {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return letters === '' ? text.trim() : letters;
}
