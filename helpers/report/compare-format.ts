/** A comparison as people read it: on the terminal, or in a pull request. */
import { type Change, type Comparison, isUnchanged } from './compare.ts';
import { code, prose } from './markdown-text.ts';
import { duration, nameOf, shortened, visible } from './text.ts';

const shownChanges = 20;
const longestReason = 240;

/** How a format writes its parts. */
interface Style {
  readonly heading: (text: string) => string;
  readonly item: (mark: string, what: string, why: string) => string;
  readonly name: (text: string) => string;
  readonly words: (text: string) => string;
}

const styles: Readonly<Record<'text' | 'markdown', Style>> = {
  text: {
    heading: (text) => `\n${text}`,
    item: (mark, what, why) => `  ${mark} ${what}${why === '' ? '' : `\n      ${why}`}`,
    name: (text) => visible(text),
    words: (text) => visible(text),
  },
  markdown: {
    heading: (text) => `\n### ${text}\n`,
    item: (mark, what, why) => `- ${mark} ${what}${why === '' ? '' : `: ${why}`}`,
    name: code,
    words: prose,
  },
};

/** A comparison as text or as Markdown. */
export function formatComparison(comparison: Comparison, format: 'text' | 'markdown' = 'text'): string {
  const style = styles[format];
  const { before, now } = comparison;
  const lines = [
    `${style.words(`${before.target}, run ${before.id} (${before.startedAt})`)} → ${style.words(`${now.target}, run ${now.id} (${now.startedAt})`)}`,
    ...(isUnchanged(comparison) ? ['', 'No verdict and no observation changed.'] : []),
    ...section(style, 'New failures', '✗', comparison.newFailures),
    ...section(style, 'Fixed', '✓', comparison.fixed),
    ...section(style, 'Still failing', '✗', comparison.stillFailing),
    ...section(style, 'Other changes of verdict', '~', comparison.otherChanges),
    ...section(style, 'New checks', '+', comparison.added),
    ...section(style, 'No longer checked', '-', comparison.gone),
  ];
  if (comparison.drift.length > 0) {
    lines.push(style.heading(`Observations that changed (${comparison.drift.length})`));
    for (const one of comparison.drift.slice(0, shownChanges)) {
      lines.push(style.item('~', style.name(nameOf(one)), style.words(`${one.before} → ${one.now}`)));
    }
    lines.push(...more(comparison.drift.length));
  }
  lines.push(style.heading('Speed'), speed(comparison), '');
  for (const { operation, before: was, now: is } of comparison.pace) {
    lines.push(style.item(is > was ? '▲' : '▼', `${style.name(operation)} ${was} → ${is} ms a request`, ''));
  }
  return `${lines.join('\n')}\n`;
}

function section(style: Style, title: string, mark: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  return [
    style.heading(`${title} (${changes.length})`),
    ...changes.slice(0, shownChanges).map((change) => {
      const verdict =
        change.before === change.now ? '' : ` ${change.before ?? 'not there'} → ${change.now ?? 'not there'}`;
      const reason = style.words(shortened(change.reason, longestReason));
      return style.item(mark, `${change.level} ${style.name(change.name)}${verdict}`, reason);
    }),
    ...more(changes.length),
  ];
}

function more(count: number): string[] {
  return count > shownChanges ? [`  … and ${count - shownChanges} more`] : [];
}

function speed({ before, now }: Comparison): string {
  return `${duration(before.durationMs)} → ${duration(now.durationMs)}, ${before.requests} → ${now.requests} requests`;
}
