/** What happens when a run is over, whole or not: reports, the summary on the terminal, and what the next run is told. */
import { join } from 'node:path';
import type { AllureThread } from '../helpers/report/allure/thread.ts';
import { isWhole, lastRun, rememberRun } from '../helpers/report/last-run.ts';
import { type Part, partFile } from '../helpers/report/parts.ts';
import { replaceFile } from '../helpers/report/replace-file.ts';
import { allowsColour, summary } from '../helpers/report/terminal.ts';
import { problemOf, writeReports } from '../helpers/report/write.ts';
import type { Finished } from './check-target.ts';
import type { Settings } from './settings.ts';
import { waiversToPaste } from './waivers-to-paste.ts';

/** Writes everything that a run leaves behind. Returns the exit code: 4 where a report of a green run is missing. */
export async function finish(
  finished: Finished & { readonly archived?: readonly unknown[] },
  settings: Pick<Settings, 'out' | 'state'>,
  allure?: AllureThread,
  contracts?: Promise<readonly string[]>,
): Promise<number> {
  const { report, exchanges, archived } = finished;
  const { out, state } = settings;
  const whole = isWhole(report);
  const previous = whole ? lastRun(state) : undefined;
  const files = archived === undefined ? { exchanges } : { archived };
  const problems = writeReports(report, out, { ...files, ...(previous === undefined ? {} : { previous }) });
  problems.push(...writePart(finished, settings));
  process.stdout.write(
    `\n${summary(report, out, { colour: allowsColour(process.stdout) })}${waiversToPaste(finished)}`,
  );
  if (allure !== undefined) {
    const folder = join(out, 'allure-report');
    const problem = await allure.generate({
      results: join(out, 'allure-results'),
      report: folder,
      title: `${report.target.name}: ${report.run.conclusion}`,
      history: join(state, 'allure-history.jsonl'),
      remember: whole,
    });
    if (problem !== '') problems.push(`${folder} could not be written (${problem}); try --no-allure-report`);
  }
  try {
    if (whole) rememberRun(state, report);
  } catch (error) {
    problems.push(`${state} could not be written (${problemOf(error)}); name another folder with --state`);
  }
  problems.push(...((await contracts) ?? []));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length > 0 && report.run.exitCode === 0 ? 4 : report.run.exitCode;
}

/** What a merge needs, where the run is one part of several. */
function writePart({ facts, results }: Finished, { out }: Pick<Settings, 'out'>): string[] {
  const { shard } = facts;
  if (shard === undefined) return [];
  const part: Part = { partVersion: 1, facts: { ...facts, shard }, results };
  const path = join(out, partFile);
  try {
    replaceFile(path, [`${JSON.stringify(part)}\n`]);
    return [];
  } catch (error) {
    return [`${path} could not be written (${problemOf(error)}); name another folder with --out`];
  }
}
