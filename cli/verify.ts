/** `npm run verify`: replays pacts against a server and says which interactions it keeps. */
import { Command } from 'commander';
import { config } from 'dotenv';
import { assembleTarget } from '../helpers/configuration/assemble.ts';
import { UsageError } from '../helpers/failures.ts';
import { type Filters, filtered, loadPacts } from '../helpers/pact/source.ts';
import { type PactSource, verifyAgainst } from '../helpers/pact/verification.ts';
import { verificationReport } from '../helpers/pact/verification-report.ts';
import { Verifier } from '../helpers/pact/verifier.ts';
import { allowsColour, summary } from '../helpers/report/terminal.ts';
import { prepareFolder, writeReports } from '../helpers/report/write.ts';
import { suite } from './check-target.ts';
import { exitWith } from './exit.ts';
import { stand } from './stand.ts';

interface Options extends Filters {
  readonly target?: string;
  readonly targets: string;
  readonly url?: string;
  readonly seed: string;
  readonly out: string;
}

function parseOptions(argv: readonly string[]): { pacts: readonly string[]; options: Options } {
  const command = new Command('verify')
    .description(
      'Replays pacts against a server; the sandbox unless --target, --url or TARGET_URL names another. Provider states are arranged over the API.',
    )
    .argument('[PACT...]', 'files, folders or addresses of pacts', ['contracts/pacts'])
    .option('--target <NAME>', 'settings of targets/NAME.yaml')
    .option('--targets <FOLDER>', 'where the files of targets are', 'targets')
    .option('--url <URL>', 'base URL up to and including /api')
    .option('--consumer <PATTERN>', 'pacts of these consumers alone: part of the name, or a glob', '')
    .option('--description <PATTERN>', 'interactions of this description alone', '')
    .option('--state <PATTERN>', 'interactions with this provider state alone', '')
    .option('--seed <N>', 'seed of all invented data', '1')
    .option('--out <FOLDER>', 'where the reports go', 'reports/verification')
    .addHelpText(
      'after',
      '\nExit code 0: every interaction is kept; 1: one is not; 2: the call is wrong, nothing was sent; 3: no verdict; 4: the suite itself failed.',
    )
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return { pacts: command.processedArgs[0] as readonly string[], options: command.opts<Options>() };
}

/** The pacts that the command line names. */
async function sourceOf(pacts: readonly string[], options: Options): Promise<PactSource> {
  return { pacts: filtered(await loadPacts(pacts), options) };
}

async function main(argv: readonly string[]): Promise<number> {
  const { pacts, options } = parseOptions(argv);
  config({ quiet: true });
  if (!/^\d{1,9}$/.test(options.seed)) throw new UsageError(`--seed: '${options.seed}' is not a whole number`);
  const seed = Number(options.seed);
  const draft = assembleTarget(options, process.env, options.targets);
  if (draft.readOnly)
    throw new UsageError(`target ${draft.name} is read-only, and provider states have to be arranged`);
  const source = await sourceOf(pacts, options);
  prepareFolder(options.out);
  const { target, close } = await stand(draft);
  const verifier = new Verifier();
  const startedAt = new Date();
  try {
    process.stderr.write(`verifying ${target.name} at ${target.url}\n`);
    const verified = await verifyAgainst(target, source, verifier, startedAt, seed);
    const report = verificationReport(verified, {
      suite: suite(),
      target: { name: target.name, url: target.url },
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      seed,
      interrupted: false,
    });
    const exchanges = verified.interactions.flatMap((one) => one.exchanges);
    const problems = writeReports(report, options.out, { exchanges });
    process.stdout.write(`\n${summary(report, options.out, { colour: allowsColour(process.stdout) })}`);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return problems.length > 0 && report.run.exitCode === 0 ? 4 : report.run.exitCode;
  } finally {
    verifier.close();
    await close();
  }
}

await exitWith(main);
