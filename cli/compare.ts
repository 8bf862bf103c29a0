/** `npm run compare`: two results side by side, last night and tonight, staging and release candidate. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../helpers/failures.ts';
import { compareReports, worsened } from '../helpers/report/compare.ts';
import { formatComparison } from '../helpers/report/compare-format.ts';
import type { RunReport } from '../helpers/report/model.ts';
import { parseReport } from '../helpers/report/schema.ts';
import { exitWith } from './exit.ts';

interface Options {
  readonly json?: true;
  readonly markdown?: true;
}

/** Prints what changed. 0: nothing is worse; 1: something is; 2: the call is wrong. */
async function main(argv: readonly string[]): Promise<number> {
  const command = new Command('compare')
    .description(
      'What changed from result A to result B: new failures, fixed ones, drift, speed. Each is a conformance.json or a folder with one.',
    )
    .argument('<A>', 'the earlier result')
    .argument('<B>', 'the later result')
    .option('--json', 'for programs')
    .option('--markdown', 'for a pull request')
    .addHelpText(
      'after',
      '\nExit code: 0 where nothing became worse; 1 where a check fails that did not before, one that passed is not\ndecided or not there any more, or the run could not conclude; 2 for a wrong call.',
    )
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const [before, now] = command.args.map(read);
  if (before === undefined || now === undefined) throw new UsageError('compare: two results are needed');
  const { json, markdown } = command.opts<Options>();
  if (json && markdown) throw new UsageError('--json, --markdown: choose one');
  const comparison = compareReports(before, now);
  process.stdout.write(
    json
      ? `${JSON.stringify({ worse: worsened(comparison), ...comparison }, null, 2)}\n`
      : formatComparison(comparison, markdown ? 'markdown' : 'text'),
  );
  return worsened(comparison) ? 1 : 0;
}

/** Throws UsageError with one line that says what is wrong with the file. */
function read(path: string): RunReport {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'conformance.json') : path;
  if (!existsSync(file)) throw new UsageError(`${file} is not there; name a conformance.json or a folder with one`);
  try {
    return parseReport(readFileSync(file, 'utf8'), file);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

await exitWith(main);
