import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RULES, toPlainText } from '../../../../classifier/src/text/rules/index.ts';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../../../scripts/bench/hostile-texts.ts';

const plain = (text: string): string => toPlainText(text).text.replace(/\s+/g, ' ').trim();

test.each(RULES.map(({ name, example: [written, read], rewrite }) => ({ name, written, read, rewrite })))(
  '$name: $written',
  ({ written, read, rewrite }) => {
    expect(rewrite(written).text).toBe(read);
  },
);

test('no two rules have one name', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

describe('what is written is read', () => {
  test.each([
    ['It isn&amp;amp;#39;t good', "It isn't good"],
    ['It isn&#x27;t', "It isn't"],
    ['&lt;br /&gt;Good', 'Good'],
    ['<p class="a">Good</p><!-- bad -->', 'Good'],
    ['un<b>believ</b>able', 'unbelievable'],
    ['THIS ISNT GOOD', "THIS ISN'T GOOD"],
    ["I ca'nt, do'nt, isn''t, didn;t, won t go", "I can't, don't, isn't, didn't, won't go"],
    ["It wasn' t, they aren 't", "It wasn't, they aren't"],
    ['Cant wait. Dont.', "Can't wait. Don't."],
    ['Youll see, itll do, thats it, I couldve', "You'll see, it'll do, that's it, I could've"],
    ['isn\u00e2\u0080\u0099t', 'isn’t'],
    ['RT @name: see www.example.org, me@example.org', 'see ,'],
    ['#NBAFinals2019 #so_good', 'NBA Finals 2019 so good'],
    ['👍🏽 Great', 'great , Great'],
    ['I did not like it 👎👎', 'I did not like it , awful'],
    ['It was bad! 😡 Never again', 'It was bad! , terrible . Never again'],
    ['ok:) and :-( :D', 'ok , nice , and , disappointing , great'],
    ['I give it a 9/10', 'I give it a excellent'],
    ['★★★★☆', 'very good'],
    ['8.5/10, 2/5 stars', 'very good , mediocre'],
    ['Four out of five stars', 'very good'],
    ['Loved it. 5 ⭐️', 'Loved it. , excellent'],
    ['1⭐ because I had to', 'terrible , because I had to'],
    ['4½★ hotel', 'excellent , hotel'],
    ['10/10 ⭐', 'excellent'],
    ['4/5 ★, 4 out of 5 ⭐, 3/4 ⭐', 'very good , very good , very good'],
    ['Rating: ⭐⭐⭐½', 'Rating: good'],
    ['★½', 'bad'],
    ['★ ☆ ☆ ☆ ☆', 'terrible'],
    ['⭐ out of ⭐⭐⭐⭐⭐, ★★★/★★★★', 'terrible , very good'],
    ['★\nBroke in a week', 'terrible , Broke in a week'],
    ['Not for me. ★', 'Not for me. , terrible'],
    ['I give it a ★', 'I give it a terrible'],
    ['5️⃣ stars, 🔟/🔟', 'excellent , excellent'],
    ['What a hero /sarcasm', 'What a hero , not really'],
    ['Wow #sarcasm #fail', 'Wow , not really , fail'],
    ['a #notebook, #NotMyMovie', 'a notebook, Not My Movie'],
    ['It works ¯\\_(ツ)_/¯', 'It works , annoying'],
    ['Again ¯_(ツ)_/¯ and ಠ_ಠ', 'Again , annoying , and , annoying'],
    ['Crashed (╯°□°)╯︵ ┻━┻', 'Crashed , terrible'],
    ['So good 😭😭', 'So good , emotional'],
    ['Do👏Not👏Buy👏', 'Do Not Buy'],
    ['👏 worst 👏 show 👏 ever', 'worst show ever'],
    ['this✨film✨is✨bad ✨', 'this film is bad'],
    ['Great show 👏👏', 'Great show , brilliant'],
    ['isn,t, don?t, dont’t', "isn't, don't, don't"],
    ['It dosnt, DOSENT, wasint, cudnt, woudn’t', "It doesn't, doesn't, wasn't, couldn't, wouldn't"],
    ['I dnt like it, it isnot good, it didnot work', "I don't like it, it is not good, it did not work"],
    ['don&#39t, don&amp;#8217t, don\\u2019t, don%27t', "don't, don't, don’t, don't"],
    ['Great \\ud83d\\ude0d', 'Great , wonderful'],
    ['𝓖𝓸𝓸𝓭 ⓕⓘⓛⓜ', 'Good film'],
    [`Go${'o'.repeat(200)}d`, 'Goood'],
    [`so ${'haha'.repeat(30)} funny`, 'so haha funny'],
    ['5 stars out of 5, 2 stars out of 10', 'excellent , terrible'],
    ['2 stars out of four', 'average'],
    ['10 outta 10', 'excellent'],
    ['1star. 5stars!', 'terrible . , excellent !'],
    ['a one-star movie, five-star review', 'a terrible movie, excellent review'],
    ['1 1/2 stars. 3½ stars. Four and a half stars', 'bad . , good . , excellent'],
    ['9⁄10, 2∕10', 'excellent , terrible'],
    ['11/10 would see again', 'excellent , would see again'],
    ['6 out of 5', 'excellent'],
    ['-10/10. I give it -1 stars', 'terrible . I give it terrible'],
    ['negative 5 stars, minus 10/10', 'terrible , terrible'],
    ['No stars! not 5 stars', 'terrible ! not excellent'],
    ['4.5* film', 'excellent , film'],
    ['Grade: A. She gave it an F', 'Grade: excellent . She gave it an terrible'],
    ['A+++++ seller, B– at best', 'excellent , seller, decent , at best'],
    ['A thumbs-down', 'A thumbs down'],
    ['I would **not** see *it* again, _really_', 'I would not see it again, really'],
    ['[quote=bob]It is [b]not[/b] good[/quote]', 'It is not good'],
    ['Pros:\n1. cheap\n2) quick!\n3. small', 'Pros: cheap . quick! small'],
  ])('%s', (written, read) => {
    expect(plain(written)).toBe(read);
  });
});

describe('plain prose stays as it is', () => {
  test.each([
    "It isn't good; it's 3.5 hours long -- and well-made.",
    '1 < 2 and 2 > 1, a < b > c, a <b and c>',
    'AT&T, R&B, rock & roll; Q&A',
    'the #1 film, C# and a C-span',
    'as is his wont, he was wont to go on; the cant of politics',
    'its well made, we were ill, hell and shell, id and wed',
    '9/11, 24/7, 1/2, 9/10/2024, 9 out of 10 people, 4/5 of the film',
    'two stars fall in love, a B-movie, vitamin A',
    'note: (a) one; (b) two: yes',
    'He said "no" -- at 5:30 ...',
    'a writer\\/director \\*\\*\\* -LRB- sic -RRB-',
    'Rocky III, xXx and www',
    'It does 5 m /s at best, and/or km/s',
    'the top 10 ★, ★ a bullet ★ and another',
    'a star ★',
    '☆☆☆☆☆',
    'a film with no stars, a five-star hotel, a two-star general, five-star reviews',
    'on 11/10 and by 12/10/2024, 5 * 3 * 2, C++, f*ck, -5 degrees',
    'snake_case_name, 2*3 and 4*5',
    'plan A. Grade A beef, it gets a Bmw',
    '1. FC Nowhere won. 1.5 hours',
    'I want to knot it, a donor, undone, the dint',
    'a vitamin B deficiency, an A-list star',
  ])('%s', (text) => {
    expect(toPlainText(text)).toEqual({ text, edits: [] });
  });

  test('whatever its words and stops', () => {
    const words = "the a film is isn't good bad It He well-made 3.5 1999 , . ; : ( ) its were Mr. U.S.".split(
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words)), (found) => {
        // A colon before a bracket is an emoticon.
        const text = found.join(' ').replace(/[:;] (?=[()])/g, '');
        expect(toPlainText(text).text).toBe(text);
      }),
    );
  });
});

test('any text of 40,000 characters takes less than a second, as it does where time is linear', () => {
  const patterns = [
    '<',
    '<b ',
    '<!--',
    '&amp;',
    '&#',
    '&amp',
    '\\n',
    "n'",
    '@a.',
    'a@a.',
    '★',
    '★ ',
    '5 ★',
    '👍\ufe0f',
    '¯\\_(',
    '(╯a)╯',
    'n t ',
    "isn'",
    '<3',
    ': ',
    '9/',
    '1 of 5 ',
    'aaa',
    'â',
    'ðŸ',
    '*a',
    '**a ',
    '_a ',
    '[/b=',
    '\n2. ',
    'a👏',
    '👏 ',
    'haha',
    'abc',
    '3 1/2 ',
    '5 stars out ',
    '-1',
    'minus 5',
    '5*',
    'gives it an ',
    'dosen',
    'not',
    '\\u00e9',
    '%27a',
  ];
  const texts = patterns.map((pattern) => pattern.repeat(40_000 / pattern.length));
  for (const text of [
    ...texts,
    ...HOSTILE_TEXTS.map((hostile) => hostile.text.repeat(4)),
    ...AWKWARD_TEXTS,
  ]) {
    const start = performance.now();
    toPlainText(text);
    expect(performance.now() - start, JSON.stringify(text.slice(0, 10))).toBeLessThan(1000);
  }
});
