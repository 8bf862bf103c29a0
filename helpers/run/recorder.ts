/** What was sent and what came back, for the whole run and for each check. */
import { everyOperation, type OperationId, operations } from '../../contracts/operations.ts';
import type { Answer } from '../http/answer.ts';
import type { Coverage, RecordedExchange } from '../report/model.ts';

/** One exchange and what is needed to judge it when the run is over. */
export interface ExchangeRecord {
  readonly exchange: RecordedExchange;
  /** Absent where no complete answer came. */
  readonly answer?: Answer;
  readonly operation: OperationId;
  /** Key of the check that caused it; `arrangement` for what several checks share. */
  readonly check: string;
  /** The one member of the body that was wrong, where there was one. */
  readonly memberAtFault?: string;
  /** It is a creation that nothing is in the way of, and was refused with 429 the time before. */
  readonly repeatsRefusedCreation?: true;
  /** Such a request that no page speaks of it: no rule for every answer looks at the answer. */
  readonly unjudged?: true;
}

/** How many exchanges are kept for the HAR file; a run that needs more keeps the first ones. */
const keptExchanges = 20_000;

/** Statuses that the documentation lists; they stand in the coverage table even when they never came. */
const documentedStatuses = ['200', '400', '401', '403', '404', '409', '429', '500'];

/** Collects every exchange of a run. */
export class Recorder {
  readonly exchanges: RecordedExchange[] = [];
  requests = 0;
  private readonly statuses = new Map<string, Map<string, number>>();
  private readonly listeners: ((record: ExchangeRecord) => void)[] = [];

  /** Calls back for every exchange from now on. */
  onRecord(listener: (record: ExchangeRecord) => void): void {
    this.listeners.push(listener);
  }

  /** Takes one exchange. */
  add(record: ExchangeRecord): void {
    this.requests += 1;
    if (this.exchanges.length < keptExchanges) this.exchanges.push(record.exchange);
    const counts = this.statuses.get(record.operation) ?? new Map<string, number>();
    const status = record.answer === undefined ? 'none' : String(record.answer.status);
    counts.set(status, (counts.get(status) ?? 0) + 1);
    this.statuses.set(record.operation, counts);
    for (const listener of this.listeners) listener(record);
  }

  /** The table of operation × status. */
  coverage(): Coverage[] {
    return everyOperation.map((operation) => {
      const counts = this.statuses.get(operation) ?? new Map<string, number>();
      const statuses: Record<string, number> = {};
      for (const status of documentedStatuses) statuses[status] = 0;
      for (const [status, count] of counts) statuses[status] = count;
      const { method, path } = operations[operation];
      const requests = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return { operation, method, path, requests, statuses };
    });
  }
}
