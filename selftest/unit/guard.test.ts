/** Which hosts the guard lets through, part by part; whole URLs are in `operation/targets.test.ts`. */
import { describe, expect, test } from 'vitest';
import {
  guardHost,
  type HostBasis,
  isLoopback,
  looksLikeTest,
  parseAllowedHosts,
} from '../../helpers/configuration/guard.ts';
import { complaint } from './complaint.ts';

test.each([
  ['localhost', true],
  ['[::1]', true],
  ['127.0.0.1', true],
  ['127.255.0.200', true],
  ['::1', false],
  ['128.0.0.1', false],
  ['10.127.0.0.1', false],
  ['127.0.0.1.example', false],
  ['127.0.1', false],
  ['127.0.0.1234', false],
  ['my127.0.0.1', false],
  ['127x0x0x1', false],
  ['127.a.b.c', false],
  ['localhost.example', false],
  ['mylocalhost', false],
  ['', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

describe('a name says that it is a test system', () => {
  const said = [
    'stag',
    'stage',
    'staging',
    'test',
    'testing',
    'tst',
    'dev',
    'develop',
    'development',
    'sandbox',
    'sbx',
  ];
  const alsoSaid = ['local', 'localhost', 'qa', 'uat', 'ci'];
  test.each([...said, ...alsoSaid])('%s', (word) => {
    for (const host of [
      `${word}.shop.example`,
      `api.${word}.example`,
      `api-${word}.shop.example`,
      `${word}12.example`,
    ]) {
      expect(looksLikeTest(host), host).toBe(true);
    }
    for (const host of [`${word}x.shop.example`, `x${word}.shop.example`, `1${word}.shop.example`]) {
      expect(looksLikeTest(host), host).toBe(false);
    }
  });

  test.each(['prod', 'prd', 'production', 'live', 'www'])('unless %s stands beside it', (word) => {
    for (const host of [`${word}.test.example`, `test-${word}.shop.example`, `test.${word}3.example`]) {
      expect(looksLikeTest(host), host).toBe(false);
    }
    for (const host of [`x${word}.test.example`, `${word}x.test.example`]) expect(looksLikeTest(host), host).toBe(true);
  });

  test.each([
    ['shop.dev', false],
    ['a.shop.dev', false],
    ['api.test.dev', true],
    ['dev.dev', true],
    ['test.shop.dev', true],
    ['dev', true],
    ['shop.test', true],
    ['shop.local', true],
    ['shop.example', false],
    ['te1st.example', false],
    ['', false],
  ])('%s: %s', (host, expected) => {
    expect(looksLikeTest(host)).toBe(expected);
  });
});

describe('the guard', () => {
  const lets = (host: string, allowed: readonly string[] = [], basis: HostBasis = {}) => {
    guardHost(new URL(`http://${host}/api`), allowed, basis);
  };

  test.each<[host: string, allowed: string[], basis: HostBasis]>([
    ['localhost', [], {}],
    ['127.0.0.1:8080', [], {}],
    ['staging1.abillify.dev', [], {}],
    ['api.shop.example', ['api.shop.example'], {}],
    ['api.shop.example:99', ['other', 'API.Shop.Example'], {}],
    ['test.shop.example', [], { declaredTest: true }],
  ])('lets %s through', (host, allowed, basis) => {
    expect(() => lets(host, allowed, basis)).not.toThrow();
  });

  test.each<[host: string, allowed: string[], basis: HostBasis, message: string]>([
    [
      'test.shop.example',
      [],
      {},
      'TARGET_URL: test.shop.example is not known as a test system, and the suite creates invoices; to run against it all the same set TARGET_ALLOW=test.shop.example',
    ],
    [
      'test.shop.example',
      ['shop.example', 'test.shop.example.org'],
      { name: '--url', declaredTest: false },
      '--url: test.shop.example is not known as a test system, and the suite creates invoices; to run against it all the same set TARGET_ALLOW=test.shop.example',
    ],
    [
      'api.shop.example',
      [],
      { name: 'x.yaml:1', declaredTest: true },
      "x.yaml:1: api.shop.example is declared a test system, but nothing in its name says so (no part is 'staging', 'test', 'sandbox' or the like): it may be production, and the suite creates invoices; to run against it all the same set TARGET_ALLOW=api.shop.example",
    ],
  ])('refuses %s and says what to do', (host, allowed, basis, message) => {
    expect(complaint(() => lets(host, allowed, basis))).toBe(message);
  });
});

describe('TARGET_ALLOW', () => {
  test.each<[text: string, hosts: string[]]>([
    ['', []],
    [' , ,', []],
    ['a.example', ['a.example']],
    ['a.example,b.example', ['a.example', 'b.example']],
    [' a.example ,\n b-1_x.Example\t10.0.0.1,[::1] ', ['a.example', 'b-1_x.Example', '10.0.0.1', '[::1]']],
    ['[2001:DB8::1]', ['[2001:DB8::1]']],
  ])('%j', (text, hosts) => {
    expect(parseAllowedHosts(text)).toEqual(hosts);
  });

  test.each([
    '*',
    'a.*',
    'http://a',
    'a:1',
    'a/b',
    '.a',
    'a.',
    'a..b',
    '[::1',
    '::1]',
    'x[::1]',
    '[::1]x',
    '[]',
    '[g]',
    'ä',
  ])('refuses %s', (entry) => {
    expect(complaint(() => parseAllowedHosts(`good.example, ${entry}`))).toBe(
      `TARGET_ALLOW: '${entry}' is not a host name; write each in full, without scheme, port, path or *`,
    );
  });
});
