/** Making what a server said safe to show, and naming things as people read them. */
import type { CheckReport, Verdict } from './model.ts';

/**
 * Characters that act on a reader's screen instead of standing on it: controls, format characters (which turn the
 * direction of text or have no width), line and paragraph separators, halves of pairs, and what XML 1.0 forbids.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

/** Shows every unseen character as a visible sign; keeps line ends and tabs where asked. */
export function visible(text: string, keepLines = false): string {
  return text.replaceAll(unseen, (character) => {
    if (keepLines && (character === '\n' || character === '\t')) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return '␡';
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** Text for HTML and XML, attributes included. Characters that XML 1.0 forbids are made visible first. */
export function escapeMarkup(text: string, keepLines = true): string {
  return visible(text, keepLines)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** At most so many characters, with a sign of what was left out. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Not between the halves of a pair.
  const kept = text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (${(text.length - longest).toLocaleString('en')} more characters)`;
}

/** What names a check. */
export type CheckName = Pick<CheckReport, 'requirement' | 'operation'> & { readonly subject?: string | undefined };

/** Name of a check as people read it, unique in a report. */
export function nameOf({ requirement, operation, subject }: CheckName): string {
  return `${requirement} @ ${operation}${subject === undefined || subject === '' ? '' : ` (${subject})`}`;
}

/** Family of a requirement: the part of its id before the first dot. */
export function familyOf(requirement: string): string {
  const dot = requirement.indexOf('.');
  return dot < 0 ? requirement : requirement.slice(0, dot);
}

/** A verdict as people read it: an open question is not passed but observed. */
export type ShownVerdict = Verdict | 'observed';

/** Every shown verdict, the one that asks most for attention first. */
export const shownVerdicts: readonly ShownVerdict[] = [
  'fail',
  'inconclusive',
  'waived',
  'pass',
  'observed',
  'not-applicable',
];

/** The verdict of a check as people read it. */
export function shownVerdict({ level, verdict }: Pick<CheckReport, 'level' | 'verdict'>): ShownVerdict {
  return level === 'MAY' && verdict === 'pass' ? 'observed' : verdict;
}

/** Things by what they have in common, in the order in which each was first met. */
export function grouped<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group === undefined) groups.set(keyOf(thing), [thing]);
    else group.push(thing);
  }
  return groups;
}

/** A duration as people say it. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A number with its noun: `1 check`, `1,200 checks`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;
}

/** Statuses of a coverage table in reading order: numbers, then what is none. */
export function statusesOf(coverage: readonly { readonly statuses: Readonly<Record<string, number>> }[]): string[] {
  const statuses = new Set(coverage.flatMap((row) => Object.keys(row.statuses)));
  return [...statuses].sort((left, right) => (Number(left) || 1e9) - (Number(right) || 1e9));
}

/** Address of the page or section a requirement is taken from; `undefined` where the source has no known form. */
export function sourceLink(source: string): string | undefined {
  const rfc = /^RFC (\d+)(?: §([\d.]+))?/.exec(source);
  if (rfc !== null) {
    return `https://www.rfc-editor.org/rfc/rfc${rfc[1]}${rfc[2] === undefined ? '' : `#section-${rfc[2]}`}`;
  }
  const draft = /^(draft-[a-z0-9-]+)(?: §([\d.]+))?/.exec(source);
  if (draft !== null) {
    return `https://datatracker.ietf.org/doc/html/${draft[1]}${draft[2] === undefined ? '' : `#section-${draft[2]}`}`;
  }
  const page = /^(invoices|identities|orders)-[a-z]+$/.exec(source);
  if (page !== null) return `https://docs.abillify.dev/api/${page[1]}/${source}`;
  return /^(authentication|errors)$/.test(source) ? `https://docs.abillify.dev/${source}` : undefined;
}
