import fc from 'fast-check';

const NUM_SURROGATES = 0x800;
const FIRST_SURROGATE = 0xd800;

/**
 * Any character of Unicode, for `fc.string({ unit: anyCharacter })`: the same as the unit `binary`, which first takes a
 * second to list all of them, and keeps the list.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - NUM_SURROGATES }).map(
  (index) => String.fromCodePoint(index < FIRST_SURROGATE ? index : index + NUM_SURROGATES),
  (value) => {
    const [character = '', ...others] = value as string;
    const code = character.codePointAt(0);
    if (code === undefined || others.length > 0 || !character.isWellFormed()) throw new Error('no character');
    return code < FIRST_SURROGATE ? code : code - NUM_SURROGATES;
  },
);

const URL_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@";
const urlPart = fc.string({
  unit: fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...URL_SIGNS) },
    { weight: 1, arbitrary: anyCharacter.map(encodeURIComponent) },
  ),
});

/** Any URL of the web; `fc.webUrl` lists all characters first. */
export const anyUrl: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.domain(),
    fc.array(urlPart, { maxLength: 4 }),
    fc.option(urlPart, { nil: undefined }),
    fc.option(urlPart, { nil: undefined }),
  )
  .map(([scheme, domain, path, query, fragment]) =>
    [
      `${scheme}://${domain}`,
      ...path.map((segment) => `/${segment}`),
      ...(query === undefined ? [] : [`?${query}`]),
      ...(fragment === undefined ? [] : [`#${fragment}`]),
    ].join(''),
  );
