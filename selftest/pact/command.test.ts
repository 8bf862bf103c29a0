/** `npm run verify` as a pipeline calls it: exit codes, one line for a mistake, reports, and no secret anywhere. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validateReport } from '../../helpers/report/schema.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { runCommand } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

function verify(options: readonly string[]) {
  const [account] = sandbox.accounts;
  return runCommand('cli/verify.ts', ['--out', folder, ...options], {
    TARGET_URL: sandbox.url,
    TARGET_USERNAME: account?.username ?? '',
    TARGET_PASSWORD: account?.password ?? '',
    // The verifier would ask this broker if it saw the variable.
    PACT_BROKER_BASE_URL: 'http://127.0.0.1:1',
  });
}

const report = () => JSON.parse(readFileSync(join(folder, 'conformance.json'), 'utf8'));

test('interactions that are kept end 0, each as a check of its own', async () => {
  sandbox.use({});
  const { code, output, errors } = await verify(['--description', 'resend an invoice']);
  expect(code, errors).toBe(0);
  expect(output).toContain('keeps all');
  expect(() => validateReport(report())).not.toThrow();
  expect(report().checks.length).toBeGreaterThan(3);
});

test('one that is not ends 1, named in every report, without a secret', async () => {
  sandbox.use({ faults: ['sample-of-resend-refused'] });
  const { code, output, errors } = await verify(['--description', '*published body', '--consumer', 'abillify']);
  expect(code, errors).toBe(1);
  expect(output).toContain('a request to resend an invoice, with the published body');
  const [account] = sandbox.accounts;
  const secrets = [
    account?.password ?? '',
    Buffer.from(`${account?.username}:${account?.password}`).toString('base64'),
  ];
  const texts = ['conformance.json', 'conformance.html', 'conformance.md', 'junit.xml', 'exchanges.har'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  // The HAR file tells of exchanges alone.
  for (const text of texts.slice(0, -1)) expect(text).toContain('with the published body');
  for (const secret of secrets) for (const text of [output, errors, ...texts]) expect(text).not.toContain(secret);
});

test.each([
  [['no/such/folder'], 'no/such/folder'],
  [['--description', 'no such interaction'], '--description'],
  [['--seed', 'x'], '--seed'],
])('a mistake %j ends 2 with one line', async (options, named) => {
  const { code, errors } = await verify(options);
  expect(code).toBe(2);
  expect(errors).toContain(named);
  expect(errors.trim().split('\n')).toHaveLength(1);
});
