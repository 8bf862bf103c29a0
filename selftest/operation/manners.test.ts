/** Manners towards a server: limits kept, waits honoured, retries told, and nothing sent that the target forbids. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dryRun } from '../../cli/dry-run.ts';
import type { Settings } from '../../cli/settings.ts';
import { html } from '../../helpers/report/html/page.ts';
import { markdown } from '../../helpers/report/markdown.ts';
import type { RunReport } from '../../helpers/report/model.ts';
import { summary } from '../../helpers/report/terminal.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { runHere, settingsFor } from './run-here.ts';
import { type Strictness, startStrictServer } from './strict-server.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
});
beforeEach(() => sandbox.use({}));
afterAll(() => sandbox.close());

/** A run against the sandbox behind a strict server. */
async function behindStrictServer(strictness: Strictness, argv: readonly string[]) {
  const server = await startStrictServer(sandbox.url, strictness);
  try {
    const { report } = await runHere(settingsFor(sandbox, [...argv, '--url', server.url]));
    return { report, counted: server.counted };
  } finally {
    await server.close();
  }
}

describe('limits', () => {
  test('of its own are kept, as the server counts them', async () => {
    const { report, counted } = await behindStrictServer({}, [
      '--only',
      'items.',
      '--rate',
      '80',
      '--concurrency',
      '3',
    ]);
    expect(report.run.exitCode).toBe(0);
    expect(counted.highestRate).toBeLessThanOrEqual(80);
    expect(counted.highestConcurrency).toBeLessThanOrEqual(3);
    expect(counted.requests).toBe(report.run.requests);
  });

  test('of the server are honoured: green, slower, and said', async () => {
    const { report, counted } = await behindStrictServer({ perSecond: 25 }, ['--only', 'items.*kept']);
    expect(report.run.exitCode).toBe(0);
    expect(counted.refused).toBeGreaterThan(0);
    expect(report.limited?.refused).toBe(counted.refused);
    // What was under way when a refusal was written could not know of it yet.
    expect(counted.inPauses).toBeLessThanOrEqual(32 * counted.pauses);
    expect(summary(report)).toMatch(/the server limited the rate: \d+ requests? refused with 429/);
  });
});

test('where a server refuses by number, pauses are for the refused request alone: a run is not held up by each', async () => {
  const { report, counted } = await behindStrictServer({ refusesEvery: 9 }, ['--only', 'items.']);
  expect(report.run.exitCode).toBe(0);
  expect(report.checks.filter(({ verdict }) => verdict === 'inconclusive')).toEqual([]);
  expect(counted.refused).toBeGreaterThan(20);
  // A second for each would be as many seconds.
  expect(report.limited?.waitedMs).toBeLessThan((counted.refused * 1000) / 2);
});

test('a server that limits the rate, is slow and loses connections is green, and what was retried is said', async () => {
  const strictness = { perSecond: 60, lostEvery: 40, latencyMs: 5 };
  const argv = ['--only', 'createIdentity', '--concurrency', '6'];
  const { report, counted } = await behindStrictServer(strictness, argv);
  expect(report.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(report.run.exitCode).toBe(0);
  expect(counted.lost).toBeGreaterThan(0);
  expect(counted.refused).toBeGreaterThan(0);
  expect(counted.highestConcurrency).toBeLessThanOrEqual(6);
  // What was under way when a pause began could not know of it yet.
  expect(counted.inPauses).toBeLessThanOrEqual(6 * counted.pauses);
  const flaky = report.checks.filter(({ retries }) => retries !== undefined);
  expect(flaky.length).toBeGreaterThan(0);
  const told = flaky.reduce((total, { retries = 0 }) => total + retries, 0);
  expect(told).toBeLessThanOrEqual(counted.lost);
  const [first] = flaky;
  for (const text of [summary(report), markdown(report), html(report)]) {
    expect(text).toContain(`${flaky.length} flaky check`);
    expect(text.replaceAll('\\', '')).toContain(first?.requirement);
  }
});

test('redirects are answers, and never followed', async () => {
  let elsewhere = 0;
  const other = createServer((_, outgoing) => {
    elsewhere += 1;
    outgoing.end();
  });
  const redirecting = createServer((incoming, outgoing) => {
    incoming.resume();
    const { port } = other.address() as AddressInfo;
    outgoing.writeHead(307, { location: `http://127.0.0.1:${port}${incoming.url}` }).end();
  });
  for (const server of [other, redirecting])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = redirecting.address() as AddressInfo;
  const { report } = await runHere(settingsFor(sandbox, ['--only', 'items.', '--url', `http://127.0.0.1:${port}/api`]));
  for (const server of [other, redirecting]) server.close();
  expect(report.run.requests).toBeGreaterThan(0);
  expect(elsewhere).toBe(0);
});

describe('what was created', () => {
  test('is counted as the server counts it, each thing once', async () => {
    const { report } = await runHere(settingsFor(sandbox, ['--only', 'idempotency.']));
    const { accounts } = sandbox.world;
    const invoices = accounts.reduce((total, one) => total + one.invoices.size, 0);
    const identities = accounts.reduce((total, one) => total + one.identities.size, 0);
    expect(report.created).toMatchObject({ prefix: report.run.id, invoices, identities, uncertain: 0 });
    expect(report.created?.committed).toBeGreaterThan(0);
    expect(report.created?.resent).toBeGreaterThan(0);
    expect(summary(report)).toContain(`under references that begin with ${report.run.id}`);
  });
});

describe('a target forbids', () => {
  /** An identity and an invoice of somebody else, made before the run. */
  async function existing() {
    const [account] = sandbox.accounts;
    const authorization = `Basic ${Buffer.from(`${account?.username}:${account?.password}`).toString('base64')}`;
    const send = async (method: string, path: string, body: object) => {
      const headers = { authorization, 'content-type': 'application/json' };
      const { ok } = await fetch(`${sandbox.url}${path}`, { method, headers, body: JSON.stringify(body) });
      expect(ok).toBe(true);
    };
    await send('PUT', '/identities/K%2F1', { reference: 'K/1', name: { company: 'ACME' } });
    const items = [{ label: 'item', quantity: 1, unit: 'piece', unitprice: 1, detail: {} }];
    await send('POST', '/identities/K%2F1/invoices', { reference: 'R-1', currency: 'EUR', items });
    return { identity: 'K/1', invoice: 'R-1' };
  }

  /** Settings of a target whose file says more. */
  function settings(only: string, change: Partial<Settings['target']>): Settings {
    const plain = settingsFor(sandbox, ['--only', only]);
    return { ...plain, target: { ...plain.target, ...change } };
  }
  /** What failed or could not be decided. */
  const unclear = ({ checks }: RunReport) =>
    checks
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive')
      .map((check) => `${check.requirement} @ ${check.operation}: ${check.reason}`);
  const fixtures = (names: object) => ({ mailDomain: 'example.com', currency: 'EUR', ...names });
  const methodsSent = (exchanges: readonly { readonly request: { readonly method: string } }[]) => [
    ...new Set(exchanges.map(({ request }) => request.method)),
  ];

  test('every change: only reads are sent, what exists is read, and the rest says why it does not apply', async () => {
    const names = await existing();
    const before = sandbox.statistics().total;
    const { report, exchanges } = await runHere(settings('*', { readOnly: true, fixtures: fixtures(names) }));
    expect(methodsSent(exchanges).filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method))).toEqual([]);
    expect(sandbox.statistics().total - before).toBe(report.run.requests);
    expect(sandbox.world.accounts[0]?.invoices.size).toBe(1);
    expect(report.created).toMatchObject({ identities: 0, invoices: 0 });
    expect(unclear(report)).toEqual([]);
    const verdictOf = (requirement: string, operation: string) =>
      report.checks.find((check) => check.requirement === requirement && check.operation === operation);
    for (const operation of [
      'getInvoice',
      'getInvoiceDocuments',
      'getIdentity',
      'getIdentityInvoices',
      'listIdentities',
    ]) {
      expect(verdictOf('operation.valid-request-succeeds', operation), operation).toMatchObject({ verdict: 'pass' });
    }
    expect(verdictOf('operation.valid-request-succeeds', 'updateInvoice')).toMatchObject({ verdict: 'not-applicable' });
    expect(verdictOf('operation.valid-request-succeeds', 'updateInvoice')?.reason).toMatch(
      /is read-only, and this needs POST/,
    );
  });

  test('to change what exists: it is used, and afterwards it is as it was', async () => {
    const names = await existing();
    const own = () => {
      const [first] = sandbox.world.accounts;
      return structuredClone([first?.identities.get('K/1'), first?.invoices.get('R-1')]);
    };
    const before = own();
    const { report, exchanges } = await runHere(settings('get*', { fixtures: fixtures(names) }));
    expect(unclear(report)).toEqual([]);
    const paths = exchanges.map(({ request }) => `${request.method} ${new URL(request.url).pathname}`);
    expect(paths).toContain('POST /api/identities/K%2F1/invoices');
    expect(paths).toContain('GET /api/invoices/R-1');
    expect(
      paths.filter((path) =>
        /^(?!GET|HEAD|OPTIONS).* \/api\/(identities\/K%2F1|invoices\/R-1)(\/(?!invoices$)|$)/.test(path),
      ),
    ).toEqual([]);
    expect(own()).toEqual(before);
  });

  test('mails: no resend arrives, and a customer who exists is not committed to', async () => {
    const names = await existing();
    const { report, exchanges } = await runHere(settings('operation.*', { noMails: true, fixtures: fixtures(names) }));
    expect(sandbox.world.mails).toEqual([]);
    expect(
      exchanges.filter(({ request }) => /resendInvoice|commitInvoice/.test(request.url) && request.method !== 'GET'),
    ).toEqual([]);
    expect(report.checks.find(({ operation }) => operation === 'resendInvoice')?.reason).toContain('allows no mails');
  });
});

describe('a dry run', () => {
  test('lists each request that a run sends, with its body, and sends nothing', async () => {
    let arrived = 0;
    const counting = createServer((_, outgoing) => {
      arrived += 1;
      outgoing.end();
    });
    counting.on('connection', () => {
      arrived += 1;
    });
    await new Promise<void>((resolve) => counting.listen(0, '127.0.0.1', resolve));
    const { port } = counting.address() as AddressInfo;
    const settings = settingsFor(sandbox, ['--only', 'items.', '--url', `http://127.0.0.1:${port}/api`]);
    let text = '';
    await dryRun(settings, (piece) => {
      text += piece;
    });
    counting.close();
    expect(arrived).toBe(0);
    expect(sandbox.statistics().total).toBe(0);
    const listed = text.split('\n').filter((line) => /^(POST|PUT) /.test(line));
    const { exchanges, report } = await runHere(settingsFor(sandbox, ['--only', 'items.']));
    const sent = exchanges
      .filter(({ request }) => request.method !== 'GET')
      .map(({ request }) => `${request.method} ${request.url.slice(sandbox.url.length)} ${request.body}`);
    // Each run has an id of its own, and hands out numbers in the order in which checks come to ask.
    const alike = (lines: readonly string[], runId: string) =>
      lines.map((line) => line.replaceAll(runId, 'RUN').replaceAll(/RUN[crx][0-9a-z]+/g, 'REFERENCE')).sort();
    const listedId = /^GET \/invoices\/(t[0-9a-z]{10})x/m.exec(text)?.[1] ?? '';
    expect(alike(listed, listedId)).toEqual(alike(sent, report.run.id));
    expect(listed.length).toBeGreaterThan(100);
    for (const { requirement } of report.checks) expect(text).toContain(`## ${requirement} @ updateInvoice`);
    expect(text).toContain(`nothing was sent to http://127.0.0.1:${port}/api`);
    expect(text).not.toContain(sandbox.accounts[0]?.password);
  });

  test('shows what a read-only target with an invoice of its own would be asked', async () => {
    const plain = settingsFor(sandbox, ['--only', 'getInvoice']);
    const fixtures = { ...plain.target.fixtures, invoice: 'R 9' };
    let text = '';
    await dryRun({ ...plain, target: { ...plain.target, readOnly: true, fixtures } }, (piece) => {
      text += piece;
    });
    expect(text).toContain('GET /invoices/R%209\n');
    expect(text).not.toMatch(/^(POST|PUT|PATCH|DELETE) /m);
    expect(text).toContain('(not applicable: target target is read-only');
  });
});
