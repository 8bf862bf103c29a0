/** What can end a check. One class for each thing that can go wrong, so that the verdict follows from the class alone. */
import type { RecordedExchange } from './report/model.ts';

/** The server did something else than the requirement says. The only failure that is the server's fault. */
export class ExpectationFailed extends Error {
  override readonly name = 'ExpectationFailed';
  readonly expected: string;
  readonly actual: string;

  constructor(message: string, expected: string, actual: string) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

/** The precondition of a check could not be arranged, so nothing can be said about its requirement. */
export class ArrangementFailed extends Error {
  override readonly name = 'ArrangementFailed';
  /** The operation that refused what the documentation allows, where one did: its own requirement judges it. */
  readonly refusedBy: string | undefined;

  constructor(message: string, refusedBy?: string) {
    super(message);
    this.refusedBy = refusedBy;
  }
}

/** The requirement does not apply to this server, this target or this configuration. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** How a request came to have no answer. */
export type TransportProblem =
  /** Nothing listens, or the name is unknown. */
  | 'unreachable'
  /** The connection ended before the answer did. */
  | 'dropped'
  /** No complete answer within the time allowed. */
  | 'timeout'
  /** What came is not HTTP, or contradicts itself. */
  | 'protocol'
  /** The answer is larger than any answer of this API can be. */
  | 'too-large'
  /** The operation failed so often that it is not called any more. */
  | 'given-up'
  /** The server asked to wait longer than the run may. */
  | 'rate-limited'
  /** The run did not send it: it was stopped, or has taken as much as it may. */
  | 'not-sent';

/** No complete answer came. Not the requirement's verdict: `answers.complete` judges it. */
export class TransportFailed extends Error {
  override readonly name = 'TransportFailed';
  readonly problem: TransportProblem;
  readonly operation: string;
  readonly exchange: RecordedExchange | undefined;
  /** Whether a valid head came: then there is an HTTP server that was reached. */
  readonly headCame: boolean;

  constructor(
    message: string,
    problem: TransportProblem,
    operation: string,
    exchange?: RecordedExchange,
    headCame = false,
  ) {
    super(message);
    this.problem = problem;
    this.operation = operation;
    this.exchange = exchange;
    this.headCame = headCame;
  }
}

/** The person who called made a mistake; one line says what, where and what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
