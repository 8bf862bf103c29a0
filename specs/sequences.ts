/** Random sequences of calls against a model of what is promised, over several invoices at once. Source: invoices-update. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../helpers/expect.ts';
import { ArrangementFailed, TransportFailed } from '../helpers/failures.ts';
import { type Command, drawSequences, simpler, usualSequences } from '../helpers/sequences/commands.ts';
import { type Ending, play } from '../helpers/sequences/play.ts';
import { shrink } from '../helpers/sequences/shrink.ts';
import type { Apart, CheckContext } from '../helpers/spec.ts';
import { notApplicable, requirement } from '../helpers/spec.ts';

/** Sequences that are played side by side. */
const lanes = 12;

/** How often a sequence is begun anew when its connection was lost. */
const freshStarts = 4;

/** What the search for the shortest sequence may cost: plays, and ms. */
const search = { trials: 50, timeMs: 30_000 };

/** How often a sequence that failed is played again as it was before it counts as not reproducible. */
const repetitions = 2;

/** A sequence that failed. */
interface Failing {
  readonly number: number;
  readonly commands: readonly Command[];
  readonly ending: Extract<Ending, { kind: 'differs' }>;
  readonly apart: Apart;
}

requirement('sequences.agree-with-the-model', async (context) => {
  const { target } = context.session;
  if (target.limits.sequences === 0) notApplicable('no sequence was asked for (--sequences 0)');
  const sequences = drawSequences(context.seed, target.limits.sequences, !target.noMails);
  const { failing, problems, agreed } = await playAll(context, sequences);
  if (failing !== undefined) return accuse(context, failing);
  const [problem] = problems;
  if (agreed === 0 && problem !== undefined) throw problem;
});

/** Plays sequences until all are played or one fails; of several that fail, the one with the lowest number counts. */
async function playAll(context: CheckContext, sequences: readonly (readonly Command[])[]) {
  const problems: Error[] = [];
  const failed: Failing[] = [];
  let [next, agreed] = [0, 0];
  const lane = async () => {
    while (next < sequences.length && failed.length === 0) {
      const number = next;
      next += 1;
      const commands = sequences[number] ?? [];
      const { ending, apart } = await playThrough(context, commands, `sequence ${number}`);
      if (ending.kind === 'differs') failed.push({ number, commands, ending, apart });
      else if (ending.kind === 'undecided') problems.push(ending.problem);
      else agreed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, sequences.length) }, lane));
  const [failing] = failed.sort((one, other) => one.number - other.number);
  return { failing, problems, agreed };
}

/** Plays one sequence, anew on new resources when its connection is lost. */
async function playThrough(
  context: CheckContext,
  commands: readonly Command[],
  story: string,
  { patienceMs = context.session.target.limits.settleTimeoutMs, data = story } = {},
): Promise<{ ending: Ending; apart: Apart }> {
  for (let attempt = 0; ; attempt += 1) {
    const apart = context.apart(`${story}, attempt ${attempt}`, data);
    const ending = await play(apart.context, commands, patienceMs);
    const lost =
      ending.kind === 'undecided' &&
      ending.problem instanceof TransportFailed &&
      ending.problem.problem === 'dropped' &&
      attempt < freshStarts;
    if (!lost) return { ending, apart };
    await sleep(20 * 2 ** attempt);
  }
}

/** Finds the shortest sequence that fails and tells it, unless the server is known to be broken anyway. */
async function accuse(context: CheckContext, first: Failing): Promise<never> {
  const { session, knowledge } = context;
  if (knowledge.isBroken) {
    // The difference follows from what is known already, so nobody needs the shortest way to it.
    first.apart.isEvidence();
    const { expected, actual } = first.ending.difference;
    fail(told(first.ending), expected, actual);
  }
  const data = `sequence ${first.number}`;
  let trials = 0;
  const failsAgain = async (commands: readonly Command[], patienceMs: number): Promise<Failing | undefined> => {
    trials += 1;
    const { ending, apart } = await playThrough(context, commands, `trial ${trials} of ${data}`, { patienceMs, data });
    return ending.kind === 'differs' ? { ...first, commands, ending, apart } : undefined;
  };
  // The first difference had all the time to settle. Trials wait for as long as effects were seen to take, with a margin.
  const patienceMs = Math.min(session.target.limits.settleTimeoutMs, Math.max(1000, session.lagMs * 4));
  const start = performance.now();
  const same = Array.from({ length: repetitions }, () => failsAgain(first.commands, patienceMs));
  if ((await Promise.all(same)).every((again) => again === undefined)) {
    first.apart.isEvidence();
    throw new ArrangementFailed(
      `seen once, and not again when the same was done ${repetitions} times: ${told(first.ending)}`,
    );
  }
  const shortest = await shrink(
    // What came after the difference had no part in it.
    first.commands.slice(0, first.ending.commands),
    simpler,
    async (commands) => (await failsAgain(commands, patienceMs)) !== undefined,
    { trials: search.trials, isOver: () => session.wasStopped || performance.now() - start > search.timeMs },
  );
  const { ending, apart } = (await failsAgain(shortest, patienceMs)) ?? first;
  apart.isEvidence();
  const { difference } = ending;
  const { sequences } = session.target.limits;
  const number = first.number < usualSequences ? '' : ` --sequences ${sequences}`;
  const again = `npm run conformance -- --only sequences --seed ${context.seed}${number}`;
  fail(`${told(ending)}; again with: ${again}`, difference.expected, difference.actual);
}

/** A failed sequence in one line. */
function told({ steps, difference }: Failing['ending']): string {
  return `the server gave ${difference.what} after: ${steps.join(', ')}`;
}
