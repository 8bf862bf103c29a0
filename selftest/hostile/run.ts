/** Runs checks against a hostile server as the command does, and reads back all that the run wrote. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildReport } from '../../helpers/report/build.ts';
import { har } from '../../helpers/report/har.ts';
import { html } from '../../helpers/report/html/page.ts';
import { json } from '../../helpers/report/json.ts';
import { junit } from '../../helpers/report/junit.ts';
import { markdown } from '../../helpers/report/markdown.ts';
import type { RunReport } from '../../helpers/report/model.ts';
import { summary } from '../../helpers/report/terminal.ts';
import { plainExchange, plainResult } from '../../helpers/run/plain.ts';
import { newRunId } from '../../helpers/run/references.ts';
import { startRun } from '../../helpers/run/run.ts';
import type { Check } from '../../helpers/spec.ts';
import { defaultFixtures, defaultLimits, type Limits, type Target } from '../../helpers/target.ts';
import { checks } from '../../specs/all.ts';
import type { HostileServer } from './server.ts';

/** Few checks that together call every operation, and every rule for what they are answered. */
const chosen = new Set([
  'operation.valid-request-succeeds',
  'authentication.missing-credentials-refused',
  'authentication.password-prefix-refused',
  'get-invoice.returns-the-one-asked-for',
  'get-invoice.shows-items',
  'create-invoice.belongs-to-its-identity',
  'items.one-replaces-many',
  'items.prices-kept',
  'idempotency.replay-same-response @ resendInvoice',
  'list.envelope',
  'http.unknown-route-refused',
]);

/** The checks of a short run. */
export const shortRun: readonly Check[] = checks.filter(
  ({ key, requirement, decide }) => 'rule' in decide || chosen.has(requirement) || chosen.has(key),
);

/** What came of a run. */
export interface HostileRun {
  readonly report: RunReport;
  /** Every file that was written, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** What a terminal would show. */
  readonly printed: string;
  readonly durationMs: number;
  readonly cpuMs: number;
}

/** A hostile server as a target. */
export function hostileTarget(server: Pick<HostileServer, 'url' | 'accounts'>, limits: Partial<Limits> = {}): Target {
  const [account, secondAccount] = server.accounts;
  if (account === undefined || secondAccount === undefined) throw new Error('a hostile server has two accounts');
  return {
    name: 'hostile',
    url: server.url,
    account,
    secondAccount,
    fixtures: defaultFixtures,
    limits: { ...defaultLimits, requestTimeoutMs: 20_000, settleTimeoutMs: 300, keyAgeMs: 100, ...limits },
    readOnly: false,
    noMails: false,
    waivers: [],
  };
}

/** Runs checks to the end and writes every report. */
export async function runAgainst(target: Target, chosenChecks: readonly Check[] = shortRun): Promise<HostileRun> {
  const startedAt = new Date();
  const start = performance.now();
  const cpu = process.cpuUsage();
  const run = startRun({ target, checks: chosenChecks, runId: newRunId(startedAt), seed: 1, startedAt });
  const results = (await run.results).map(plainResult);
  const { recorder } = run.session;
  const report = buildReport(results, {
    suite: { name: 'abillify-conformance', version: '0', commit: 'none' },
    target: { name: target.name, url: target.url },
    id: 'hostile',
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - start),
    requests: recorder.requests,
    seed: 1,
    gate: 'must',
    environment: {},
    coverage: recorder.coverage(),
    waivers: [],
    reached: run.reached(),
    credentialsAccepted: run.credentialsAccepted(),
    interrupted: false,
  });
  const exchanges = recorder.exchanges.map(plainExchange);
  // In memory: what else the command writes is made of the same, and a hundred runs would write ten thousand files.
  const files = new Map([
    ['conformance.json', json(report)],
    ['junit.xml', junit(report)],
    ['conformance.md', markdown(report)],
    ['conformance.html', html(report)],
    ['exchanges.har', [...har(report, exchanges)].join('')],
  ]);
  const used = process.cpuUsage(cpu);
  return {
    report,
    files,
    printed: summary(report, 'reports'),
    durationMs: performance.now() - start,
    cpuMs: (used.user + used.system) / 1000,
  };
}

/** Every file below a folder, by its path in there. */
export function filesIn(folder: string): Map<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    found.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), readFileSync(path, 'utf8')];
    }),
  );
}
