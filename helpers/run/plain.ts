/** Results in a form that can cross from the worker that runs the checks to the process that reports them. */
import type { PlainResult } from '../report/build.ts';
import type { ArchivedExchange, Coverage, CreatedReport, LimitedReport, RecordedExchange } from '../report/model.ts';
import type { Shard } from '../select.ts';
import type { Target } from '../target.ts';
import type { CheckResult, Run } from './run.ts';
import type { Tally } from './tally.ts';

/** What a worker is told. Everything in it can be cloned. */
export interface Assignment {
  readonly target: Target;
  readonly runId: string;
  readonly seed: number;
  readonly startedAt: string;
  /** Part of a requirement's id or an operation; empty for everything. */
  readonly only: string;
  readonly shard?: Shard;
}

/** What a worker tells when all checks are done. */
export interface Closing {
  readonly requests: number;
  readonly reached: boolean;
  readonly credentialsAccepted: boolean;
  readonly coverage: readonly Coverage[];
  readonly exchanges: readonly ArchivedExchange[];
  readonly created: CreatedReport;
  readonly limited: LimitedReport;
  readonly remarks: readonly string[];
}

/** What is told of a run when all its checks are done. */
export function closingOf({ session, reached, credentialsAccepted }: Run): Closing {
  const { ledger, pace, recorder, remarks } = session;
  return {
    requests: recorder.requests,
    reached: reached(),
    credentialsAccepted: credentialsAccepted(),
    coverage: recorder.coverage(),
    exchanges: recorder.exchanges.map(archived),
    created: ledger.report(),
    limited: { refused: pace.refusedCount, waitedMs: pace.waitedMs },
    remarks: [...remarks],
  };
}

/** The channel on which a worker tells each result as it comes: threads of one process share it. */
export const channelName = (runId: string) => `abillify-conformance ${runId}`;

/** What a worker is told when the run is interrupted: requests not yet sent are not sent. */
export const stopMessage = 'stop';

/** What a worker tells. */
export type Message = { readonly result: PlainResult } | { readonly closing: Closing } | { readonly total: number };

/** A result that can be cloned; exchanges stay where the check was not simply kept. */
export function plainResult({ check, ...result }: CheckResult): PlainResult {
  const silent = result.outcome.kind === 'kept' || result.outcome.kind === 'not-applicable';
  return {
    requirement: check.requirement,
    operation: check.operation,
    subject: check.subject,
    outcome: result.outcome,
    ...(result.observation === undefined ? {} : { observation: result.observation }),
    durationMs: result.durationMs,
    requests: result.requests,
    retries: result.retries,
    exchanges: silent ? [] : result.exchanges.map(plainExchange),
    ...(result.tally === undefined ? {} : { tally: plainTally(result.tally) }),
  };
}

function plainTally(tally: Tally): Tally {
  return {
    ...tally,
    findings: tally.findings.map((one) => ({ ...one, exchange: plainExchange(one.exchange) })),
    losses: tally.losses.map((one) => ({
      ...one,
      ...(one.exchange === undefined ? {} : { exchange: plainExchange(one.exchange) }),
    })),
  };
}

/** An exchange without its curl line, which is a getter: so many lines are neither needed nor made. */
function archived(exchange: RecordedExchange): ArchivedExchange {
  const { note, startedAt, durationMs, request, response, problem } = exchange;
  return {
    ...(note === undefined ? {} : { note }),
    startedAt,
    durationMs,
    request,
    ...(response === undefined ? {} : { response }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** An exchange whose curl line is computed. */
export function plainExchange(exchange: RecordedExchange): RecordedExchange {
  return { ...exchange };
}
