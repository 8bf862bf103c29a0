/** What happens when a run is over, whole or not: reports, the summary on the terminal, and what the next run is told. */
import { summary } from '../helpers/report/terminal.ts';
import { writeReports } from '../helpers/report/write.ts';
import type { Finished } from './check-target.ts';
import type { Settings } from './settings.ts';

/** Writes everything that a run leaves behind. Returns the exit code: 4 where a report of a green run is missing. */
export async function finish(
  { report, exchanges }: Finished,
  settings: Pick<Settings, 'out' | 'state'>,
): Promise<number> {
  const problems = writeReports(report, settings.out, { exchanges });
  process.stdout.write(`\n${summary(report, settings.out)}`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length > 0 && report.run.exitCode === 0 ? 4 : report.run.exitCode;
}
