/** `npm run conformance`: checks a server and says whether it keeps the promises of its documentation. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { config } from 'dotenv';
import { parseUrl, readEnvironment } from '../helpers/configuration/environment.ts';
import { guardHost } from '../helpers/configuration/guard.ts';
import { UsageError } from '../helpers/failures.ts';
import { buildReport } from '../helpers/report/build.ts';
import { summary } from '../helpers/report/terminal.ts';
import { prepareFolder, writeReports } from '../helpers/report/write.ts';
import { newRunId } from '../helpers/run/references.ts';
import { selectChecks } from '../helpers/select.ts';
import { defaultFixtures, defaultLimits, type Target } from '../helpers/target.ts';
import { startSandbox } from '../sandbox/start.ts';
import { checks } from '../specs/all.ts';
import { type Gathered, runChecks } from './run-checks.ts';

interface Options {
  readonly url?: string;
  readonly only: string;
  readonly gate: 'must' | 'should';
  readonly seed: string;
  readonly rate: string;
  readonly concurrency: string;
  readonly out: string;
}

/** The sandbox answers at once and forgets nothing, so its keys need not grow old before they are used again. */
const sandboxKeyAgeMs = 1500;

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name}: '${text}' is not a whole number`);
  return Number(text);
}

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

function parseOptions(argv: readonly string[]): Options {
  const command = new Command('conformance')
    .description('Checks a server of the Abillify billing API; the sandbox unless TARGET_URL or --url names another.')
    .option('--url <URL>', 'base URL up to and including /api')
    .option('--only <PATTERN>', 'part of a requirement or operation, or a glob', '')
    .addOption(new Option('--gate <LEVEL>', 'what fails the run').choices(['must', 'should']).default('must'))
    .option('--seed <N>', 'seed of all invented data', '1')
    .option('--rate <N>', 'requests a second, 0 for no limit', '0')
    .option('--concurrency <N>', 'requests at once, 0 for no limit', String(defaultLimits.concurrency))
    .option('--out <FOLDER>', 'where the reports go', 'reports')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return command.opts<Options>();
}

/** Runs the command; the exit code as `interface.md` defines it. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  config({ quiet: true });
  const environment = readEnvironment(process.env);
  const seed = wholeNumber('--seed', options.seed);
  const rate = wholeNumber('--rate', options.rate);
  const concurrency = wholeNumber('--concurrency', options.concurrency);
  if (options.url !== undefined) guardHost(parseUrl('--url', options.url), environment.allowedHosts);
  const url = options.url?.replace(/\/$/, '') ?? environment.url;
  if (url !== undefined && environment.account === undefined) {
    throw new UsageError(
      'TARGET_USERNAME: missing; a target other than the sandbox needs TARGET_USERNAME and TARGET_PASSWORD',
    );
  }
  if (selectChecks(checks, options.only).length === 0)
    throw new UsageError(`--only: '${options.only}' matches no requirement or operation`);
  prepareFolder(options.out);
  const sandbox = url === undefined ? await startSandbox({ managementPort: false }) : undefined;
  const [own, second] = sandbox?.accounts ?? [environment.account, environment.secondAccount];
  if (own === undefined) throw new UsageError('TARGET_USERNAME: missing');
  const target: Target = {
    name: sandbox === undefined ? 'target' : 'sandbox',
    url: url ?? sandbox?.url ?? '',
    account: own,
    ...(second === undefined ? {} : { secondAccount: second }),
    fixtures: defaultFixtures,
    limits: {
      ...defaultLimits,
      rate,
      concurrency,
      requestTimeoutMs: environment.requestTimeoutMs ?? defaultLimits.requestTimeoutMs,
      settleTimeoutMs: environment.settleTimeoutMs ?? defaultLimits.settleTimeoutMs,
      keyAgeMs: environment.keyAgeMs ?? (sandbox === undefined ? defaultLimits.keyAgeMs : sandboxKeyAgeMs),
    },
    readOnly: false,
    noMails: false,
    waivers: [],
  };
  const startedAt = new Date();
  const runId = newRunId(startedAt);
  const progress = (gathered: Gathered) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${gathered.results.length} of ${gathered.total} checks `);
  };
  process.stderr.write(`checking ${target.name} at ${target.url}\n`);
  const running = runChecks({ target, runId, seed, startedAt: startedAt.toISOString(), only: options.only }, progress);
  let interrupt: () => void = () => {};
  const interrupted = new Promise<true>((resolve) => {
    interrupt = () => resolve(true);
  });
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const wasInterrupted = await Promise.race([interrupted, running.done.then(() => false)]);
  const { gathered } = running;
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const report = buildReport(gathered.results, {
    suite: { name: 'abillify-conformance', version, commit: commitOf() },
    target: { name: target.name, url: target.url },
    id: runId,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    requests: gathered.closing?.requests ?? 0,
    seed,
    gate: options.gate,
    environment: { node: process.version, platform: process.platform },
    coverage: gathered.closing?.coverage ?? [],
    waivers: target.waivers,
    reached: gathered.closing?.reached ?? gathered.results.length > 0,
    credentialsAccepted: gathered.closing?.credentialsAccepted ?? gathered.results.length > 0,
    interrupted: wasInterrupted,
    ...(gathered.breakdown === undefined ? {} : { breakdown: gathered.breakdown }),
  });
  const problems = writeReports(report, options.out, { exchanges: gathered.closing?.exchanges ?? [] });
  if (process.stderr.isTTY) process.stderr.write('\r');
  process.stdout.write(`\n${summary(report, options.out)}`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  await sandbox?.close();
  return problems.length > 0 && report.run.exitCode === 0 ? 4 : report.run.exitCode;
}

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
