/** What all checks of one run share: the connection to the target, its pace, what was recorded and what was learned. */
import type { OperationId } from '../../contracts/operations.ts';
import { isLoopback } from '../configuration/guard.ts';
import { NotApplicable, TransportFailed } from '../failures.ts';
import { type Answer, headerOf } from '../http/answer.ts';
import { type Call, Client } from '../http/client.ts';
import { Pace, retryAfterMs, WaitBudgetSpent } from '../http/pace.ts';
import { redactor } from '../http/redaction.ts';
import { KeyLedger } from '../keys/key-ledger.ts';
import { NotificationListener } from '../notifications.ts';
import type { RecordedExchange } from '../report/model.ts';
import type { Target } from '../target.ts';
import { forbiddenBy } from './forbidden.ts';
import { Ledger } from './ledger.ts';
import { Recorder } from './recorder.ts';
import { References } from './references.ts';

/** The part of the run's record that belongs to one check. */
export class CheckLog {
  /** Key of the check: `requirement @ operation`, with its subject. */
  readonly check: string;
  readonly exchanges: RecordedExchange[] = [];
  /** Reads that were sent a second time because a connection was lost under the first. */
  repeats = 0;
  private readonly stories: CheckLog[] = [];
  private chosen: CheckLog | undefined;

  constructor(check: string) {
    this.check = check;
  }

  /** A record of its own for a part of the check. */
  story(): CheckLog {
    const story = new CheckLog(this.check);
    this.stories.push(story);
    return story;
  }

  /** Lets one story stand for the whole. */
  choose(story: CheckLog): void {
    this.chosen = story;
  }

  /** What decided the check: the chosen story, else everything. */
  get evidence(): readonly RecordedExchange[] {
    return this.chosen?.evidence ?? [...this.exchanges, ...this.stories.flatMap(({ evidence }) => evidence)];
  }

  /** How many reads were sent a second time, stories included. */
  get repeatsInAll(): number {
    return this.stories.reduce((sum, { repeatsInAll }) => sum + repeatsInAll, this.repeats);
  }

  /** How many requests were recorded, stories included. */
  get requests(): number {
    return this.stories.reduce((sum, { requests }) => sum + requests, this.exchanges.length);
  }
}

/** After so many failures of an operation in a row, without an answer between them, it is not called any more. */
const failuresUntilGivenUp = { timeout: 4, other: 24 };

/** One run against one target. */
export class Session {
  readonly target: Target;
  readonly recorder = new Recorder();
  readonly references: References;
  readonly pace: Pace;
  /** Takes what the server sends of its own accord; absent where it cannot reach us. */
  readonly notifications: NotificationListener | undefined;
  readonly ledger: Ledger;
  /** Keys of earlier runs; absent where the target is not known to be the same from run to run. */
  readonly keys: KeyLedger | undefined;
  /** What the readers of the report have to know, beside verdicts. */
  readonly remarks: string[] = [];
  /** Removes credentials from whatever is kept of the run. */
  readonly redact: (text: string) => string;
  /** Longest time, in ms, that an effect took to become visible after it was answered. */
  lagMs = 0;
  private readonly client: Client;
  private readonly forbids: (call: Call) => string | undefined;
  private readonly failures = new Map<OperationId, { timeout: number; other: number }>();
  private readonly stopped = new AbortController();

  constructor(target: Target, runId: string) {
    this.target = target;
    this.references = new References(runId);
    this.pace = new Pace(target.limits);
    this.ledger = new Ledger(runId);
    this.recorder.onRecord((record) => this.ledger.note(record));
    this.forbids = forbiddenBy(target);
    const { stateFolder } = target;
    this.keys = stateFolder === undefined ? undefined : new KeyLedger(stateFolder, (text) => this.remarks.push(text));
    const accounts = [target.account, ...(target.secondAccount === undefined ? [] : [target.secondAccount])];
    const url = new URL(target.url);
    const address = target.notify ?? (isLoopback(url.hostname) ? { host: '127.0.0.1', port: 0 } : undefined);
    this.notifications = address === undefined ? undefined : new NotificationListener(address);
    this.redact = redactor(accounts);
    this.client = new Client({
      url,
      timeoutMs: target.limits.requestTimeoutMs,
      redact: this.redact,
      accounts,
    });
  }

  /**
   * Sends one request for a check and reads its answer. A 429 is not an answer to the request but a call to wait: the
   * request was not carried out and is sent again. Throws TransportFailed when no complete answer can be had, and
   * NotApplicable for what may not be sent to this target.
   */
  async send(call: Call, log: CheckLog): Promise<Answer> {
    const reason = this.forbids(call);
    if (reason !== undefined) throw new NotApplicable(reason);
    for (;;) {
      if (this.stopped.signal.aborted) throw new TransportFailed('the run was stopped', 'given-up', call.operation);
      this.refuseWhenGivenUp(call);
      await this.pace.turn();
      const answer = await this.once(call, log);
      if (answer.status !== 429) {
        this.pace.answered();
        return answer;
      }
      try {
        this.pace.refused(retryAfterMs(headerOf(answer, 'retry-after'), Date.now()));
      } catch (error) {
        if (!(error instanceof WaitBudgetSpent)) throw error;
        throw new TransportFailed(
          `${call.method} ${call.path}: ${error.message}`,
          'rate-limited',
          call.operation,
          answer.exchange,
        );
      }
    }
  }

  /** Ends the run early: requests not yet sent are not sent. */
  stop(): void {
    this.stopped.abort();
  }

  /** Whether the run was ended early. */
  get wasStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.notifications?.close()]);
  }

  private async once(call: Call, log: CheckLog): Promise<Answer> {
    const failures = this.failures.get(call.operation) ?? { timeout: 0, other: 0 };
    this.failures.set(call.operation, failures);
    let lost = 0;
    try {
      const answer = await this.client.send(call, (exchange, complete) => {
        if (complete === undefined) lost += 1;
        log.exchanges.push(exchange);
        this.recorder.add({
          exchange,
          operation: call.operation,
          check: log.check,
          ...(complete === undefined ? {} : { answer: complete }),
          ...(call.memberAtFault === undefined ? {} : { memberAtFault: call.memberAtFault }),
          ...(call.unjudged === undefined ? {} : { unjudged: call.unjudged }),
        });
      });
      failures.timeout = 0;
      failures.other = 0;
      log.repeats += lost;
      return answer;
    } catch (error) {
      if (error instanceof TransportFailed) failures[error.problem === 'timeout' ? 'timeout' : 'other'] += 1;
      throw error;
    } finally {
      this.pace.done();
    }
  }

  private refuseWhenGivenUp(call: Call): void {
    const failures = this.failures.get(call.operation);
    if (failures === undefined) return;
    const kind = failures.timeout >= failuresUntilGivenUp.timeout ? 'timeout' : 'other';
    if (failures[kind] < failuresUntilGivenUp[kind]) return;
    throw new TransportFailed(
      `${call.operation} was not called any more after ${failures[kind]} calls in a row without an answer`,
      'given-up',
      call.operation,
    );
  }
}
