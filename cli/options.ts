/** The options of `conformance`, read and checked; what they mean together is for `settings.ts`. */
import { Command, Option } from 'commander';
import { UsageError } from '../helpers/failures.ts';
import type { Shard } from '../helpers/select.ts';

/** What was written on the command line; a member that was not is absent. */
export interface Options {
  readonly target?: string;
  readonly targets: string;
  readonly url?: string;
  readonly only: string;
  readonly gate: 'must' | 'should';
  readonly gateDrift: boolean;
  readonly shard?: Shard;
  readonly merge?: readonly string[];
  readonly dryRun: boolean;
  readonly seed: number;
  readonly sequences?: number;
  readonly rate?: number;
  readonly concurrency?: number;
  readonly out: string;
  readonly state: string;
  readonly allureReport: boolean;
}

/** Reads the command line. Throws UsageError or CommanderError for a mistake. */
export function parseOptions(argv: readonly string[]): Options {
  const command = new Command('conformance')
    .description(
      'Checks a server of the Abillify billing API; the sandbox unless --target, --url or TARGET_URL names another.',
    )
    .option('--target <NAME>', 'settings of targets/NAME.yaml')
    .option('--targets <FOLDER>', 'where the files of targets are', 'targets')
    .option('--url <URL>', 'base URL up to and including /api')
    .option('--only <PATTERN>', 'part of a requirement or operation, or a glob', '')
    .addOption(new Option('--gate <LEVEL>', 'what fails the run').choices(['must', 'should']).default('must'))
    .option('--gate-drift', 'drift from the baseline fails the run too', false)
    .option('--shard <I/N>', 'run one of N parts, to be merged afterwards', shard)
    .option('--merge <FOLDER...>', 'make one report of the parts in these folders; nothing is sent')
    .option('--dry-run', 'list what would be sent, and send nothing', false)
    .option('--seed <N>', 'seed of all invented data', wholeNumber('--seed'), 1)
    .option('--sequences <N>', 'random sequences of calls; more of them for a night', wholeNumber('--sequences'))
    .option('--rate <N>', 'requests a second, 0 for no limit', wholeNumber('--rate'))
    .option('--concurrency <N>', 'requests at once, 0 for no limit', wholeNumber('--concurrency'))
    .option('--out <FOLDER>', 'where the reports go', 'reports')
    .option('--state <FOLDER>', 'what is kept from run to run', '.conformance')
    .option('--no-allure-report', 'leave out allure-report/, which takes a second or two; allure-results/ stays')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return command.opts<Options>();
}

function shard(text: string): Shard {
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  if (index === undefined || count === undefined || Number(index) > Number(count)) {
    throw new UsageError(`--shard: '${text}' is not a part of a whole, such as 1/3, 2/3 and 3/3`);
  }
  return { index: Number(index), count: Number(count) };
}

function wholeNumber(name: string) {
  return (text: string): number => {
    if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name}: '${text}' is not a whole number`);
    return Number(text);
  };
}
