/** JUnit as a CI server reads it: well-formed whatever the data, counts that add up, failures as failures. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { junit } from '../../helpers/report/junit.ts';
import { example } from './example.ts';

interface Case {
  readonly '@_name': string;
  readonly '@_classname': string;
  readonly failure?: { readonly '@_message': string; readonly '@_type': string; readonly '#text': string };
  readonly skipped?: { readonly '@_message': string };
}
interface Suite extends Readonly<Record<`@_${string}`, string>> {
  readonly testcase: readonly Case[];
}

const content = junit(example);
const parser = new XMLParser({
  ignoreAttributes: false,
  trimValues: false,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});
const { testsuites } = parser.parse(content) as {
  testsuites: Readonly<Record<`@_${string}`, string>> & { testsuite: readonly Suite[] };
};
const cases = testsuites.testsuite.flatMap(({ testcase }) => testcase);
const named = (name: string) => cases.find((one) => one['@_name'].startsWith(name));

test('it is well-formed, with nothing in it that XML 1.0 forbids', () => {
  expect(XMLValidator.validate(content)).toBe(true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(content).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u);
});

test('every check is a case, and the counts of the suites add up to those of the whole', () => {
  expect(cases).toHaveLength(example.checks.length);
  const sum = (name: `@_${string}`) => testsuites.testsuite.reduce((total, suite) => total + Number(suite[name]), 0);
  for (const name of ['@_tests', '@_failures', '@_skipped'] as const) expect(sum(name)).toBe(Number(testsuites[name]));
  expect(Number(testsuites['@_failures'])).toBe(cases.filter(({ failure }) => failure !== undefined).length);
  expect(Number(testsuites['@_skipped'])).toBe(cases.filter(({ skipped }) => skipped !== undefined).length);
});

test('a broken requirement is a failure with its level, reason and curl line; nothing else is', () => {
  const failure = named('idempotency.replay-same-response')?.failure;
  expect(failure?.['@_type']).toBe('MUST');
  expect(failure?.['@_message']).toContain('the second answer differs: <script>');
  expect(failure?.['#text']).toContain('curl -i');
  expect(failure?.['#text']).toContain('consequence: A customer gets two mails.');
  expect(cases.filter((one) => one.failure !== undefined)).toHaveLength(2);
});

test('what was not decided is skipped and says why; an open question that was answered is too', () => {
  expect(named('dunning.level-taken')?.skipped?.['@_message']).toMatch(/^inconclusive: cannot be told apart/);
  expect(named('http.allow-on-405')?.skipped?.['@_message']).toMatch(/^waived: waived until 2027-01-31/);
  expect(named('resend.answers-with-job')?.skipped).toBeUndefined();
});
