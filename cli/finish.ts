/** What happens when a run is over, whole or not: reports, the summary on the terminal, and what the next run is told. */
import { join } from 'node:path';
import type { AllureThread } from '../helpers/report/allure/thread.ts';
import { isWhole, lastRun, rememberRun } from '../helpers/report/last-run.ts';
import { summary } from '../helpers/report/terminal.ts';
import { problemOf, writeReports } from '../helpers/report/write.ts';
import type { Finished } from './check-target.ts';
import type { Settings } from './settings.ts';

/** Writes everything that a run leaves behind. Returns the exit code: 4 where a report of a green run is missing. */
export async function finish(
  { report, exchanges }: Finished,
  { out, state, only }: Pick<Settings, 'out' | 'state' | 'only'>,
  allure?: AllureThread,
): Promise<number> {
  const whole = isWhole(report, only);
  const previous = whole ? lastRun(state) : undefined;
  const problems = writeReports(report, out, { exchanges, ...(previous === undefined ? {} : { previous }) });
  process.stdout.write(`\n${summary(report, out)}`);
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
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length > 0 && report.run.exitCode === 0 ? 4 : report.run.exitCode;
}
