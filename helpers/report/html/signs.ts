/** The sign and the colour of each verdict: never the colour alone. */
import type { ShownVerdict } from '../text.ts';
import { type Markup, markup } from './markup.ts';

/** The sign of each verdict and what the verdict means. */
export const signs: Readonly<Record<ShownVerdict, { readonly sign: string; readonly meaning: string }>> = {
  fail: { sign: '✗', meaning: 'the requirement is broken' },
  inconclusive: { sign: '?', meaning: 'could not be decided' },
  waived: { sign: '⚑', meaning: 'broken, and accepted until a date' },
  pass: { sign: '✓', meaning: 'the requirement is kept' },
  observed: { sign: '○', meaning: 'an open question, answered' },
  'not-applicable': { sign: '–', meaning: 'does not apply to this target' },
};

/** A verdict with its sign. */
export function pill(verdict: ShownVerdict): Markup {
  return markup`<span class="pill ${verdict}"><span aria-hidden="true">${signs[verdict].sign}</span> ${verdict}</span>`;
}
