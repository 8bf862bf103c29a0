/** Targets in files: what they may say, what wins over them, and which servers are refused. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseEnvironment } from 'dotenv';
import { afterAll, describe, expect, test } from 'vitest';
import { assembleTarget } from '../../helpers/configuration/assemble.ts';
import { accountOf, parseUrl } from '../../helpers/configuration/environment.ts';
import { guardHost, looksLikeTest, parseAllowedHosts } from '../../helpers/configuration/guard.ts';
import { parseTargetFile, targetFileNames } from '../../helpers/configuration/target-file.ts';
import { UsageError } from '../../helpers/failures.ts';
import { complaint } from '../unit/complaint.ts';

const folder = mkdtempSync(join(tmpdir(), 'targets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a target's file and returns its name. */
function target(name: string, text: string): string {
  writeFileSync(join(folder, `${name}.yaml`), text);
  return name;
}

const credentials = { TARGET_USERNAME: 'user', TARGET_PASSWORD: 'secret' };

describe('a mistake in a file is one line with its place and what to write', () => {
  test.each([
    ['an unknown name', 'limits:\n  rat: 5\n', "x.yaml:2: 'rat' is not known here; delete it or write one of rate, "],
    ['a wrong type', 'limits:\n  rate: fast\n', 'x.yaml:2: limits.rate must be a whole number'],
    ['a negative limit', '\nlimits:\n  rate: -1\n', 'x.yaml:3: limits.rate must be 0 or more'],
    ['a reference that YAML takes for a number', 'fixtures:\n  identity: 007\n', 'must be a text; put it in quotes'],
    ['a secret in place of its name', 'credentials: {password: p@ss}', 'never the secret itself'],
    [
      'a waiver without an owner',
      'waivers:\n  - requirement: a.b\n    operation: c\n    reason: d\n    expires: 2026-01-01\n',
      'x.yaml:2: waivers.0.owner is missing; write it',
    ],
    [
      'an empty reason',
      "waivers:\n  - requirement: a.b\n    operation: c\n    reason: ''\n    owner: d\n    expires: 2026-01-01\n",
      'x.yaml:4: waivers.0.reason must not be empty',
    ],
    [
      'a day that is none',
      'waivers:\n  - requirement: a.b\n    operation: c\n    reason: d\n    owner: e\n    expires: 2026-02-30\n',
      'x.yaml:6: waivers.0.expires must be a day',
    ],
    ['YAML that is none', 'limits: [', 'x.yaml:1: '],
    ['a name that stands twice', 'url: a\nurl: b\n', 'x.yaml:2: Map keys must be unique'],
    ['an alias of nothing', 'url: *a\n', 'x.yaml:1: Unresolved alias'],
    ['a list in place of names', '- a\n', 'the file must be a mapping'],
  ])('%s', (_name, text, expected) => {
    const message = complaint(() => parseTargetFile(text, 'x.yaml'));
    expect(message).toContain(expected);
    expect(message.split('\n')).toHaveLength(1);
  });

  test('several mistakes are several lines, in the order of the file', () => {
    const message = complaint(() => parseTargetFile('limits:\n  rate: -1\ncolour: red\nreadOnly: maybe\n', 'x.yaml'));
    expect(message.split('\n').map((line) => line.slice(0, 9))).toEqual(['x.yaml:2:', 'x.yaml:3:', 'x.yaml:4:']);
  });

  test('a secret never stands in the message', () => {
    expect(complaint(() => parseTargetFile('credentials: {password: hunter2}', 'x.yaml'))).not.toContain('hunter2');
  });
});

test('the committed files are right', () => {
  const names = readdirSync('targets').filter((file) => file.endsWith('.yaml'));
  expect(names).toContain('sandbox.yaml');
  expect(names).toContain('staging.yaml');
  const staging = assembleTarget({ target: 'staging' }, { STAGING_USERNAME: 'user', STAGING_PASSWORD: 'secret' });
  expect(staging.url).toBe('https://staging1.abillify.dev/api');
  expect(staging.limits.rate).toBeGreaterThan(0);
  expect(assembleTarget({}, {}).url).toBeUndefined();
});

describe('the documentation', () => {
  const page = (name: string) => readFileSync(join('docs', name), 'utf8');
  const examples = (text: string) => [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);

  test('has a row for each name of a file, and examples that are taken', () => {
    const text = page('targets.md');
    for (const name of targetFileNames()) {
      const row = name.startsWith('credentials.') ? '`credentials`' : `\n| \`${name}\` |`;
      expect(text, name).toContain(row);
    }
    for (const yaml of [...examples(text), ...examples(page('waivers.md'))]) {
      expect(Object.keys(parseTargetFile(yaml, 'docs').settings).length).toBeGreaterThan(0);
    }
  });

  test('.env.example names each variable that is read, and a copy of it changes nothing', () => {
    const example = parseEnvironment(readFileSync('.env.example'));
    const sources = [
      'helpers/configuration/environment.ts',
      'helpers/configuration/assemble.ts',
      'targets/staging.yaml',
    ];
    const read = sources.flatMap(
      (path) => readFileSync(path, 'utf8').match(/\b(TARGET|STAGING|NOTIFY|REQUEST|SETTLE|KEY)_[A-Z_0-9]+\b/g) ?? [],
    );
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((name) => !(name in example))).toEqual([]);
    expect(assembleTarget({}, example)).toEqual(assembleTarget({}, {}));
  });
});

describe('what wins', () => {
  const name = target(
    'full',
    `url: https://staging1.abillify.dev/api
credentials: { username: FULL_USER, password: FULL_PASSWORD }
limits: { rate: 7, concurrency: 3, requestTimeoutMs: 1111, settleTimeoutMs: 2222, waitBudgetMs: 3333, keyAgeMs: 4444 }
fixtures: { taxProfile: DE19, identity: K1, invoice: R1, mailDomain: mail.example, currency: CHF }
readOnly: true
noMails: true
`,
  );
  const environment = { FULL_USER: 'user', FULL_PASSWORD: 'secret' };

  test('the file, where nothing else is said', () => {
    expect(assembleTarget({ target: name }, environment, folder)).toMatchObject({
      name,
      account: { username: 'user', password: 'secret' },
      limits: {
        rate: 7,
        concurrency: 3,
        requestTimeoutMs: 1111,
        settleTimeoutMs: 2222,
        waitBudgetMs: 3333,
        keyAgeMs: 4444,
      },
      fixtures: { taxProfile: 'DE19', identity: 'K1', invoice: 'R1', mailDomain: 'mail.example', currency: 'CHF' },
      readOnly: true,
      noMails: true,
    });
  });

  test('the environment over the file, an option over both', () => {
    const both = { ...environment, TARGET_URL: 'http://127.0.0.1:8080/api', REQUEST_TIMEOUT_MS: '5' };
    const { url, limits } = assembleTarget({ target: name, rate: 1 }, both, folder);
    expect([url, limits.requestTimeoutMs, limits.rate, limits.concurrency]).toEqual([
      'http://127.0.0.1:8080/api',
      5,
      1,
      3,
    ]);
    expect(assembleTarget({ target: name, url: 'http://localhost:1/api/' }, both, folder).url).toBe(
      'http://localhost:1/api',
    );
  });

  test('credentials of another server are never taken for those that the file names', () => {
    expect(complaint(() => assembleTarget({ target: name }, credentials, folder))).toMatch(/^FULL_USER: missing/);
  });

  test('a dry run needs no credentials, since it sends nothing', () => {
    expect(assembleTarget({ target: name, dryRun: true }, {}, folder).account).toBeUndefined();
  });

  test('a named sandbox is the sandbox, whatever TARGET_URL says', () => {
    expect(assembleTarget({ target: 'sandbox' }, { TARGET_URL: 'http://127.0.0.1:1/api' }).url).toBeUndefined();
  });

  test('a file without a URL is no reason to check the sandbox in its place', () => {
    const other = target('no-url', 'limits: { rate: 1 }\n');
    expect(complaint(() => assembleTarget({ target: other }, credentials, folder))).toContain(
      'no-url.yaml:1: url is missing',
    );
  });

  test('a name that leads out of the folder, or to nothing', () => {
    expect(complaint(() => assembleTarget({ target: '../full' }, {}, folder))).toContain('is not a name');
    expect(complaint(() => assembleTarget({ target: 'ful' }, {}, folder))).toMatch(/choose full, no-url/);
  });

  test('a baseline that is named and missing, or none', () => {
    const missing = target('missing', 'url: http://127.0.0.1:1/api\nbaseline: other.json\n');
    expect(complaint(() => assembleTarget({ target: missing }, credentials, folder))).toMatch(
      /missing.yaml:2: .*npm run baseline/,
    );
    const broken = target('broken', 'url: http://127.0.0.1:1/api\n');
    writeFileSync(join(folder, 'broken.baseline.json'), '{}');
    expect(complaint(() => assembleTarget({ target: broken }, credentials, folder))).toMatch(
      /is not a baseline; record/,
    );
  });
});

describe('the guard', () => {
  test.each([
    'http://127.0.0.1:80/api',
    'http://localhost:8080/api',
    'http://LOCALHOST/api',
    'http://[::1]:1/api',
    'https://staging1.abillify.dev/api',
    'https://Staging1.Abillify.DEV/api',
  ])('lets %s through', (url) => {
    expect(() => guardHost(parseUrl('TARGET_URL', url), [])).not.toThrow();
  });

  test.each([
    'https://abillify.dev/api',
    'https://staging2.abillify.dev/api',
    'https://staging1.abillify.dev.evil.example/api',
    'https://evil-staging1.abillify.dev/api',
    'http://localhost.example.com/api',
    'http://localhost./api',
    'https://staging1.abillify.dev./api',
    'http://127.1/api',
    'http://0x7f000001/api',
    'http://2130706433/api',
    'http://0177.0.0.1/api',
    'http://127.0.0.1.nip.io/api',
    'http://0.0.0.0/api',
    'http://[::ffff:127.0.0.1]/api',
    'http://[0:0:0:0:0:0:0:1]/api',
    'https://staging1.abillify.dev@evil.example/api',
    'https://staging1.abillify.dev%2eevil.example/api',
    'https:\\\\staging1.abillify.dev\\api',
    'https:/staging1.abillify.dev/api',
    ' https://staging1.abillify.dev/api',
    'https://stag\ting1.abillify.dev/api',
    'https://ſtaging1.abillify.dev/api',
    'https://staging1。abillify.dev/api',
    'ftp://staging1.abillify.dev/api',
    'file:///etc/passwd',
  ])('refuses %j', (url) => {
    expect(() => guardHost(parseUrl('TARGET_URL', url), [])).toThrow(UsageError);
  });

  test('TARGET_ALLOW takes whole names, in any case, and nothing that could match more', () => {
    const url = parseUrl('TARGET_URL', 'https://api.example.com/api');
    expect(() => guardHost(url, parseAllowedHosts('other.test, API.Example.com'))).not.toThrow();
    expect(() => guardHost(url, parseAllowedHosts('example.com'))).toThrow(UsageError);
    for (const entry of [
      '*.example.com',
      'https://api.example.com',
      'api.example.com:443',
      'api.example.com/api',
      '.example.com',
    ]) {
      expect(() => parseAllowedHosts(entry), entry).toThrow(/TARGET_ALLOW/);
    }
  });

  test.each(['staging.example.com', 'api-test.example.com', 'uat2.example.com', 'sandbox.shop.example', 'x.test'])(
    'a file may declare %s a test system',
    (host) => {
      const name = target('declared', `url: https://${host}/api\ntest: true\n`);
      expect(assembleTarget({ target: name }, credentials, folder).url).toBe(`https://${host}/api`);
      target('declared', `url: https://${host}/api\n`);
      expect(complaint(() => assembleTarget({ target: name }, credentials, folder))).toMatch(
        /declared.yaml:1: .* TARGET_ALLOW=/,
      );
    },
  );

  test.each([
    'api.example.com',
    'merchant.abillify.dev',
    'latest.example.com',
    'prod-test.example.com',
    'live.staging.example.com',
    '10.1.2.3',
    'contest.example.com',
  ])('%s may be production: a file is not enough', (host) => {
    expect(looksLikeTest(host)).toBe(false);
    const name = target('declared', `test: true\nurl: https://${host}/api\n`);
    const message = complaint(() => assembleTarget({ target: name }, credentials, folder));
    expect(message).toMatch(/declared.yaml:2: .*may be production.*TARGET_ALLOW=/);
    expect(assembleTarget({ target: name }, { ...credentials, TARGET_ALLOW: host }, folder).url).toContain(host);
  });

  test('a declaration is about the URL of its file alone', () => {
    const name = target('declared', 'url: https://staging.example.com/api\ntest: true\n');
    const elsewhere = { ...credentials, TARGET_URL: 'https://staging.other.example/api' };
    expect(complaint(() => assembleTarget({ target: name }, elsewhere, folder))).toContain('TARGET_URL');
    expect(
      complaint(() => assembleTarget({ target: name, url: 'https://staging.other.example/api' }, credentials, folder)),
    ).toContain('--url');
  });
});

test('half an account names the half that is missing', () => {
  expect(complaint(() => accountOf({ A: 'x' }, 'A', 'B'))).toBe('B: missing, although A is set');
  expect(complaint(() => accountOf({ B: 'x' }, 'A', 'B'))).toBe('A: missing, although B is set');
});
