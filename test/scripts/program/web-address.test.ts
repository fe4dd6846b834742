import { describe, expect, test } from 'vitest';
import { readWebAddress } from '../../../scripts/program/web-address.ts';

const basic = (credentials: string) => ({
  authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
});

describe('readWebAddress', () => {
  test.each([
    ['http://localhost:8080', 'http://localhost:8080', {}],
    ['http://localhost:8080/', 'http://localhost:8080', {}],
    ['https://host/a@b?c=d@e', 'https://host/a@b?c=d@e', {}],
    ['http://me:secret@host', 'http://host', basic('me:secret')],
    ['http://me@host/path/', 'http://host/path/', basic('me:')],
    ['http://:secret@host', 'http://host', basic(':secret')],
    ['http://a%3Ab:s%C3%A9cr%40t@host', 'http://host', basic('a:b:sécr@t')],
    ['http://me:se@cret@host', 'http://host', basic('me:se@cret')],
  ])('takes the name and the password out of %s', (text, url, headers) => {
    expect(readWebAddress(text)).toEqual({ url, headers });
  });

  test.each([
    ['localhost', '"localhost" is not a URL; expected one such as http://localhost:8080'],
    ['localhost:8080', '"localhost:8080" is not a URL'],
    ['ftp://me:secret@host', '"ftp://host" is not a URL'],
    ['http://me:sec/ret@host', '"http://host" is not a URL'],
    ['htp//me:secret@host', '"host" is not a URL'],
    ['http://me:secret@', '"http://" is not a URL'],
    ['http://me:secret%@host', 'a % that begins no character; expected %25 for a %'],
    ['', '"" is not a URL'],
  ])('refuses %j without a word of its password', (text, problem) => {
    const refuse = () => readWebAddress(text);
    expect(refuse).toThrow(problem);
    expect(refuse).not.toThrow(/sec|ret|me:/);
  });
});
