import { problem } from '../contract/problems.ts';

/** The attributes of an event by name, each in its canonical string encoding (CloudEvents 1.0.2, "Type System"). */
export type Attributes = Readonly<Record<string, string>>;

const NAME = /^(?!data$)[a-z\d]+$/;
/** Control characters, lone surrogates and Unicode's noncharacters. */
const DISALLOWED = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const MAX_INTEGER = 2_147_483_647;

/** A pattern for characters of a URI: unreserved ones, delimiters, escapes and `more` (RFC 3986, section 2). */
const chars = (more: string): string => `(?:[\\w.~!$&'()*+,;=:@${more}-]|%[\\da-f]{2})*`;
/** RFC 3986, section 4.1. Without a scheme the first segment of the path has no colon. */
const URI_REFERENCE = new RegExp(
  [
    '^(?:[a-z][a-z\\d+.-]*:|(?![^/?#]*:))',
    `(?://${chars('')}(?:\\[[\\da-fv.:]+\\](?::\\d*)?)?(?=[/?#]|$))?`,
    `${chars('/')}(?:\\?${chars('/?')})?(?:#${chars('/?')})?$`,
  ].join(''),
  'i',
);
const SCHEME = /^[a-z][a-z\d+.-]*:/i;
/** RFC 3339, section 5.6, except for the number of days in a month. */
const TIMESTAMP =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

interface Rule {
  expected: string;
  isValid: (value: string) => boolean;
}

const STRING = {
  expected: 'a string of at least one character and no control characters',
  isValid: (value: string) => value !== '',
};
const VERSION = { expected: 'the string "1.0"', isValid: (value: string) => value === '1.0' };
const SOURCE = {
  expected: 'a URI-reference of at least one character, as in RFC 3986',
  isValid: (value: string) => value !== '' && isUriReference(value),
};

const REQUIRED: [string, Rule][] = [
  ['specversion', VERSION],
  ['id', STRING],
  ['source', SOURCE],
  ['type', STRING],
];
/** The attributes that the specification defines. */
const RULES = new Map<string, Rule>([
  ...REQUIRED,
  ['subject', STRING],
  ['time', { expected: 'a timestamp such as "2018-04-05T17:31:00Z", as in RFC 3339', isValid: isTimestamp }],
  [
    'dataschema',
    {
      expected: 'a URI with its scheme, as in RFC 3986',
      isValid: (value) => SCHEME.test(value) && isUriReference(value),
    },
  ],
  // The type is checked when the data is read.
  ['datacontenttype', { expected: 'a media type such as "application/json"', isValid: () => true }],
]);

/** Whether the specification defines an attribute with this name. All others are extensions. */
export function isCore(name: string): boolean {
  return RULES.has(name);
}

/**
 * Checks the attributes of an event. Attributes that are null are omitted.
 * @param values names and values in any order; strings, and in JSON also booleans and integers
 * @param pointer JSON Pointer to the event. An error in an attribute of the specification points to that attribute, any
 *   other error to the event
 * @throws ProblemError if an attribute is missing or invalid
 */
export function readAttributes(values: Iterable<[string, unknown]>, pointer = ''): Attributes {
  const given = new Map(values);
  for (const [name, { expected }] of REQUIRED) {
    if ((given.get(name) ?? null) !== null) continue;
    throw problem(
      'invalid-event',
      `The attribute ${name} is missing; expected ${expected}.`,
      `${pointer}/${name}`,
    );
  }
  const attributes: Record<string, string> = {};
  for (const [name, value] of given) {
    if (!NAME.test(name)) {
      throw problem(
        'invalid-event',
        'The name of an attribute is not valid; expected lower-case letters a to z and digits only, and not "data".',
        pointer || undefined,
      );
    }
    if (value !== null)
      attributes[name] = isCore(name) ? readCore(name, value, pointer) : readExtension(value, pointer);
  }
  return attributes;
}

function readCore(name: string, value: unknown, pointer: string): string {
  const { expected, isValid } = RULES.get(name)!;
  if (typeof value === 'string' && !DISALLOWED.test(value) && isValid(value)) return value;
  throw problem(
    'invalid-event',
    `The attribute ${name} is not valid; expected ${expected}.`,
    `${pointer}/${name}`,
  );
}

function readExtension(value: unknown, pointer: string): string {
  if (typeof value === 'string' && !DISALLOWED.test(value)) return value;
  if (typeof value === 'boolean') return String(value);
  if (Number.isInteger(value) && (value as number) >= -MAX_INTEGER - 1 && (value as number) <= MAX_INTEGER) {
    return String(value);
  }
  throw problem(
    'invalid-event',
    'An extension attribute is not valid; expected a string without control characters, a boolean or a 32-bit integer.',
    pointer || undefined,
  );
}

/** Whether a string is a URI reference (RFC 3986). An empty string is one. */
export function isUriReference(value: string): boolean {
  return URI_REFERENCE.test(value);
}

function isTimestamp(value: string): boolean {
  const day = TIMESTAMP.exec(value)?.[1];
  // `Date` turns the 31st of February into a day of March.
  return day !== undefined && new Date(day).toISOString().startsWith(day);
}
