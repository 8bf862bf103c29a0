/** Text that no Markdown, HTML or mention can break out of. */
import { shortened, visible } from './text.ts';

/** The longest text of a server that stands in a line. */
const longestProse = 600;

/** Joins without width: parts what GitHub would make a link or a mention of, and shows nothing. */
const joiner = '&#8288;';

/**
 * Words in a line, after something else in it: at its beginning they could open a list. Every sign with a meaning in
 * Markdown is escaped; what GitHub looks for in the rendered text (`@team`, `#12`, addresses) is parted.
 */
export function prose(text: string): string {
  return visible(shortened(text, longestProse))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~$]/g, (sign) => `\\${sign}`)
    .replaceAll(/[@#](?=[\p{L}\p{N}_])/gu, (sign) => `${sign}${joiner}`)
    .replaceAll('://', `:${joiner}//`)
    .replaceAll(/www(?=\.)/gi, (word) => `${word}${joiner}`);
}

/** A name in a line, as code. */
export function code(text: string): string {
  const shown = visible(shortened(text, longestProse));
  if (shown.trim() === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const space = /^`|`$/.test(shown) ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** A name in a table, where a bar would end the cell even in code. */
export function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A block of code that ends where it is meant to. */
export function block(text: string, language: string): string {
  const shown = visible(text, true);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
