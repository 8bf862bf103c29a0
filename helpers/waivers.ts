/** Which failures are accepted, and which waivers have to be mended or deleted. Pure. */
import { catalogue, isRequirementId } from '../contracts/requirements/index.ts';
import { whyUnchecked } from '../contracts/unchecked.ts';
import type { Verdict } from './report/model.ts';
import type { Waiver } from './target.ts';

/** A check as far as a waiver looks at it. */
export interface Waivable {
  readonly key: string;
  readonly requirement: string;
  readonly operation: string;
  readonly verdict: Verdict;
}

/** What waivers did. */
export interface Waived {
  /** The waiver of each accepted failure, by the key of its check. */
  readonly byCheck: ReadonlyMap<string, Waiver>;
  /** One line for each waiver that is wrong: what it is, where it stands, what to do. */
  readonly problems: readonly string[];
  /** One line for each that could not be judged this time. */
  readonly remarks: readonly string[];
}

/**
 * Judges every waiver on a day. One whose check was not selected is left alone, as is one whose check was not decided;
 * one whose check passes is stale and has to go, or it would hide the next failure.
 */
export function applyWaivers(checks: readonly Waivable[], waivers: readonly Waiver[], today: string): Waived {
  const byCheck = new Map<string, Waiver>();
  const problems: string[] = [];
  const remarks: string[] = [];
  const seen = new Map<string, Waiver>();
  for (const waiver of waivers) {
    const name = `${waiver.requirement} @ ${waiver.operation}`;
    const first = seen.get(name);
    seen.set(name, first ?? waiver);
    const concerned = checks.filter(
      ({ requirement, operation }) => requirement === waiver.requirement && operation === waiver.operation,
    );
    const failed = concerned.filter(({ verdict }) => verdict === 'fail');
    const problem = problemOf(waiver, first, concerned, today);
    if (problem !== undefined) problems.push(`${placed(waiver)}waiver of ${name} ${problem}`);
    else if (failed.length > 0) for (const { key } of failed) byCheck.set(key, waiver);
    else if (concerned.some(({ verdict }) => verdict === 'inconclusive')) {
      remarks.push(`${placed(waiver)}waiver of ${name} was not needed, but nothing was decided either: left as it is`);
    } else if (concerned.length > 0) {
      remarks.push(`${placed(waiver)}waiver of ${name} waives a check that does not apply here`);
    }
  }
  return { byCheck, problems, remarks };
}

function problemOf(
  waiver: Waiver,
  first: Waiver | undefined,
  concerned: readonly Waivable[],
  today: string,
): string | undefined {
  if (first !== undefined)
    return `stands twice${first.place === undefined ? '' : `, first at ${first.place}`}: delete one`;
  const unknown = whyNoSuchCheck(waiver);
  if (unknown !== undefined) return `matches no check (${unknown}): delete it or mend its names`;
  if (waiver.expires < today) {
    return `expired on ${waiver.expires}: delete it, or agree with ${waiver.owner} on another day`;
  }
  const verdicts = concerned.map(({ verdict }) => verdict);
  const decided = verdicts.includes('pass') && !verdicts.includes('fail') && !verdicts.includes('inconclusive');
  return decided ? 'is stale, the check passes now: delete it' : undefined;
}

function whyNoSuchCheck({ requirement, operation }: Waiver): string | undefined {
  if (!isRequirementId(requirement)) return `there is no requirement ${requirement}`;
  const { level, operations } = catalogue[requirement];
  if (!operations.some((one) => one === operation)) return `${requirement} is not about ${operation}`;
  if (level === 'MAY') return `${requirement} is an open question, which never fails`;
  return whyUnchecked(requirement) === undefined ? undefined : `nothing checks ${requirement} yet`;
}

function placed({ place }: Waiver): string {
  return place === undefined ? '' : `${place}: `;
}

/** How long a waiver lasts unless its owner says otherwise, in days. */
const usualDays = 30;

/** Waivers of failures, ready to be pasted into a target's file; reason and owner are left to people. */
export function waiverText(failures: readonly Pick<Waivable, 'requirement' | 'operation'>[], today: string): string {
  const expires = new Date(Date.parse(`${today}T00:00:00Z`) + usualDays * 86_400_000).toISOString().slice(0, 10);
  const names = new Set(failures.map(({ requirement, operation }) => `${requirement} ${operation}`));
  return [...names]
    .map((name) => {
      const [requirement, operation] = name.split(' ');
      return `  - requirement: ${requirement}\n    operation: ${operation}\n    reason: ''\n    owner: ''\n    expires: '${expires}'\n`;
    })
    .join('');
}
