/** A run in this process, from settings to report, as the command makes it but without vitest around the checks. */
import { type Finished, factsOf } from '../../cli/check-target.ts';
import { parseOptions } from '../../cli/options.ts';
import { type Settings, settingsOf } from '../../cli/settings.ts';
import type { TargetDraft } from '../../helpers/configuration/assemble.ts';
import { buildReport } from '../../helpers/report/build.ts';
import { closingOf, plainResult } from '../../helpers/run/plain.ts';
import { newRunId } from '../../helpers/run/references.ts';
import { startRun } from '../../helpers/run/run.ts';
import type { Sandbox } from '../../sandbox/start.ts';

/** The environment of a call against a sandbox, as against any other server. */
export function environmentFor(sandbox: Sandbox): Record<string, string> {
  const [first, second] = sandbox.accounts;
  return {
    TARGET_URL: sandbox.url,
    TARGET_USERNAME: first?.username ?? '',
    TARGET_PASSWORD: first?.password ?? '',
    TARGET_USERNAME_2: second?.username ?? '',
    TARGET_PASSWORD_2: second?.password ?? '',
    REQUEST_TIMEOUT_MS: '10000',
    SETTLE_TIMEOUT_MS: '1500',
    KEY_AGE_MS: '60',
  };
}

/** Settings of a call with some options against a sandbox. */
export function settingsFor(sandbox: Sandbox, argv: readonly string[]): Settings {
  return settingsOf(parseOptions(argv), environmentFor(sandbox));
}

/** Runs what the settings ask for. */
export async function runHere(settings: Settings, startedAt = new Date()): Promise<Finished> {
  const target = asked(settings.target);
  const { checks, seed } = settings;
  const runId = newRunId(startedAt);
  const run = startRun({ target, checks, runId, seed, startedAt });
  const results = (await run.results).map(plainResult);
  const closing = closingOf(run);
  const endedAt = new Date(startedAt.getTime() + 1000);
  const facts = factsOf(target, settings, { runId, startedAt, endedAt }, closing);
  return { report: buildReport(results, facts), results, facts, exchanges: closing.exchanges };
}

function asked({ url, account, ...target }: TargetDraft) {
  if (url === undefined || account === undefined) throw new Error('a run here needs the URL of a server');
  return { ...target, url, account };
}
