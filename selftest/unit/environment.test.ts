/** What each variable may say, and the one line that names it where it is wrong. */
import { describe, expect, test } from 'vitest';
import {
  accountOf,
  type Environment,
  type EnvironmentSettings,
  parseUrl,
  readEnvironment,
} from '../../helpers/configuration/environment.ts';
import { complaint } from './complaint.ts';

describe('is taken', () => {
  test.each<[environment: Environment, settings: Partial<EnvironmentSettings>]>([
    [{}, {}],
    [{ TARGET_URL: '', REQUEST_TIMEOUT_MS: '', SEQUENCES: '', NOTIFY_URL: '', TARGET_ALLOW: '' }, {}],
    [{ TARGET_URL: 'http://127.0.0.1:8080/api' }, { url: 'http://127.0.0.1:8080/api' }],
    [{ TARGET_URL: 'https://localhost/api/' }, { url: 'https://localhost/api' }],
    [{ TARGET_URL: 'http://localhost/a/b' }, { url: 'http://localhost/a/b' }],
    [
      { TARGET_URL: 'https://api.example/api', TARGET_ALLOW: 'api.example' },
      { url: 'https://api.example/api', allowedHosts: ['api.example'] },
    ],
    [{ TARGET_USERNAME: 'me', TARGET_PASSWORD: 'a:b ü"' }, { account: { username: 'me', password: 'a:b ü"' } }],
    [{ TARGET_USERNAME_2: 'you', TARGET_PASSWORD_2: 'c' }, { secondAccount: { username: 'you', password: 'c' } }],
    [{ REQUEST_TIMEOUT_MS: '1' }, { requestTimeoutMs: 1 }],
    [{ REQUEST_TIMEOUT_MS: '999999999' }, { requestTimeoutMs: 999_999_999 }],
    [{ SETTLE_TIMEOUT_MS: '20' }, { settleTimeoutMs: 20 }],
    [{ KEY_AGE_MS: '30' }, { keyAgeMs: 30 }],
    [{ SEQUENCES: '0' }, { sequences: 0 }],
    [{ SEQUENCES: '999999' }, { sequences: 999_999 }],
    [
      { NOTIFY_URL: 'https://hooks.example/x', NOTIFY_LISTEN: '0.0.0.0:65535' },
      { notify: { url: 'https://hooks.example/x', host: '0.0.0.0', port: 65_535 } },
    ],
    [
      { NOTIFY_URL: 'http://hooks.example', NOTIFY_LISTEN: '1' },
      { notify: { url: 'http://hooks.example', host: '127.0.0.1', port: 1 } },
    ],
    [
      { NOTIFY_URL: 'http://hooks.example', NOTIFY_LISTEN: '[::]:8089' },
      { notify: { url: 'http://hooks.example', host: '[::]', port: 8089 } },
    ],
  ])('%j', (environment, settings) => {
    expect(readEnvironment(environment)).toStrictEqual({ allowedHosts: [], ...settings });
  });
});

describe('is refused with one line', () => {
  const port = 'name the port that NOTIFY_URL leads to, such as 0.0.0.0:8089';
  const hook = { NOTIFY_URL: 'http://hooks.example' };
  test.each<[environment: Environment, message: string]>([
    [{ TARGET_URL: 'nonsense' }, "TARGET_URL: 'nonsense' is not a URL"],
    [{ TARGET_URL: 'ftp://localhost/api' }, "TARGET_URL: 'ftp://localhost/api' is not an http or https URL"],
    [
      { TARGET_URL: 'https://api.example/api' },
      'TARGET_URL: api.example is not known as a test system, and the suite creates invoices; to run against it all the same set TARGET_ALLOW=api.example',
    ],
    [
      { TARGET_ALLOW: '*' },
      "TARGET_ALLOW: '*' is not a host name; write each in full, without scheme, port, path or *",
    ],
    [{ TARGET_USERNAME: 'me' }, 'TARGET_PASSWORD: missing, although TARGET_USERNAME is set'],
    [{ TARGET_PASSWORD: 'x' }, 'TARGET_USERNAME: missing, although TARGET_PASSWORD is set'],
    [{ TARGET_USERNAME_2: 'me' }, 'TARGET_PASSWORD_2: missing, although TARGET_USERNAME_2 is set'],
    [{ TARGET_PASSWORD_2: 'x' }, 'TARGET_USERNAME_2: missing, although TARGET_PASSWORD_2 is set'],
    ...['0', '-1', '1.5', '1s', 's1', '1e3', ' 5', '1234567890'].map((text): [Environment, string] => [
      { REQUEST_TIMEOUT_MS: text },
      `REQUEST_TIMEOUT_MS: '${text}' is not a number of milliseconds greater than 0`,
    ]),
    [{ SETTLE_TIMEOUT_MS: 'x' }, "SETTLE_TIMEOUT_MS: 'x' is not a number of milliseconds greater than 0"],
    [{ KEY_AGE_MS: 'x' }, "KEY_AGE_MS: 'x' is not a number of milliseconds greater than 0"],
    ...['-1', '1.5', 'x1', '1x', '1234567'].map((text): [Environment, string] => [
      { SEQUENCES: text },
      `SEQUENCES: '${text}' is not a whole number`,
    ]),
    [{ NOTIFY_LISTEN: '8089' }, 'NOTIFY_URL: missing, although NOTIFY_LISTEN is set'],
    [hook, `NOTIFY_LISTEN: missing, although NOTIFY_URL is set; ${port}`],
    [{ NOTIFY_URL: 'x', NOTIFY_LISTEN: '1' }, "NOTIFY_URL: 'x' is not a URL"],
    ...['0', '65536', '123456', ':1', 'host', 'host:', '1x', 'host:1x'].map((text): [Environment, string] => [
      { ...hook, NOTIFY_LISTEN: text },
      `NOTIFY_LISTEN: '${text}' is no host:port or port; ${port}`,
    ]),
  ])('%j', (environment, message) => {
    expect(complaint(() => readEnvironment(environment))).toBe(message);
  });
});

describe('an account', () => {
  const read = (username: string, password: string) => accountOf({ U: username, P: password }, 'U', 'P');

  test('is nothing where neither variable says anything', () => {
    expect(accountOf({}, 'U', 'P')).toBeUndefined();
    expect(read('', '')).toBeUndefined();
  });

  test.each([
    ['a:b', 'x', 'U: a user name of Basic authentication holds no colon (RFC 7617 §2)'],
    ['a\u0000', 'x', 'U: holds a control character (RFC 7617 §2)'],
    ['a', 'x\u007f', 'P: holds a control character (RFC 7617 §2)'],
    ['a', '\nx', 'P: holds a control character (RFC 7617 §2)'],
    ['a', 'x\u0085y', 'P: holds a control character (RFC 7617 §2)'],
  ])('%j with %j is refused', (username, password, message) => {
    expect(complaint(() => read(username, password))).toBe(message);
  });
});

describe('a URL', () => {
  const notPlain = (text: string, plain: string) =>
    [text, `N: '${text}' is not spelled plainly; write ${plain} if that is meant`] as const;
  const credentials = 'N: the URL must hold no credentials; set TARGET_USERNAME and TARGET_PASSWORD';
  const path = 'N: the URL must end with its path, mostly /api';

  test.each<readonly [text: string, message: string]>([
    ['nowhere', "N: 'nowhere' is not a URL"],
    ['u:p@q:x@nowhere', "N: '…@nowhere' is not an http or https URL"],
    ['@nowhere', "N: '…@nowhere' is not a URL"],
    ['u\np@nowhere', "N: '…@nowhere' is not a URL"],
    ['ftp://u:p@localhost/api', "N: '…@localhost/api' is not an http or https URL"],
    ['http://u@localhost/api', credentials],
    ['http://:p@localhost/api', credentials],
    ['http://localhost/api?x=1', path],
    ['http://localhost/api#x', path],
    notPlain('http://127.1/api', 'http://127.0.0.1/api'),
    notPlain('http://0x7f000001:81/api', 'http://127.0.0.1:81/api'),
    notPlain('http:\\\\localhost\\api', 'http://localhost/api'),
    notPlain('http:/localhost/api', 'http://localhost/api'),
    notPlain(' http://localhost/api', 'http://localhost/api'),
    notPlain('http://localhost/api ', 'http://localhost/api'),
    notPlain('http://localhost/a b', 'http://localhost/a%20b'),
    notPlain('http://localhost/a\\b', 'http://localhost/a/b'),
    notPlain('http://localhost./api', 'http://localhost/api'),
    notPlain('http://shop.example.:8080/api', 'http://shop.example:8080/api'),
    notPlain('http://[0:0::1]/api', 'http://[::1]/api'),
    notPlain('http://@localhost/api', 'http://localhost/api'),
    notPlain('http://localhost/api?', 'http://localhost/api'),
    notPlain('http://localhost/api#', 'http://localhost/api'),
  ])('%j is refused', (text, message) => {
    expect(complaint(() => parseUrl('N', text))).toBe(message);
  });

  test.each([
    'http://localhost',
    'http://localhost/',
    'HTTP://LOCALHOST/api',
    'https://a-b.example:8443/x/y%20z',
    'http://[::1]:12/api',
    'http://[FE80::1]/api',
  ])('%s is taken', (text) => {
    expect(parseUrl('N', text).href).toBe(new URL(text).href);
  });
});
