/** `--dry-run`: every request that a run would send, found by running it against the sandbox in this process. */
import { basicAuthorization } from '../helpers/http/redaction.ts';
import { counted } from '../helpers/report/text.ts';
import { newRunId } from '../helpers/run/references.ts';
import { startRun } from '../helpers/run/run.ts';
import type { Target } from '../helpers/target.ts';
import { type Sandbox, startSandbox } from '../sandbox/start.ts';
import type { Settings } from './settings.ts';

/** One request as it is listed. */
interface Planned {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly body: string;
}

/** Lists what would be sent, check by check. Nothing leaves this process but to the sandbox in it. */
export async function dryRun({ target: draft, checks, seed }: Settings, write: (text: string) => void): Promise<void> {
  const sandbox = await startSandbox({ managementPort: false });
  try {
    const target = await standIn(draft, sandbox);
    const startedAt = new Date();
    const run = startRun({ target, checks, runId: newRunId(startedAt), seed, startedAt });
    const planned = new Map<string, Planned[]>();
    run.session.recorder.onRecord(({ check, exchange: { request } }) => {
      const key = request.headers.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
      const one: Planned = {
        method: request.method,
        path: request.url.startsWith(sandbox.url) ? request.url.slice(sandbox.url.length) : request.url,
        key: key === undefined ? '' : ` Idempotency-Key: ${key}`,
        body: request.body === undefined ? '' : ` ${request.body}`,
      };
      planned.set(check, [...(planned.get(check) ?? []), one]);
    });
    const results = await run.results;
    const url = draft.url ?? 'the sandbox';
    write(heading(draft.name, url));
    const shared = [...planned.keys()].filter((key) => !checks.some((check) => check.key === key));
    for (const key of shared) write(section(`shared by several checks: ${key}`, planned.get(key) ?? []));
    for (const { check, outcome } of results) {
      if ('rule' in check.decide) continue;
      const remark = outcome.kind === 'not-applicable' ? ` (not applicable: ${outcome.reason})` : '';
      write(section(`${check.key}${remark}`, planned.get(check.key) ?? []));
    }
    write(closing([...planned.values()].flat(), results.filter(({ requests }) => requests > 0).length, url));
  } finally {
    await sandbox.close();
  }
}

/** The sandbox in the place of a target: what may be done there, and what exists there, is the same. */
async function standIn(draft: Settings['target'], sandbox: Sandbox): Promise<Target> {
  const [account, secondAccount] = sandbox.accounts;
  if (account === undefined || secondAccount === undefined) throw new Error('the sandbox has two accounts');
  const { notify: _notify, account: _account, secondAccount: given, baseline: _baseline, ...others } = draft;
  // Keys that a dry run used must not pass for those of a real one.
  const { stateFolder: _stateFolder, ...rest } = others;
  const authorization = basicAuthorization(account);
  const create = async (method: string, path: string, body: object) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const { ok, status } = await fetch(`${sandbox.url}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!ok) throw new Error(`the sandbox answered ${status} to ${method} ${path}`);
  };
  const { identity, invoice, currency } = draft.fixtures;
  const holder = identity ?? 'holder';
  const path = `/identities/${encodeURIComponent(holder)}`;
  if (identity !== undefined || invoice !== undefined) await create('PUT', path, { reference: holder });
  if (invoice !== undefined) {
    const items = [{ label: 'item', quantity: 1, unit: 'piece', unitprice: 1, detail: {} }];
    await create('POST', `${path}/invoices`, { reference: invoice, currency, items });
  }
  return {
    ...rest,
    url: sandbox.url,
    account,
    // Without a URL the target is the sandbox itself, which has two accounts.
    ...(given === undefined && draft.url !== undefined ? {} : { secondAccount }),
    limits: { ...draft.limits, rate: 0, keyAgeMs: 50 },
  };
}

function heading(name: string, url: string): string {
  return `# What a run would send to ${name} (${url}); nothing was sent to it.
# Found by a run against the sandbox, which keeps every documented promise at once: a server that is slower, limits the
# rate or takes an invoice in another way is asked more often, and what follows from its answers may differ. References
# begin with the run's id, which is another each time.
`;
}

function section(title: string, requests: readonly Planned[]): string {
  const lines = requests.map(({ method, path, key, body }) => `${method} ${path}${key}${body}\n`);
  return `\n## ${title}\n${lines.join('')}`;
}

function closing(requests: readonly Planned[], checks: number, url: string): string {
  const methods = [...new Set(requests.map(({ method }) => method))].sort();
  const counts = methods.map((method) => `${requests.filter((one) => one.method === method).length} ${method}`);
  return `\n# ${counted(requests.length, 'request')} of ${counted(checks, 'check')} (${counts.join(', ')}); nothing was sent to ${url}.\n`;
}
