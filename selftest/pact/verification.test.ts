/** Verification: green on the sandbox and under its freedoms, red with the right interaction named, and never green on nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PactFile } from '../../helpers/pact/file.ts';
import { filtered } from '../../helpers/pact/source.ts';
import { type Verified, verifyAgainst } from '../../helpers/pact/verification.ts';
import { verificationReport } from '../../helpers/pact/verification-report.ts';
import { Verifier } from '../../helpers/pact/verifier.ts';
import { validateReport } from '../../helpers/report/schema.ts';
import { writeReports } from '../../helpers/report/write.ts';
import type { Target } from '../../helpers/target.ts';
import type { FreedomId } from '../../sandbox/freedoms/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { committedContract } from '../kill-matrix/contract.ts';
import { sandboxTarget } from '../suite/target.ts';

let sandbox: Sandbox;
let verifier: Verifier;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
  verifier = new Verifier();
});
afterAll(async () => {
  verifier.close();
  await sandbox.close();
});

const contract = committedContract();

/** Verifies a pact, the contract unless another one is given, as far as a part of the description names it. */
function verify(deviations: Parameters<Sandbox['use']>[0], description = '', content: PactFile = contract) {
  sandbox.use(deviations);
  const pacts = filtered([{ place: 'contract', content }], { consumer: '', description, state: '' });
  return verifyAgainst(sandboxTarget(sandbox, { settleTimeoutMs: 2000 }), { pacts }, verifier, new Date());
}

const failed = ({ interactions }: Verified) =>
  interactions
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ description, reason }) => `${description}: ${reason}`);

function reportOf(
  verified: Verified,
  { name, url }: Pick<Target, 'name' | 'url'> = { name: 'sandbox', url: sandbox.url },
) {
  return verificationReport(verified, {
    suite: { name: 'abillify-conformance', version: '0', commit: '' },
    target: { name, url },
    startedAt: new Date(),
    durationMs: 1,
    seed: 1,
    interrupted: false,
  });
}

test('the sandbox keeps every interaction', async () => {
  const verified = await verify({});
  expect(failed(verified)).toEqual([]);
  expect(verified.interactions).toHaveLength(contract.interactions.length);
  expect(reportOf(verified).run).toMatchObject({ exitCode: 0 });
});

/** Freedoms that a contract could easily accuse, several at a time; `npm run kill-matrix -- --contract` takes each alone. */
const freedoms: readonly (readonly FreedomId[])[] = [
  ['created-is-201', 'tasks-are-202', 'extra-members', 'errors-minimal', 'amounts-only-as-text'],
  ['updates-without-content', 'errors-problem-json', 'null-for-absent', 'media-type-without-charset'],
  ['tasks-after-commit-only', 'effects-lag', 'invoices-as-one-object', 'no-body-refused', 'page-numbers-as-text'],
];

test.each(freedoms.map((set) => [set]))('a server that uses the freedoms %j keeps every interaction', async (set) => {
  expect(failed(await verify({ freedoms: set }))).toEqual([]);
});

describe('a broken promise turns the right interaction red', () => {
  test.each([
    ['unknown-identity-is-empty', 'a request for an unknown identity'],
    ['invoices-of-nobody-are-none', 'a request for the invoices of an unknown identity'],
    ['update-is-203', 'a request to update an invoice'],
    ['sample-of-resend-refused', 'a request to resend an invoice, with the published body'],
    ['announced-as-text', 'a request to resend an invoice'],
  ] as const)('fault %s', async (fault, description) => {
    const verified = await verify({ faults: [fault] }, description);
    const names = verified.interactions.filter(({ verdict }) => verdict === 'fail').map((one) => one.description);
    expect(names, failed(verified).join('\n')).toContain(description);
    const report = reportOf(verified);
    expect(report.run.exitCode).toBe(1);
    const check = report.checks.find(({ subject }) => subject === `abillify-conformance: ${description}`);
    expect(check?.verdict).toBe('fail');
    expect(check?.exchanges.at(-1)?.curl).toContain('--user "$TARGET_USERNAME:$TARGET_PASSWORD"');
  });
});

test('an interaction that fails shows expected and actual, and no report holds a credential', async () => {
  const verified = await verify({ faults: ['update-is-203'] }, 'request to update an invoice');
  const report = reportOf(verified);
  expect(() => validateReport(report)).not.toThrow();
  const [check] = report.checks;
  expect(check).toMatchObject({ operation: 'updateInvoice', expected: 'status: 200', actual: 'status: 203' });
  const folder = mkdtempSync(join(tmpdir(), 'verification-test-'));
  try {
    expect(writeReports(report, folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [account] = sandbox.accounts;
  const text = JSON.stringify(report);
  expect(text).not.toContain(account?.password ?? 'none');
  expect(text).not.toContain(Buffer.from(`${account?.username}:${account?.password}`).toString('base64'));
});

/** A pact of one interaction. */
function pactWith(state: string, path = '/identities', params: Record<string, string> = {}): PactFile {
  const pact: PactFile & { metadata: unknown } = {
    consumer: { name: 'other' },
    provider: { name: 'abillify-api' },
    interactions: [
      {
        type: 'Synchronous/HTTP',
        description: 'a question',
        providerStates: [{ name: state, params }],
        request: { method: 'GET', path },
        response: { status: 200 },
      },
    ],
    metadata: { pactSpecification: { version: '4.0' } },
  };
  return pact;
}

test('a state that nobody can arrange fails the interaction and names the states there are', async () => {
  const verified = await verify({}, '', pactWith('the moon is full'));
  expect(failed(verified)).toEqual([expect.stringContaining("no handler for the state 'the moon is full'")]);
  expect(failed(verified)[0]).toContain('an invoice exists');
  expect(reportOf(verified).run.exitCode).toBe(1);
});

test('a parameter that a state does not know fails the interaction', async () => {
  const verified = await verify({}, '', pactWith('a committed invoice exists', '/identities', { readyFor: 'tea' }));
  expect(failed(verified)).toEqual([expect.stringContaining('readyFor')]);
});

test('a state that the server does not let arrange gives no verdict, and nothing of the interaction is sent', async () => {
  const asked: string[] = [];
  const refusing = createHttpServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    incoming.resume();
    outgoing.writeHead(404, { 'content-type': 'application/json' });
    outgoing.end('{"code":404,"message":"no","name":"ClientError"}');
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}/api`;
  const target = { ...sandboxTarget(sandbox), url };
  const interactions = contract.interactions.filter((one) => one.description === 'a request for an identity');
  const pacts = [{ place: 'contract', content: { ...contract, interactions } }];
  const verified = await verifyAgainst(target, { pacts }, verifier, new Date());
  await new Promise((resolve) => refusing.close(resolve));
  expect(verified.interactions.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['inconclusive', expect.stringContaining("the state 'an identity exists' could not be arranged")],
  ]);
  expect(asked.at(-1)).toMatch(/^PUT /);
  expect(reportOf(verified).run.exitCode).toBe(3);
});

test('a target where nothing listens gives no verdict', async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
  const target = { ...sandboxTarget(sandbox), url: `http://127.0.0.1:${port}/api` };
  const pacts = [{ place: 'contract', content: contract }];
  const report = reportOf(await verifyAgainst(target, { pacts }, verifier, new Date()), target);
  expect(report.run.exitCode).toBe(3);
  expect(report.run.conclusion).toContain('was not reached');
});

test('refused credentials give no verdict', async () => {
  sandbox.use({});
  const target = { ...sandboxTarget(sandbox), account: { username: 'demo', password: 'another one' } };
  const pacts = [{ place: 'contract', content: contract }];
  const report = reportOf(await verifyAgainst(target, { pacts }, verifier, new Date()));
  expect(report.run.exitCode).toBe(3);
  expect(report.run.conclusion).toContain('refused the credentials');
});
