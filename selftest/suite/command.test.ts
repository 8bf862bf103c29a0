/** The command as a pipeline calls it: exit codes, one line for a mistake, complete reports. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateReport } from '../../helpers/report/schema.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { runCommand } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
/** Allure's report has tests of its own. */
const always = ['--out', folder, '--state', join(folder, 'state'), '--no-allure-report'];
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command to its end. */
const conformance = (options: readonly string[], environment: Record<string, string> = {}) =>
  runCommand('cli/conformance.mjs', [...always, ...options], environment);

/** The environment of a run against the sandbox of this test, as against any other server. */
function remote(faults: Parameters<Sandbox['use']>[0] = {}) {
  sandbox.use(faults);
  const [account] = sandbox.accounts;
  return {
    TARGET_URL: sandbox.url,
    TARGET_USERNAME: account?.username ?? '',
    TARGET_PASSWORD: account?.password ?? '',
  };
}

/** A port on which nothing listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const report = () => JSON.parse(readFileSync(join(folder, 'conformance.json'), 'utf8'));

describe('a mistake of the caller ends 2 with one line', () => {
  test.each([
    ['a URL that is none', { TARGET_URL: 'not a url' }, 'TARGET_URL'],
    ['a host that is not known', { TARGET_URL: 'https://api.example.com/api' }, 'TARGET_ALLOW'],
    ['a password without a user', { TARGET_PASSWORD: 'x' }, 'TARGET_USERNAME'],
    ['a timeout that is no number', { REQUEST_TIMEOUT_MS: 'soon' }, 'REQUEST_TIMEOUT_MS'],
  ])('%s', async (_name, environment, variable) => {
    const { code, errors } = await conformance([], environment);
    expect(code).toBe(2);
    expect(errors).toContain(variable);
    expect(errors.trim().split('\n')).toHaveLength(1);
  });

  test('a pattern that matches nothing', async () => {
    const { code, errors } = await conformance(['--only', 'no.such.requirement']);
    expect(code).toBe(2);
    expect(errors).toContain('--only');
  });
});

test('a target where nothing listens ends 3', async () => {
  const environment = { ...remote(), TARGET_URL: `http://127.0.0.1:${await freePort()}/api` };
  const { code, output } = await conformance(['--only', 'items.'], environment);
  expect(code).toBe(3);
  expect(output).toContain('could not be reached');
});

test('refused credentials end 3', async () => {
  const { code, output } = await conformance(['--only', 'items.'], {
    ...remote(),
    TARGET_PASSWORD: 'recognisable-secret',
  });
  expect(code).toBe(3);
  expect(output).toContain('refused the credentials');
});

test('a conforming server ends 0, with every report and no secret in any', async () => {
  const { code, output } = await conformance(['--only', 'resendInvoice'], remote());
  expect(code, output).toBe(0);
  const secret = sandbox.accounts[0]?.password ?? '';
  for (const name of ['conformance.json', 'conformance.html', 'conformance.md', 'junit.xml', 'exchanges.har']) {
    const content = readFileSync(join(folder, name), 'utf8');
    expect(content.length, name).toBeGreaterThan(100);
    expect(content, name).not.toContain(secret);
    expect(content, name).not.toContain(Buffer.from(`demo:${secret}`).toString('base64'));
  }
});

test('a broken server ends 1 and the report names the requirement, with a curl line', async () => {
  const { code, output } = await conformance(['--only', 'items.'], remote({ faults: ['items-appended'] }));
  expect(code, output).toBe(1);
  expect(() => validateReport(report())).not.toThrow();
  const { checks, run } = report();
  expect(run.exitCode).toBe(1);
  expect(checks[0].verdict).toBe('fail');
  expect(checks[0].requirement).toMatch(/^items\./);
  expect(checks[0].exchanges.at(-1).curl).toContain('--user "$TARGET_USERNAME:$TARGET_PASSWORD"');
  const junit = new XMLParser({ ignoreAttributes: false }).parse(readFileSync(join(folder, 'junit.xml'), 'utf8'));
  expect(Number(junit.testsuites['@_failures'])).toBeGreaterThan(0);
});
