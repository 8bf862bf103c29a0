/** What a failing run offers to whoever wants to accept a failure for a while. */
import type { WaiverList } from '../helpers/target.ts';
import { waiverText } from '../helpers/waivers.ts';
import type { Finished } from './check-target.ts';

/** A waiver for each of so many failures is offered; more would bury the summary above them. */
const offered = 5;

/** Waivers of what failed, and where they go; nothing for a failure that has one already, whatever is wrong with it. */
export function waiversToPaste({ report, facts }: Pick<Finished, 'report' | 'facts'>): string {
  if (report.run.exitCode !== 1) return '';
  const nameOf = ({ requirement, operation }: { requirement: string; operation: string }) =>
    `${requirement} @ ${operation}`;
  const known = new Set<string>(facts.waivers.map(nameOf));
  const failed = report.checks.filter((check) => check.verdict === 'fail' && !known.has(nameOf(check)));
  const names = [...new Set(failed.map(nameOf))];
  if (names.length === 0) return '';
  const shown = failed.filter((check) => names.indexOf(nameOf(check)) < offered);
  const more = names.length > offered ? `  # and ${names.length - offered} more, offered once these are there\n` : '';
  const list = facts.waiverList ?? { path: `targets/${report.target.name}.yaml`, holds: 'nothing' };
  const head = `\nTo accept a failure for a while, ${placeOf(list, facts.waiverList === undefined)}, with a reason and an owner:\n`;
  return `${head}${list.holds === 'some' ? '' : 'waivers:\n'}${waiverText(shown, facts.startedAt.slice(0, 10))}${more}`;
}

function placeOf({ path, holds }: WaiverList, isMissing: boolean): string {
  if (isMissing) return `write ${path} (docs/targets.md), check it with --target and add this there`;
  if (holds === 'some') return `add this to the waivers in ${path}`;
  return holds === 'none' ? `put this in the place of the empty list of waivers in ${path}` : `add this to ${path}`;
}
