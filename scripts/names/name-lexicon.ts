import nlp from 'compromise';
import { core, openLexemeTable } from '../../classifier/internals/index.ts';

/**
 * Names that are frequent in film reviews and that compromise's lexicon lacks or classifies otherwise (`Ford`,
 * `Washington`).
 */
const ADDED = {
  Demonym: `arab, arabian, argentinian, balinese, basque, bavarian, breton, british, briton, britons, burmese,
    caribbean, catalan, caucasian, chechen, chicano, cockney, corsican, danish, dutchman, english, englishman, eritrean,
    eskimo, eurasian, finn, finnish, flemish, frenchman, frenchwoman, gaelic, hawaiian, hispanic, inuit, irish,
    irishman, jew, jews, jewish, kosovar, kurd, kurdish, kurds, latin, latina, latino, latinos, londoner, maltese,
    maori, mayan, neapolitan, nepalese, new yorker, new yorkers, nordic, parisian, persian, polish, prussian,
    scandinavian, scot, scots, scotsman, scouse, serb, serbs, siberian, sicilian, slavic, slovenian, somali, soviet,
    spanish, swedish, tibetan, turk, turks, turkish, venetian, viennese, yankee, yugoslav`,
  Organization: `bbc, columbia, dreamworks, espn, hallmark, harvard, hbo, mgm, miramax, nickelodeon, paramount, pbs,
    pixar, sony, universal, universal studios`,
  Place: `bollywood, broadway, cannes, earth, hollywood, l.a., new york city, northern ireland, south korea, sundance,
    tinseltown, u.k., u.s., u.s.a.`,
  LastName: 'ford, washington',
  Noun: 'christmas, emmy, god, halloween, oscar, oscars, yiddish',
};

const TAGS = {
  nationality: ['Demonym'],
  place: ['Place', 'City', 'Country', 'Region'],
  organization: ['Organization', 'SportsTeam'],
  person: ['Person', 'FirstName', 'MaleName', 'FemaleName', 'LastName'],
} as const;

/** The kind that the lexicon gives a word or a sequence of words. */
type KnownKind = keyof typeof TAGS;

const { one } = nlp.model() as { one: { lexicon: Record<string, string | string[]> } };
const tagsOf = new Map(
  [
    ...Object.entries(one.lexicon),
    ...Object.entries(ADDED).flatMap(([tag, words]) =>
      words.split(/,\s+/).map((word) => [word, tag] as const),
    ),
  ].map(([word, tags]) => [word, [tags].flat()]),
);
const { indexOf } = openLexemeTable(core.lexemes);

/** Looks up the kind of a word or a sequence of words in compromise's lexicon, with a few names added. */
export function findKnownKind(name: string): KnownKind | undefined {
  const tags = tagsOf.get(name.toLowerCase());
  if (tags === undefined) return undefined;
  const kinds = Object.keys(TAGS) as KnownKind[];
  return kinds.find((kind) => TAGS[kind].some((tag) => tags.includes(tag)));
}

/**
 * Whether a word is an everyday word: it is in wink-nlp's list of 87,593 words, which has few names, or the lexicon
 * knows it as something other than a name.
 */
export function isCommonWord(word: string): boolean {
  const lower = word.toLowerCase();
  if (indexOf(lower) !== undefined) return true;
  if (tagsOf.has(lower)) return findKnownKind(lower) === undefined;
  return lower.endsWith('s') && indexOf(lower.slice(0, -1)) !== undefined;
}

/**
 * Whether a name looks like a person's: its first word is known in personal names, or compromise tags the whole as a
 * person (`Bill Murray`).
 */
export function looksLikePerson(name: string): boolean {
  return findKnownKind(name.split(' ')[0]!) === 'person' || nlp(name).has('^#Person+$');
}
