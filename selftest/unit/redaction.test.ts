/** Secrets in every spelling in which a server may give them back, and ordinary text that has to stay as it is. */
import { describe, expect, test } from 'vitest';
import {
  authorizationRedactor,
  basicAuthorization,
  mask,
  redactor,
  variationMask,
} from '../../helpers/http/redaction.ts';

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const base64url = (text: string) => base64(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const hex = (text: string) => Buffer.from(text).toString('hex');
const perCharacter = (text: string, spell: (code: number, character: string) => string) =>
  [...text].map((character) => spell(character.codePointAt(0) ?? 0, character)).join('');
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const unicode = (text: string) =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
const nested = (text: string, levels: number): string =>
  levels === 0 ? text : nested(JSON.stringify(text).slice(1, -1), levels - 1);

/** Each spelling that must be masked as a whole. */
const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'percent-encoded where need be': encodeURIComponent,
  'percent-encoded throughout': percent,
  'percent-encoded in capitals': (secret) => percent(secret).toUpperCase(),
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'percent-encoded five times': (secret) => percent(secret).replaceAll('%', '%25252525'),
  'as a form': (secret) => new URLSearchParams([['', secret]]).toString().slice(1),
  'as JSON': (secret) => nested(secret, 1),
  'as JSON in JSON': (secret) => nested(secret, 2),
  'as JSON in JSON in JSON': (secret) => nested(secret, 3),
  'escaped for JSON throughout': unicode,
  'escaped for JSON in capitals': (secret) => unicode(secret).toUpperCase().replaceAll('\\U', '\\u'),
  'escaped for JSON twice': (secret) => nested(unicode(secret), 1),
  'as decimal references': (secret) => perCharacter(secret, (code) => `&#${code};`),
  'as decimal references with zeros and without semicolons': (secret) => perCharacter(secret, (code) => `&#00${code}`),
  'as hexadecimal references': (secret) => perCharacter(secret, (code) => `&#x${code.toString(16)};`),
  'as hexadecimal references in capitals': (secret) =>
    perCharacter(secret, (code) => `&#X00${code.toString(16).toUpperCase()}`),
  'as references of references': (secret) => perCharacter(secret, (code) => `&amp;amp;#${code};`),
  'for HTML': (secret) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;'),
  'in UTF-16': (secret) => [...secret].join('\0'),
  'in UTF-16 as JSON': (secret) => [...secret].join('\\u0000'),
  'in UTF-8 read as ISO 8859-1': (secret) => Buffer.from(secret).toString('latin1'),
  'in UTF-16 read as ISO 8859-1': (secret) => Buffer.from(secret, 'utf16le').toString('latin1').replace(/\0$/, ''),
  'in UTF-16 of the other order read as ISO 8859-1': (secret) =>
    Buffer.from(secret, 'utf16le').swap16().toString('latin1').replace(/^\0/, ''),
  'with signs that were lost': (secret) => secret.replaceAll(/[^\0-\x7f]/g, '\ufffd'),
  'in base64': base64,
  'in base64 behind one byte': (secret) => base64(`x${secret}`),
  'in base64 behind two bytes': (secret) => base64(`xy${secret}`),
  'in base64 in the midst': (secret) => base64(`some text: ${secret} and more`),
  'in base64 for URLs': base64url,
  'in base64 for URLs behind one byte': (secret) => base64url(`x${secret}`),
  'in base64 for URLs behind two bytes': (secret) => base64url(`xy${secret}`),
  'in hexadecimal': hex,
  'in hexadecimal capitals': (secret) => hex(secret).toUpperCase(),
  'in hexadecimal in the midst': (secret) => hex(`ab${secret}cd`),
};

const passwords = [
  '李明王芳张伟',
  'hunter2!',
  'Tr0ub4dor &<3>"\'\\/+~??>>',
  'süß-Zoë-李🎉',
  'q7xZ€',
  'short$(x)*[y]|{z}^.?',
];

describe.each(passwords)('the password %s', (password) => {
  const account = { username: 'demo', password };
  const redact = (text: string) => redactor([account])(text);

  test.each(Object.entries(spellings))('%s', (_name, spell) => {
    expect(redact(`before ${spell(password)} after`)).toBe(`before ${mask} after`);
    expect(redact(`before\n${spell(password)}`)).toBe(`before\n${mask}`);
  });

  test.each(Object.entries(spellings))('together with its user, %s', (_name, spell) => {
    expect(redact(`before ${spell(`demo:${password}`)} after`)).toBe(`before ${mask} after`);
  });

  test('every time that it stands there', () => {
    expect(redact(`${password}, ${password}; ${percent(password)}`)).toBe(`${mask}, ${mask}; ${mask}`);
  });

  test('several times without a gap', () => {
    expect(redact(`<${password}${password}${password}>`)).toBe(`<${mask}>`);
  });

  test('in its header', () => {
    expect(redact(basicAuthorization(account))).toBe(mask);
    expect(redact(`x ${basicAuthorization(account)} y`)).toBe(`x ${mask} y`);
  });

  test('without its last character, in capitals, in small letters', () => {
    for (const variation of [password.toUpperCase(), password.toLowerCase()]) {
      expect(redact(`x ${variation} y`), variation).toBe(`x ${mask} y`);
      expect(redact(`x ${base64(`demo:${variation}`)} y`), variation).toBe(`x ${mask} y`);
    }
    expect(redact(`x ${password.slice(0, -1)} y`)).toBe(`x ${mask} y`);
  });

  test('cut off where a text was shortened', () => {
    for (let length = 3; length < password.length - 1; length += 1) {
      expect(redact(`x ${password.slice(0, length)}…`), `${length}`).toBe(`x ${mask}…`);
    }
    expect(redact(`x ${password.slice(0, 2)}…`)).toBe(`x ${password.slice(0, 2)}…`);
    expect(redact(`x ${password.slice(0, 3)}`)).toBe(`x ${password.slice(0, 3)}`);
    expect(redact(`a ${password.slice(0, 3)}… b ${password.slice(0, 4)}… c`)).toBe(`a ${mask}… b ${mask}… c`);
  });

  test('nothing else', () => {
    for (const text of [
      '',
      'ordinary text',
      '{"a":"\\u0041%20&amp;"}',
      'demo',
      '100 %',
      'x… and y… z',
      'password: 7',
    ]) {
      expect(redact(text)).toBe(text);
    }
  });
});

describe('parts of a long password', () => {
  const password = 'q7W!xk9"Zt4mVb2L';
  // Made in each test: what goes wrong while tests are collected is no failure of any.
  const redact = (text: string) => redactor([{ username: 'demo', password }])(text);

  test('eight characters tell enough, seven do not', () => {
    for (let start = 0; start + 8 <= password.length; start += 1) {
      const [eight, seven] = [password.slice(start, start + 8), password.slice(start, start + 7)];
      expect(redact(`<${eight}>`)).toBe(`<${mask}>`);
      expect(redact(`<${seven}>`)).toBe(`<${seven}>`);
    }
  });

  test('all of a longer part is masked', () => {
    expect(redact(`<${password.slice(1, 15)}>`)).toBe(`<${mask}>`);
    expect(redact(`<${password.slice(1, 9)}${password.slice(3, 11)}>${password.slice(2, 11)}`)).toBe(
      `<${mask}>${mask}`,
    );
  });

  test('as JSON, too', () => {
    expect(redact('<7W!xk9\\">')).toBe(`<${mask}>`);
  });

  test('of one of twelve characters, but not of eleven', () => {
    expect(redactor([{ username: 'u', password: 'q7Wxk9Zt4mVb' }])('<7Wxk9Zt4>')).toBe(`<${mask}>`);
    expect(redactor([{ username: 'u', password: 'q7Wxk9Zt4mV' }])('<7Wxk9Zt4>')).toBe('<7Wxk9Zt4>');
  });

  test('that are ordinary words stay', () => {
    expect(redactor([{ username: 'u', password: 'createInvoice-q7Wxk9' }])('createInvoice')).toBe('createInvoice');
  });

  test('of its header: the word around eight characters of it is masked', () => {
    const header = base64(`demo:${password}`);
    expect(redact(`<xx${header.slice(8, 16)}yy> z`)).toBe(`<${mask}> z`);
    expect(redact(`<${hex(header.slice(7))}>`)).toBe(`<${mask}>`);
    expect(redact(`<${hex(header.slice(7)).toUpperCase()}>`)).toBe(`<${mask}>`);
    expect(redact(`${header.slice(0, 6)}…`)).toBe(`${mask}…`);
  });

  test('in either half of base64, whoever the user is', () => {
    for (const user of ['', 'a', 'ab', 'abc']) {
      const token = base64(`${user}:${password}`);
      const middle = token.length / 2;
      expect(redact(`<${token.slice(0, middle)}> <${token.slice(middle)}>`), user).toBe(`<${mask}> <${mask}>`);
    }
  });

  test('what tells of the user alone stays', () => {
    expect(redact(base64('demo:'))).toBe(base64('demo:'));
    expect(redact(base64('demo:wrong'))).toBe(base64('demo:wrong'));
  });
});

describe('a password that is an ordinary word', () => {
  test.each(['abc', 'q7x', 'x', 'invoice', 'Invoice', 'password', '1234567', 'ü'])(
    '%s is masked where it is announced',
    (password) => {
      const redact = redactor([{ username: 'demo', password }]);
      for (const word of [
        'password',
        'Passwd',
        'passwort',
        'pass',
        'PWD',
        'secret',
        'credential',
        'credentials',
        'authorization',
      ]) {
        for (const sign of ['=', ': ', '":"', "' : '"]) {
          expect(redact(`${word}${sign}${password}, x`)).toBe(`${word}${sign}${mask}, x`);
        }
      }
      expect(redact(`<demo:${password}>`)).toBe(`<${mask}>`);
      expect(redact(basicAuthorization({ username: 'demo', password }))).toBe(mask);
    },
  );

  test.each(['abc', 'q7x', 'invoice', '1234567'])('%s stays everywhere else', (password) => {
    const redact = redactor([{ username: 'demo', password }]);
    for (const text of [
      `an ${password} here`,
      `${password}=secret`,
      `password=${password}x`,
      `bypass=${password}`,
      password,
    ]) {
      expect(redact(text)).toBe(text);
    }
  });

  test('one of four letters, or of eight digits, is none', () => {
    for (const password of ['q7xk', '73519264']) {
      expect(redactor([{ username: 'demo', password }])(`an ${password} here`)).toBe(`an ${mask} here`);
    }
  });
});

describe('several secrets', () => {
  test('of all accounts and others', () => {
    const redact = redactor(
      [
        { username: 'a', password: 'first-q7' },
        { username: 'b', password: 'second-q7' },
      ],
      ['token-q7'],
    );
    expect(redact('first-q7 second-q7 token-q7 third-q7')).toBe(`${mask} ${mask} ${mask} third-q7`);
    expect(redact(`<${base64('token-q7')}> <${percent('token-q7')}> tok…`)).toBe(`<${mask}> <${mask}> ${mask}…`);
  });

  test('the longer first, where one holds another', () => {
    const redact = redactor([
      { username: 'a', password: 'q7xk' },
      { username: 'b', password: 'q7xk-and-more' },
    ]);
    expect(redact('<q7xk-and-more>')).toBe(`<${mask}>`);
  });

  test('others that are short or ordinary stay', () => {
    expect(redactor([], ['abc', 'invoice'])('abc invoice')).toBe('abc invoice');
    expect(redactor([], ['q7xk'])('q7xk')).toBe(mask);
  });

  test('where one has signs beyond ASCII and another has none', () => {
    const accounts = [
      { username: 'a', password: 'q7xk-süß' },
      { username: 'b', password: 'plain-q7' },
    ];
    const mangled = Buffer.from('q7xk-süß').toString('latin1');
    for (const redact of [redactor(accounts), redactor(accounts.toReversed())]) {
      expect(redact(`<${mangled}> <plain-q7>`)).toBe(`<${mask}> <${mask}>`);
    }
  });

  test('at the very beginning of a text', () => {
    const redact = redactor([{ username: 'demo', password: 'q7W!xk9"Zt4mVb2L' }]);
    expect(redact('7W!xk9"Zt')).toBe(mask);
    expect(redact(base64('q7W!xk9"Zt4mVb2L'))).toBe(mask);
  });

  test('the marks are these', () => {
    expect([mask, variationMask]).toEqual(['‹redacted›', '‹redacted: made from the password›']);
    expect(basicAuthorization({ username: 'Aladdin', password: 'open sesame' })).toBe(
      'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    );
    expect(basicAuthorization({ username: 'test', password: '123£' })).toBe('Basic dGVzdDoxMjPCow==');
  });

  test('none at all changes nothing', () => {
    const text = 'password=x %41 … Basic YTpi';
    expect(redactor([])(text)).toBe(text);
  });
});

describe('the value of Authorization', () => {
  const account = { username: 'demo', password: 'Hunter2-Zt4!' };
  const redact = (value: string) => authorizationRedactor([account, other], redactor([account]))(value);
  const other = { username: 'other', password: 'entirely-different' };
  const basic = (text: string) => `Basic ${base64(text)}`;

  // The values are made in each test, as above.
  test.each<[name: string, value: () => string, expected: string]>([
    ['the own one', () => basicAuthorization(account), `Basic ${mask}`],
    ['in another letter case', () => basicAuthorization(account).replace('Basic', 'bAsIc'), `bAsIc ${mask}`],
    ['behind two spaces', () => basicAuthorization(account).replace(' ', '  '), `Basic ${mask}`],
    ['without the last character', () => basic('demo:Hunter2-Zt4'), `Basic ${variationMask}`],
    ['in capitals', () => basic('demo:HUNTER2-ZT4!'), `Basic ${variationMask}`],
    ['half of it', () => basic('demo:nter2-'), `Basic ${variationMask}`],
    ['half of it behind a colon', () => basic('x:y:Hunter'), `Basic ${variationMask}`],
    ['of another user', () => basic('other:Hunter2-Zt4!'), `Basic ${variationMask}`],
    ['without a user', () => basic('Hunter2-Zt4!'), `Basic ${variationMask}`],
    ['as a token', () => 'Bearer Hunter2-Zt4!', `Bearer ${variationMask}`],
  ])('%s', (_name, value, expected) => {
    expect(redact(value())).toBe(expected);
  });

  test.each([
    'Basic',
    '',
    'Bearer abc',
    basic('demo:wrong'),
    basic('demo:'),
    basic('demo:nter2'),
    basic('Hunter2-Zt4!:wrong').slice(0, 12),
  ])('stays: %s', (value) => {
    expect(redact(value)).toBe(value);
  });

  test('an empty password hides nothing', () => {
    const empty = { username: 'demo', password: '' };
    expect(authorizationRedactor([empty], (text) => text)(basic('demo:wrong'))).toBe(basic('demo:wrong'));
  });
});
