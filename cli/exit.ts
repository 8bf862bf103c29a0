/** How a command ends: one line and an exit code for whatever went wrong, and never a stack trace for a user's mistake. */
import { CommanderError } from 'commander';
import { UsageError } from '../helpers/failures.ts';

/** Runs a command to its end and ends the process with its exit code: 2 for a wrong call, 4 for a defect of the suite. */
export async function exitWith(main: (argv: readonly string[]) => Promise<number>): Promise<never> {
  // Whoever reads what is printed may go away (`| head`); the reports and the exit code are for others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(2);
    }
    process.stderr.write(`the suite itself failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(4);
  }
}
