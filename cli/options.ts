/** The options of `conformance`, read and checked; what they mean together is for `settings.ts`. */
import { Command, Option } from 'commander';
import { UsageError } from '../helpers/failures.ts';

/** What was written on the command line; a member that was not is absent. */
export interface Options {
  readonly target?: string;
  readonly targets: string;
  readonly url?: string;
  readonly only: string;
  readonly gate: 'must' | 'should';
  readonly seed: number;
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
    .option('--seed <N>', 'seed of all invented data', wholeNumber('--seed'), 1)
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

function wholeNumber(name: string) {
  return (text: string): number => {
    if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name}: '${text}' is not a whole number`);
    return Number(text);
  };
}
