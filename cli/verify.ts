/** `npm run verify`: replays pacts against a server and says which interactions it keeps. */
import { Command } from 'commander';
import { assembleTarget } from '../helpers/configuration/assemble.ts';
import { UsageError } from '../helpers/failures.ts';
import { probeBroker } from '../helpers/pact/broker/probe.ts';
import { type BrokerVerification, readBrokerVerification } from '../helpers/pact/broker/verification.ts';
import { verifyFromBroker } from '../helpers/pact/broker/verify.ts';
import { type Filters, filtered, loadPacts } from '../helpers/pact/source.ts';
import { type PactSource, type Verified, verifyAgainst } from '../helpers/pact/verification.ts';
import { verificationReport } from '../helpers/pact/verification-report.ts';
import { Verifier } from '../helpers/pact/verifier.ts';
import { allowsColour, summary } from '../helpers/report/terminal.ts';
import { prepareFolder, writeReports } from '../helpers/report/write.ts';
import { exitWithBroker } from './broker-command.ts';
import { type FromBroker, strayBrokerOption, withBrokerOptions } from './broker-options.ts';
import { suite } from './check-target.ts';
import { stand } from './stand.ts';

/** The name that the contract of this repository gives the API. */
const defaultProvider = 'abillify-api';

interface Options extends Filters, FromBroker {
  readonly provider: string;
  readonly target?: string;
  readonly targets: string;
  readonly url?: string;
  readonly seed: string;
  readonly out: string;
}

interface Call {
  readonly pacts: readonly string[];
  readonly options: Options;
}

function parseOptions(argv: readonly string[]): Call {
  const command = withBrokerOptions(new Command('verify'))
    .description(
      'Replays pacts against a server; the sandbox unless --target, --url or TARGET_URL names another. Provider states are arranged over the API.',
    )
    .argument('[PACT...]', 'files, folders or addresses of pacts (default: contracts/pacts)')
    .option('--provider <NAME>', 'what the provider is called at the broker', defaultProvider)
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
  return { pacts: command.args, options: command.opts<Options>() };
}

/** The pacts that the command line names. */
async function sourceOf({ pacts, options }: Call): Promise<PactSource> {
  const stray = strayBrokerOption(options);
  if (stray !== undefined) throw new UsageError(`${stray}: goes with --broker`);
  return { pacts: filtered(await loadPacts(pacts.length === 0 ? ['contracts/pacts'] : pacts), options) };
}

/** The verification of a broker's pacts that the command line asks for. */
function brokerOf({ pacts, options }: Call): BrokerVerification {
  const [place] = pacts;
  if (place !== undefined)
    throw new UsageError(`${place}: not with --broker, which says what is verified by --selector`);
  for (const name of ['consumer', 'description', 'state'] as const) {
    // A part of a pact that is kept must not be published as the whole of it.
    if (options[name] !== '')
      throw new UsageError(`--${name}: not with --broker; use --selector, which may name a consumer`);
  }
  const verification = readBrokerVerification(options, process.env, process.cwd());
  for (const note of verification.notes) process.stderr.write(`${note}\n`);
  return verification;
}

/** What came of a verification, and why its results could not be published where they were to be. */
interface Done {
  readonly result: Verified;
  readonly unpublished?: Error;
}

/** Gives what verifies: the broker's pacts, or those the command line names. Whatever is wrong with the call is said first. */
async function verification(
  call: Call,
): Promise<(verify: (source: PactSource) => Promise<Verified>, log: () => string) => Promise<Done>> {
  if (call.options.broker !== true) {
    const source = await sourceOf(call);
    return async (verify) => ({ result: await verify(source) });
  }
  const broker = brokerOf(call);
  await probeBroker(broker.settings);
  return (verify, log) =>
    verifyFromBroker(broker, async (options) => {
      const result = await verify({ verifierOptions: { ...options, provider: call.options.provider } });
      return { result, log: log() };
    });
}

async function main(argv: readonly string[]): Promise<number> {
  const call = parseOptions(argv);
  const { options } = call;
  if (!/^\d{1,9}$/.test(options.seed)) throw new UsageError(`--seed: '${options.seed}' is not a whole number`);
  const seed = Number(options.seed);
  const draft = assembleTarget(options, process.env, options.targets);
  if (draft.readOnly)
    throw new UsageError(`target ${draft.name} is read-only, and provider states have to be arranged`);
  const done = await verification(call);
  prepareFolder(options.out);
  const { target, close } = await stand(draft);
  const verifier = new Verifier();
  const startedAt = new Date();
  try {
    process.stderr.write(`verifying ${target.name} at ${target.url}\n`);
    const verify = (source: PactSource) => verifyAgainst(target, source, verifier, startedAt, seed);
    const { result: verified, unpublished } = await done(verify, () => verifier.log);
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
    // A broken server is the graver news.
    if (unpublished !== undefined && report.run.exitCode === 0) throw unpublished;
    return problems.length > 0 && report.run.exitCode === 0 ? 4 : report.run.exitCode;
  } finally {
    verifier.close();
    await close();
  }
}

await exitWithBroker('verify', main);
