/** The form of a freedom. */
import type { RuleChange, Rules } from '../rules.ts';

/** A named way to behave differently without breaking a promise. */
export interface Freedom {
  readonly id: string;
  /** What the server does differently. */
  readonly sentence: string;
  /** Set where it keeps every MUST but not every SHOULD. */
  readonly keeps?: 'MUST';
  change(rules: Rules): RuleChange;
}
