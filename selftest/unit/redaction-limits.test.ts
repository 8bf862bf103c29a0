/** Where redaction stops: what is too short or too common to be a secret, and secrets that other secrets hold. */
import { describe, expect, test } from 'vitest';
import { authorizationRedactor, mask, redactor, variationMask } from '../../helpers/http/redaction.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');
const redact = (text: string, password: string, username = 'demo') => redactor([{ username, password }])(text);

describe('too short to be looked for', () => {
  test('a password of three characters, and a token', () => {
    expect(redact('an q7x here', 'q7x')).toBe('an q7x here');
    expect(redactor([], ['q7x'])('an q7x here')).toBe('an q7x here');
  });

  test('a password of four without its last', () => {
    expect(redact('q7x q7xk', 'q7xk')).toBe(`q7x ${mask}`);
  });

  test('the hexadecimal of a pair of three characters, but not of four', () => {
    expect(redact(`<ab${hex(':xy')}cd>`, 'xy', '')).toBe(`<ab${hex(':xy')}cd>`);
    expect(redact(`<ab${hex('a:xy')}cd>`, 'xy', 'a')).toBe(`<${mask}>`);
  });

  test('the hexadecimal of four characters of a header, but not of five', () => {
    expect(redact(`<${hex(base64('ab:xy').slice(4))}>`, 'xy', 'ab')).toBe(`<${hex(base64('ab:xy').slice(4))}>`);
    expect(redact(`<${hex(base64('demo:xy').slice(7))}>`, 'xy')).toBe(`<${mask}>`);
    expect(redact('<a3db>', '')).toBe('<a3db>');
  });

  test('what is seven characters long with the quote before it', () => {
    expect(redact('<"q7W!xk9 >', 'q7W!xk9"Zt4mVb2L')).toBe('<"q7W!xk9 >');
  });
});

describe('too common to be looked for', () => {
  test('seven digits that no document holds', () => {
    expect(redact('number 7351926', '7351926')).toBe('number 7351926');
  });

  test('an ordinary word that is the password without its last character', () => {
    expect(redact('an invoice here, invoice7', 'invoice7')).toBe(`an invoice here, ${mask}`);
  });
});

describe('parts of a header', () => {
  test('eight characters of it tell enough of a short password as well, in either alphabet', () => {
    const part = base64('demo:?>>~?>xq7Wz').slice(7, 15);
    expect(part).toBe('/Pj5+Pz5');
    expect(redact(`<${part}> <_Pj5-Pz5>`, '?>>~?>xq7Wz')).toBe(`<${mask}> <${mask}>`);
    const other = base64('demo:qWz?7x>Wz7q').slice(8, 16);
    expect(other).toBe('V3o/N3g+');
    expect(redact(`<${other}> <V3o_N3g->`, 'qWz?7x>Wz7q')).toBe(`<${mask}> <${mask}>`);
  });

  test('the longer of two headers is masked whole, whichever account comes first', () => {
    const accounts = [
      { username: 'u', password: 'q7xkabc' },
      { username: 'u', password: 'q7xkabcdef' },
    ];
    for (const redacted of [redactor(accounts), redactor(accounts.toReversed())]) {
      expect(redacted(`<Basic ${base64('u:q7xkabcdef')}>`)).toBe(`<${mask}>`);
    }
  });
});

test('a short secret in a longer one leaves nothing of it', () => {
  const accounts = [
    { username: 'a', password: 'q7xk' },
    { username: 'b', password: 'q7xk-more' },
  ];
  for (const redacted of [redactor(accounts), redactor(accounts.toReversed())]) {
    expect(redacted('<q7xk-more>')).toBe(`<${mask}>`);
  }
});

test('a word that begins a text', () => {
  expect(redact(hex('q7xk'), 'q7xk')).toBe(mask);
});

describe('in signs that are none of ASCII alone', () => {
  test.each([
    ['UTF-8 read as ISO 8859-1', 'q7xk-süß', Buffer.from('q7xk-süß').toString('latin1')],
    ['UTF-8 read as ISO 8859-1, no ASCII beside', 'äöüßé', Buffer.from('äöüßé').toString('latin1')],
    ['lost', 'äöüßé', '\ufffd'.repeat(5)],
    ['UTF-16 that reads as ordinary text', '李明湖李', Buffer.from('李明湖李', 'utf16le').toString('latin1')],
  ])('%s', (_name, password, text) => {
    expect(redact(`<${text}>`, password)).toBe(`<${mask}>`);
    expect(redact(text, password)).toBe(mask);
  });

  test('where one account has such, the other is looked for as well', () => {
    const accounts = [
      { username: 'a', password: '李明湖李' },
      { username: 'b', password: 'plain-q7' },
    ];
    for (const redacted of [redactor(accounts), redactor(accounts.toReversed())]) {
      expect(redacted('<gNf\u000eVngN>')).toBe(`<${mask}>`);
    }
  });
});

describe('of Authorization', () => {
  /** What the redactor of texts finds is no part of these. */
  const value = (text: string, password: string) =>
    authorizationRedactor([{ username: 'demo', password }], (found) => found)(`Basic ${base64(text)}`);

  test('a user that looks like the password is not the password', () => {
    expect(value('Hunter2-Z:wrong', 'Hunter2-Zt4!')).toBe(`Basic ${base64('Hunter2-Z:wrong')}`);
    expect(value('x:wrong', 'x')).toBe(`Basic ${base64('x:wrong')}`);
  });

  test('the last half of the password is a half', () => {
    expect(value('demo:2-zt4!', 'Hunter2-Zt4!')).toBe(`Basic ${variationMask}`);
  });
});
