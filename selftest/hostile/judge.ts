/** Holds one run against a misbehaving server against all that a run has to be, whatever the server does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { complaints } from './inspect.ts';
import { leaksIn, plainLeaksIn } from './leaks.ts';
import type { Expected, Misbehaviour } from './misbehaviour.ts';
import { type HostileRun, hostileTarget, runAgainst, shortRun } from './run.ts';
import { type HostileServer, startHostile } from './server.ts';

/** No run against a hostile server may take longer, in ms, on a machine that has other things to do as well. */
const timeBudgetMs = 60_000;

/** Runs the suite against a server that misbehaves from the first request on, or later, and expects what the misbehaviour says. */
export async function expectHandled(misbehaviour: Misbehaviour, later: boolean): Promise<void> {
  const expected = later ? misbehaviour.later : misbehaviour.fromTheFirst;
  if (expected === undefined) throw new Error(`nothing is expected of ${misbehaviour.id}`);
  const { slow, waitBudgetMs, volume } = misbehaviour;
  const server = await startHostile(misbehaviour, { later });
  try {
    const target = hostileTarget(server, {
      ...(slow === true ? { requestTimeoutMs: 2500 } : {}),
      ...(waitBudgetMs === undefined ? {} : { waitBudgetMs }),
      ...(volume === undefined ? {} : { volume }),
    });
    const run = await runAgainst(target, shortRun);
    expectVerdict(run, expected);
    expect(complaints(run.files, run.printed)).toEqual([]);
    expect(leaksOf(run, server, misbehaviour.id.startsWith('echo')), 'credentials').toEqual([]);
    expect(server.seen.cookies, 'cookies that came back').toEqual([]);
    expect(run.durationMs, 'ms').toBeLessThan(timeBudgetMs);
    await expectNoConnection(server);
  } finally {
    await server.close();
  }
}

function expectVerdict({ report, printed }: HostileRun, { exitCode, brokenRequirement, says }: Expected): void {
  expect(report.run.exitCode, printed).toBe(exitCode);
  const failed = report.checks.filter(({ verdict }) => verdict === 'fail').map(({ requirement }) => requirement);
  if (brokenRequirement !== undefined) expect(failed, printed).toContain(brokenRequirement);
  if (says !== undefined) expect(report.checks.map(({ reason }) => reason).join('\n')).toMatch(says);
}

function leaksOf({ files, printed }: HostileRun, { accounts }: HostileServer, echoes: boolean): string[] {
  const look = echoes ? leaksIn : plainLeaksIn;
  return [...files, ['what is printed', printed] as const].flatMap(([name, text]) =>
    look(text, accounts).map((leak) => `${name}: ${leak}`),
  );
}

/** The server sees the end of a connection a moment after the client has closed it. */
async function expectNoConnection(server: HostileServer): Promise<void> {
  for (let turn = 0; turn < 200 && (await server.connections()) > 0; turn += 1) await sleep(50);
  expect(await server.connections(), 'open connections').toBe(0);
}
