/** The parts of a run that several runners share, and how they become one again: verdicts are decided over all of them. */
import { catalogue, isRequirementId } from '../../contracts/requirements/index.ts';
import { isLoopback } from '../configuration/guard.ts';
import { UsageError } from '../failures.ts';
import { joinTallies, judgeTally, type Tally } from '../run/tally.ts';
import { checkKey } from '../spec.ts';
import type { PlainResult, RunFacts } from './build.ts';
import type { Coverage, CreatedReport } from './model.ts';

/** What one part leaves for the merge: `part.json` beside its reports. */
export interface Part {
  readonly partVersion: 1;
  readonly facts: RunFacts & { readonly shard: string };
  readonly results: readonly PlainResult[];
}

/** Name of the file of a part. */
export const partFile = 'part.json';

/** Reads the text of a part. Throws UsageError with one line that names it. */
export function parsePart(text: string, name: string): Part {
  try {
    const value = JSON.parse(text) as Partial<Part> | null;
    if (value?.partVersion === 1 && typeof value.facts?.shard === 'string' && Array.isArray(value.results)) {
      // Written by this suite, and by the same version of it: `joinParts` holds the versions against each other.
      return value as Part;
    }
  } catch {
    // Said below.
  }
  throw new UsageError(`--merge: ${name} is not the part of a run; run that part again`);
}

/** One run from its parts. Throws UsageError where they are not all the parts of one run. */
export function joinParts(
  parts: readonly Part[],
  rank: (check: string) => number,
): { results: PlainResult[]; facts: RunFacts } {
  refuseUnlessWhole(parts);
  const sorted = [...parts].sort((left, right) => indexOf(left) - indexOf(right));
  return { results: joinResults(sorted, rank), facts: joinFacts(sorted.map(({ facts }) => facts)) };
}

function indexOf({ facts }: Part): number {
  return Number(facts.shard.split('/')[0]);
}

function refuseUnlessWhole(parts: readonly Part[]): void {
  const [first] = parts;
  if (first === undefined) throw new UsageError('--merge: no folder was named');
  const likeness = ({ facts }: Part) => ({
    'the number of parts': facts.shard.split('/')[1],
    'the version of the suite': `${facts.suite.version} ${facts.suite.commit}`,
    'the target': `${facts.target.name} ${withoutOwnPort(facts.target.url)}`,
    '--only': facts.only ?? '',
    '--gate': `${facts.gate} ${facts.gateDrift === true}`,
    '--seed': String(facts.seed),
    'the waivers': JSON.stringify(facts.waivers),
    'the baseline': JSON.stringify(facts.baseline ?? null),
  });
  const wanted = Object.entries(likeness(first));
  for (const part of parts) {
    const own = Object.entries(likeness(part));
    const other = wanted.find(([name, value]) => own.find(([same]) => same === name)?.[1] !== value);
    if (other !== undefined) {
      throw new UsageError(
        `--merge: parts ${first.facts.shard} and ${part.facts.shard} are not of one run, they differ in ${other[0]}`,
      );
    }
  }
  const present = parts.map(indexOf);
  const count = Number(first.facts.shard.split('/')[1]);
  for (let index = 1; index <= count; index += 1) {
    const times = present.filter((one) => one === index).length;
    if (times === 0) throw new UsageError(`--merge: part ${index}/${count} is missing; name its folder too`);
    if (times > 1)
      throw new UsageError(`--merge: part ${index}/${count} is there ${times} times; name each folder once`);
  }
}

/** Each runner that starts the sandbox gets a port of its own. */
function withoutOwnPort(url: string): string {
  const { hostname, pathname } = new URL(url);
  return isLoopback(hostname) ? `${hostname}${pathname}` : url;
}

/** Checks of their own stand in one part each; what was found in every answer stands in all and is summed up. */
function joinResults(parts: readonly Part[], rank: (check: string) => number): PlainResult[] {
  const plain: PlainResult[] = [];
  const tallied = new Map<string, { result: PlainResult; tallies: Tally[] }>();
  for (const result of parts.flatMap(({ results }) => results)) {
    if (result.tally === undefined) plain.push(result);
    else {
      const key = checkKey(result.requirement, result.operation, result.subject);
      const own = tallied.get(key) ?? { result, tallies: [] };
      own.tallies.push(result.tally);
      tallied.set(key, own);
    }
  }
  const joined = [...tallied.values()].map(({ result, tallies }) => {
    const tally = joinTallies(tallies, rank);
    const expected = isRequirementId(result.requirement) ? catalogue[result.requirement].text : '';
    return { ...result, ...judgeTally(result.operation, tally, expected), tally };
  });
  return [...plain, ...joined];
}

function joinFacts(parts: readonly RunFacts[]): RunFacts {
  const [first] = parts;
  if (first === undefined) throw new Error('a run has one part at least');
  const { shard: _shard, created: _created, limited: _limited, breakdown: _breakdown, ...common } = first;
  const starts = parts.map(({ startedAt }) => Date.parse(startedAt));
  const ends = parts.map(({ durationMs }, index) => (starts[index] ?? 0) + durationMs);
  const breakdown = parts.find((part) => part.breakdown !== undefined)?.breakdown;
  const remarks = [...new Set(parts.flatMap((part) => part.remarks ?? []))];
  const created = parts.flatMap((part) => part.created ?? []);
  const limited = parts.flatMap((part) => part.limited ?? []);
  return {
    ...common,
    id: parts.map(({ id }) => id).join('+'),
    startedAt: new Date(Math.min(...starts)).toISOString(),
    durationMs: Math.max(...ends) - Math.min(...starts),
    requests: sum(parts.map(({ requests }) => requests)),
    environment: joinEnvironments(parts.map(({ environment }) => environment)),
    coverage: joinCoverage(parts.flatMap(({ coverage }) => coverage)),
    reached: parts.every(({ reached }) => reached),
    credentialsAccepted: parts.every(({ credentialsAccepted }) => credentialsAccepted),
    interrupted: parts.some(({ interrupted }) => interrupted),
    ...(created.length === 0 ? {} : { created: joinCreated(created) }),
    ...(limited.length === 0
      ? {}
      : {
          limited: {
            refused: sum(limited.map(({ refused }) => refused)),
            waitedMs: sum(limited.map(({ waitedMs }) => waitedMs)),
          },
        }),
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(breakdown === undefined ? {} : { breakdown }),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function joinCreated(all: readonly CreatedReport[]): CreatedReport {
  const total = (of: (one: CreatedReport) => number) => sum(all.map(of));
  return {
    prefix: all.map(({ prefix }) => prefix).join(', '),
    identities: total(({ identities }) => identities),
    invoices: total(({ invoices }) => invoices),
    committed: total(({ committed }) => committed),
    resent: total(({ resent }) => resent),
    uncertain: total(({ uncertain }) => uncertain),
  };
}

function joinEnvironments(all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const names = new Set(all.flatMap((one) => Object.keys(one)));
  return Object.fromEntries(
    [...names].map((name) => [name, [...new Set(all.flatMap((one) => one[name] ?? []))].join(', ')]),
  );
}

function joinCoverage(rows: readonly Coverage[]): Coverage[] {
  const joined = new Map<string, Coverage>();
  for (const row of rows) {
    const before = joined.get(row.operation);
    const statuses = { ...before?.statuses };
    for (const [status, count] of Object.entries(row.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
    joined.set(row.operation, { ...row, requests: (before?.requests ?? 0) + row.requests, statuses });
  }
  return [...joined.values()];
}
