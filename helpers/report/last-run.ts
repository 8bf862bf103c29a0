/** `last-run.json`: the report of the last whole run against a target, kept for the next one to be compared with. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from './json.ts';
import type { RunReport } from './model.ts';
import { replaceFile } from './replace-file.ts';
import { parseReport } from './schema.ts';

const fileIn = (state: string) => join(state, 'last-run.json');

/** The last whole run; `undefined` where there is none that can be read. */
export function lastRun(state: string): RunReport | undefined {
  try {
    return parseReport(readFileSync(fileIn(state), 'utf8'), fileIn(state));
  } catch {
    return undefined;
  }
}

/** Keeps a report for the next run. Throws what the file system says. */
export function rememberRun(state: string, report: RunReport): void {
  mkdirSync(state, { recursive: true });
  replaceFile(fileIn(state), [
    json({ ...report, checks: report.checks.map((check) => ({ ...check, exchanges: [] })) }),
  ]);
}

/**
 * Whether a run can be compared with other nights: all checks were meant to run, and the server was there. A night in
 * which it was not must not be what the next one is compared with.
 */
export function isWhole({ run }: RunReport): boolean {
  return run.only === undefined && run.shard === undefined && (run.exitCode === 0 || run.exitCode === 1);
}
