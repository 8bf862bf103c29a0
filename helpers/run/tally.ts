/** What the rules for every answer found at one operation, in a form that the parts of a shared run can be joined by. */
import type { RecordedExchange } from '../report/model.ts';
import type { Outcome } from '../verdict.ts';

/** One answer that broke a rule. */
export interface Finding {
  readonly broken: string;
  readonly expected: string;
  /** Key of the check that asked. */
  readonly check: string;
  readonly exchange: RecordedExchange;
}

/** One call that got no complete answer. */
export interface Loss {
  readonly message: string;
  readonly check: string;
  readonly exchange?: RecordedExchange;
}

/** What one rule found at one operation. */
export interface Tally {
  /** How many answers the rule concerned. */
  readonly concerned: number;
  readonly broken: number;
  /** The first few, in the order of the checks that asked. */
  readonly findings: readonly Finding[];
  readonly lost: number;
  readonly losses: readonly Loss[];
}

/** How many findings of one rule and operation are shown with their exchanges; all are counted. */
const shown = 3;

/** Sums up findings and losses, in the order in which their checks are listed: the same however they came to run. */
export function tallyOf(
  concerned: number,
  findings: readonly Finding[],
  losses: readonly Loss[],
  rank: (check: string) => number,
): Tally {
  const first = <One extends { readonly check: string }>(all: readonly One[]) =>
    [...all].sort((left, right) => rank(left.check) - rank(right.check)).slice(0, shown);
  return {
    concerned,
    broken: findings.length,
    findings: first(findings),
    lost: losses.length,
    losses: first(losses),
  };
}

/** Several tallies of one rule and operation as one. */
export function joinTallies(tallies: readonly Tally[], rank: (check: string) => number): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const joined = tallyOf(
    sum(({ concerned }) => concerned),
    tallies.flatMap(({ findings }) => findings),
    tallies.flatMap(({ losses }) => losses),
    rank,
  );
  return { ...joined, broken: sum(({ broken }) => broken), lost: sum(({ lost }) => lost) };
}

/** What a tally says of its rule, and the exchanges that show it. `expected` is what a lost answer is held against. */
export function judgeTally(
  operation: string,
  tally: Tally,
  expected: string,
): { outcome: Outcome; exchanges: readonly RecordedExchange[] } {
  const [loss] = tally.losses;
  if (loss !== undefined) {
    const calls = tally.lost === 1 ? 'one call' : `${tally.lost} calls`;
    const reason = `${calls} of ${operation} got no complete answer: ${loss.message}`;
    const exchanges = tally.losses.flatMap(({ exchange }) => exchange ?? []);
    return { outcome: { kind: 'broken', reason, expected, actual: loss.message }, exchanges };
  }
  const [first] = tally.findings;
  if (first !== undefined) {
    const times = tally.broken === 1 ? 'once' : `${tally.broken} times`;
    const reason = `${first.broken} (${times} in ${tally.concerned} answers of ${operation})`;
    const exchanges = tally.findings.map(({ exchange }) => exchange);
    return { outcome: { kind: 'broken', reason, expected: first.expected, actual: first.broken }, exchanges };
  }
  const outcome: Outcome =
    tally.concerned === 0
      ? { kind: 'not-applicable', reason: `no answer of ${operation} was concerned` }
      : { kind: 'kept', reason: '' };
  return { outcome, exchanges: [] };
}
