/** The form of a requirement. Every family file of this folder is a table of these. */
import type { OperationId } from '../operations.ts';

/**
 * How binding a requirement is. `MUST`: the documentation promises it. `SHOULD`: an RFC says so, or only a documented
 * example shows it. `MAY`: the documents leave it open, so the run records the answer and judges nothing.
 */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** One sentence a server must keep. */
export interface Requirement {
  readonly level: Level;
  /** The operations it applies to; one check comes of each. */
  readonly operations: readonly OperationId[];
  /** Page slug of the documentation, or RFC and section. */
  readonly source: string;
  /** The requirement itself, one sentence. */
  readonly text: string;
  /** What breaks for a customer when it is not kept, one sentence. For a MAY: why the answer is worth knowing. */
  readonly consequence: string;
  /**
   * Requirements without which this one cannot be told apart: when one of them fails for the same operation (or, where
   * it has no check there, for any), a failure of this one follows from it and is reported as inconclusive.
   */
  readonly restsOn?: readonly string[];
  /**
   * Everything that is arranged stands on it: where it fails, no failure of a check that made calls of its own can be told
   * apart from it.
   */
  readonly foundation?: true;
  /** Decided from all recorded exchanges at the end of the run rather than by calls of its own. */
  readonly everyAnswer?: true;
  /** The fixed vocabulary of answers of a MAY requirement. */
  readonly answers?: readonly string[];
}

/** Declares one family, keeping the literal ids for the type checker. */
export function family<const T extends Record<string, Requirement>>(requirements: T): T {
  return requirements;
}
