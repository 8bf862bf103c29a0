/** The patterns that find a text in other spellings: what they find, and where they stop. */
import { describe, expect, test } from 'vitest';
import { base64Cores, fragmentsOf, spelledAnyhow } from '../../helpers/http/spellings.ts';

const finds = (secret: string, text: string) => new RegExp(`^${spelledAnyhow(secret)}$`, 'u').test(text);

describe('what is found', () => {
  test.each([
    ['a', 'a'],
    ['a', '\\a'],
    ['a', `${'\\'.repeat(8)}a`],
    ['a', '%61'],
    ['a', `%${'25'.repeat(4)}61`],
    ['a', '\\u0061'],
    ['a', `${'\\'.repeat(8)}u0061`],
    ['a', '&#97;'],
    ['a', '&#97'],
    ['a', '&#00000097;'],
    ['a', `&${'amp;'.repeat(4)}#97;`],
    ['a', '&#x61;'],
    ['a', '&#X00000061'],
    ['ab', '%61\\u0062'],
    ['ab', 'a\0b'],
    ['ab', 'a\0\0\0b'],
    ['ab', 'a\\u0000b'],
    ['ab', `a${'\\'.repeat(8)}u0000\0b`],
    ['j', '%6A'],
    ['j', '%6a'],
    ['j', '\\u006A'],
    ['j', '&#x6A;'],
    ['\n', '%0a'],
    ['\n', '\\u000A'],
    [' ', '+'],
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['"', '&quot;'],
    ["'", '&apos;'],
    ['<', '&amp;lt;'],
    ['é', '%C3%a9'],
    ['é', 'Ã©'],
    ['é', '\ufffd'],
    ['é', '\ufffd'.repeat(4)],
    ['€', '\u00e2\u0082\u00ac'],
    ['🎉', '\\ud83c\\uDF89'],
    ['🎉', '&#127881;'],
    ['🎉', '&#x1f389;'],
    ['.', '.'],
    ['\u0080', '\ufffd'],
  ])('%j as %j', (secret, text) => {
    expect(finds(secret, text)).toBe(true);
  });
});

describe('what is not', () => {
  test.each([
    ['a', 'A'],
    ['a', ''],
    ['a', `${'\\'.repeat(9)}a`],
    ['a', `%${'25'.repeat(5)}61`],
    ['a', `${'\\'.repeat(9)}u0061`],
    ['a', 'u0061'],
    ['a', '&#000000097;'],
    ['a', `&${'amp;'.repeat(5)}#97;`],
    ['a', '%062'],
    ['a', '+'],
    ['a', '\ufffd'],
    ['\u007f', '\ufffd'],
    ['ab', 'a\0\0\0\0b'],
    ['ab', `a${'\\'.repeat(9)}u0000b`],
    ['ab', 'au0000b'],
    ['ab', 'a b'],
    ['ab', 'ba'],
    ['.', 'x'],
    ['a', '&undefined;'],
    ['ÿ', 'ÿ\0'],
    ['é', '\ufffd'.repeat(5)],
  ])('%j as %j', (secret, text) => {
    expect(finds(secret, text)).toBe(false);
  });
});

describe('cores of base64', () => {
  test.each(['abcdef', 'a+b/c~?>ü', '~~~???>>>', 'secret with spaces'])(
    'of %j stand in that of any text that holds it',
    (text) => {
      for (const before of ['', 'x', 'xy', 'xyz', 'ü']) {
        for (const after of ['', 'z', 'zz', 'zzz']) {
          const all = Buffer.from(before + text + after);
          for (const encoding of ['base64', 'base64url'] as const) {
            const encoded = all.toString(encoding);
            expect(
              base64Cores(text).some((core) => encoded.includes(core)),
              encoded,
            ).toBe(true);
          }
        }
      }
    },
  );

  test('depend on nothing beside the text', () => {
    expect(base64Cores('abcdef')).toEqual(['YWJjZGVm', 'YWJjZGVm', 'FiY2RlZ', 'FiY2RlZ', 'hYmNkZW', 'hYmNkZW']);
    expect(base64Cores('>>>???')).toEqual(['Pj4+Pz8/', 'Pj4-Pz8_', '4+Pj8/P', '4-Pj8_P', '+Pj4/Pz', '-Pj4_Pz']);
  });

  test.each([
    ['', 0],
    ['abc', 0],
    ['abcd', 0],
    ['abcde', 6],
    ['12345', 6],
  ])('of %j: %i are long enough', (text, count) => {
    expect(base64Cores(text)).toHaveLength(count);
  });
});

test.each<[text: string, length: number, parts: string[]]>([
  ['abcd', 2, ['ab', 'bc', 'cd']],
  ['abcd', 4, ['abcd']],
  ['abc', 4, []],
  ['', 4, []],
])('parts of %j of %i characters', (text, length, parts) => {
  expect(fragmentsOf(text, length)).toEqual(parts);
});
