/** `npm run soak`: the same checks many times, in another order and at another speed each time; any difference is a flake. */
import { Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../helpers/failures.ts';
import { selectChecks } from '../helpers/select.ts';
import { type Difference, type SoakTarget, soak, soakTargets } from '../selftest/soak/soak.ts';
import { checks } from '../specs/all.ts';
import { exitWith } from './exit.ts';

interface Options {
  readonly runs: number;
  readonly atOnce: number;
  readonly latency: readonly [number, number];
  readonly target: readonly SoakTarget[];
  readonly only: string;
  readonly seed: number;
}

const shownDifferences = 30;

function bounded(most: number) {
  return (text: string): number => {
    if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`it is not a whole number from 1 to ${most}.`);
  };
}

function range(text: string): readonly [number, number] {
  const [, shortest, longest] = /^(\d{1,4})-(\d{1,4})$/.exec(text) ?? [];
  if (shortest === undefined || longest === undefined || Number(shortest) > Number(longest)) {
    throw new InvalidArgumentError('it is not a range of milliseconds, such as 0-30.');
  }
  return [Number(shortest), Number(longest)];
}

function targetOf(text: string, chosen: readonly SoakTarget[] | undefined): readonly SoakTarget[] {
  const found = soakTargets.find((one) => one === text);
  if (found === undefined) throw new InvalidArgumentError(`known are ${soakTargets.join(', ')}.`);
  return [...(chosen ?? []), found];
}

function parseOptions(argv: readonly string[]): Options {
  const command = new Command('soak')
    .description('Runs the checks many times against servers on this machine and compares what each run says.')
    .option('--runs <N>', 'runs against each target', bounded(1000), 30)
    .option('--at-once <N>', 'runs side by side on one server', bounded(20), 1)
    .option('--latency <A-B>', 'shortest and longest time before the sandbox answers, in ms', range, [0, 30] as const)
    .option('--target <NAME>', `one of ${soakTargets.join(', ')}; may be repeated (default: sandbox)`, targetOf)
    .option('--only <PATTERN>', 'part of a requirement or operation, or a glob', '')
    .option('--seed <N>', 'seed of order and latency', bounded(999_999), 1)
    .addHelpText(
      'after',
      '\nExit code 0: every run said the same and found nothing; 1: one did not; 2: the call is wrong.',
    )
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const options = command.opts<Omit<Options, 'target'> & { target?: readonly SoakTarget[] }>();
  return { ...options, target: options.target ?? ['sandbox'] };
}

async function main(argv: readonly string[]): Promise<number> {
  const { runs: count, atOnce, latency, target: names, only, seed } = parseOptions(argv);
  const selected = selectChecks(checks, only);
  if (selected.length === 0) throw new UsageError(`--only: '${only}' matches no requirement or operation`);
  let isSound = true;
  for (const target of names) {
    let done = 0;
    const { runs, differences } = await soak({
      target,
      checks: selected,
      runs: count,
      atOnce,
      latencyMs: latency,
      seed,
      onRun: () => {
        done += 1;
        if (process.stderr.isTTY) process.stderr.write(`\r${target}: ${done} of ${count} runs `);
      },
    });
    const red = runs.filter(({ exitCode }) => exitCode !== 0);
    const seconds = (runs.reduce((sum, { durationMs }) => sum + durationMs, 0) / runs.length / 1000).toFixed(1);
    process.stdout.write(
      `${target}: ${runs.length} runs of ${selected.length} checks, ${seconds} s each, ${red.length} not green, ${differences.length} differences\n`,
    );
    for (const one of differences.slice(0, shownDifferences)) process.stdout.write(line(one));
    for (const { number, exitCode } of red.slice(0, shownDifferences)) {
      process.stdout.write(`  run ${number} ended ${exitCode}\n`);
    }
    isSound &&= red.length === 0 && differences.length === 0;
  }
  return isSound ? 0 : 1;
}

function line({ run, check, first, now }: Difference): string {
  const said = (one: Difference['now']) =>
    one === undefined ? 'nothing' : `${one.verdict}${one.reason === '' ? '' : `: ${one.reason}`}`;
  return `  run ${run}, ${check}\n    first: ${said(first)}\n    now:   ${said(now)}\n`;
}

await exitWith(main);
