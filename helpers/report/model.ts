/** The result of a run as programs read it: `reports/conformance.json`, schema version 1. */
import type { Level } from '../../contracts/requirements/index.ts';

/** What was decided about one check. */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'not-applicable' | 'waived';

/** Every verdict, in the order in which tables list them. */
export const verdicts: readonly Verdict[] = ['pass', 'fail', 'inconclusive', 'not-applicable', 'waived'];

/** A header field as it stood on the wire, duplicates included. */
export type HeaderField = readonly [name: string, value: string];

/** One recorded request and response, redacted. */
export interface RecordedExchange {
  /** What the check was doing, in a few words: `replay of the same key`. */
  readonly note?: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly HeaderField[];
    /** The body as it was sent; absent where none was sent. */
    readonly body?: string;
  };
  /** Absent where none came; then `problem` says what happened instead. */
  readonly response?: {
    readonly status: number;
    readonly headers: readonly HeaderField[];
    /** The decoded content, cut at a limit. */
    readonly body: string;
    /** Bytes on the wire before decoding. */
    readonly size: number;
    /** The content was longer than what is kept here. */
    readonly truncated?: true;
  };
  /** What went wrong in transport: `no answer within 10000 ms`. */
  readonly problem?: string;
  /** A curl line that sends the same request, credentials as environment variables. */
  readonly curl: string;
}

/** One exchange as the archive of a run keeps it: its curl line is made for those that are shown alone. */
export type ArchivedExchange = Omit<RecordedExchange, 'curl'>;

/** One requirement applied to one operation, and what came of it. */
export interface CheckReport {
  readonly requirement: string;
  readonly operation: string;
  /** What varies where one requirement is checked several times for one operation: the member of a body, mostly. */
  readonly subject?: string;
  readonly level: Level;
  /** MAY checks have the verdict `pass` when an answer was observed. */
  readonly verdict: Verdict;
  /** One line: why. Empty for a plain pass. */
  readonly reason: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly text: string;
  readonly consequence: string;
  readonly source: string;
  readonly durationMs: number;
  readonly requests: number;
  /** How often the check was begun anew after a transport error; absent when never. */
  readonly retries?: number;
  /** A failure that follows from others names them: `requirement` or `requirement @ operation`. */
  readonly followsFrom?: readonly string[];
  /** The exchanges that decided it; for a pass only where they explain something. */
  readonly exchanges: readonly RecordedExchange[];
}

/** The answer to an open question. */
export interface Observation {
  readonly requirement: string;
  readonly operation: string;
  readonly value: string;
}

/** What differs from the target's recorded baseline. */
export interface Drift {
  readonly requirement: string;
  readonly operation: string;
  readonly subject?: string;
  /** Whether the verdict or the answer to an open question differs. */
  readonly kind?: 'verdict' | 'observation';
  readonly before: string;
  readonly now: string;
}

/** How often each status was seen for an operation. */
export interface Coverage {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly requests: number;
  /** Count by status; documented statuses that never came stand at 0, `none` counts requests without an answer. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** What the run left on the server. No operation to delete anything is documented, so nothing of it was undone. */
export interface CreatedReport {
  /** What the references of everything created begin with: the run's id. */
  readonly prefix: string;
  readonly identities: number;
  readonly invoices: number;
  /** How many of the invoices were committed, which is documented as irreversible. */
  readonly committed: number;
  /** Resends that were accepted, each of which mails the customer: addresses under the target's mail domain. */
  readonly resent: number;
  /** Creations that got no answer: they may have been carried out. */
  readonly uncertain: number;
}

/** How the server's own rate limit was met. */
export interface LimitedReport {
  /** Requests that were refused with 429 and sent again. */
  readonly refused: number;
  readonly waitedMs: number;
}

/** Counts by verdict for one level. */
export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** Something about the run that a reader has to know: an invalid waiver, a circuit opened, what could not be undone. */
export interface Notice {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
}

/** The whole of `conformance.json`. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly suite: { readonly name: string; readonly version: string; readonly commit: string };
  readonly target: { readonly name: string; readonly url: string };
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly durationMs: number;
    readonly requests: number;
    readonly seed: number;
    readonly gate: 'must' | 'should';
    /** The pattern by which checks were chosen; absent where all were. */
    readonly only?: string;
    /** Drift from the baseline fails the run too. */
    readonly gateDrift?: true;
    /** The part of the run that this is, `2/3`; its verdicts are final only when all parts are merged. */
    readonly shard?: string;
    readonly exitCode: number;
    /** Why the run ended as it did, one sentence for people. */
    readonly conclusion: string;
    /** The run was stopped before its end. */
    readonly interrupted?: true;
    readonly environment: Readonly<Record<string, string>>;
  };
  readonly summary: {
    readonly MUST: VerdictCounts;
    readonly SHOULD: VerdictCounts;
    readonly MAY: { readonly observed: number };
  };
  /** Failures first, the most telling one on top; then catalogue order. */
  readonly checks: readonly CheckReport[];
  readonly observations: readonly Observation[];
  readonly drift: readonly Drift[];
  readonly coverage: readonly Coverage[];
  /** Absent where the run was interrupted before it could tell. */
  readonly created?: CreatedReport;
  readonly limited?: LimitedReport;
  readonly notices: readonly Notice[];
}
