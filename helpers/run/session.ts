/** What all checks of one run share: the connection to the target, its pace, what was recorded and what was learned. */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '../configuration/guard.ts';
import { NotApplicable, TransportFailed } from '../failures.ts';
import { type Answer, headerOf } from '../http/answer.ts';
import { type Call, Client } from '../http/client.ts';
import { Pace, type Turn, WaitBudgetSpent } from '../http/pace.ts';
import { redactor } from '../http/redaction.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { KeyLedger } from '../keys/key-ledger.ts';
import { NotificationListener } from '../notifications.ts';
import type { RecordedExchange } from '../report/model.ts';
import type { Target } from '../target.ts';
import { Created } from './created.ts';
import { forbiddenBy } from './forbidden.ts';
import { Ledger } from './ledger.ts';
import { Patience } from './patience.ts';
import { Recorder } from './recorder.ts';
import { References } from './references.ts';

/** The part of the run's record that belongs to one check. */
export class CheckLog {
  /** Key of the check: `requirement @ operation`, with its subject. */
  readonly check: string;
  /** Its calls take their turns before those of others. */
  readonly first: boolean;
  readonly exchanges: RecordedExchange[] = [];
  /** Reads that were sent a second time because a connection was lost under the first. */
  repeats = 0;
  private readonly stories: CheckLog[] = [];
  private chosen: CheckLog | undefined;

  constructor(check: string, first = false) {
    this.check = check;
    this.first = first;
  }

  /** A record of its own for a part of the check. */
  story(): CheckLog {
    const story = new CheckLog(this.check, this.first);
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

/** After so many refusals in a row a call is not repeated any more. */
const mostRefusals = 12;

/** One run against one target. */
export class Session {
  readonly target: Target;
  readonly recorder = new Recorder();
  readonly references: References;
  readonly pace: Pace;
  /** Takes what the server sends of its own accord; absent where it cannot reach us. */
  readonly notifications: NotificationListener | undefined;
  readonly ledger: Ledger;
  /** The invoices that were created, by their content. */
  readonly created = new Created();
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
  private readonly patience: Patience;
  private readonly stopped = new AbortController();

  constructor(target: Target, runId: string) {
    this.target = target;
    // As many calls as there are may wait and listen for the end of the run.
    setMaxListeners(0, this.stopped.signal);
    this.references = new References(runId);
    this.pace = new Pace(target.limits);
    this.patience = new Patience(target.limits.volume);
    this.ledger = new Ledger(runId);
    this.recorder.onRecord((record) => this.ledger.note(record));
    this.forbids = forbiddenBy(target);
    const { stateFolder } = target;
    this.keys = stateFolder === undefined ? undefined : new KeyLedger(stateFolder, (text) => this.remarks.push(text));
    const accounts = [target.account, ...(target.secondAccount === undefined ? [] : [target.secondAccount])];
    const url = new URL(target.url);
    const address = target.notify ?? (isLoopback(url.hostname) ? { host: '127.0.0.1', port: 0 } : undefined);
    this.notifications = address === undefined ? undefined : new NotificationListener(address);
    // A check tries one account's user with the other's password, and a server may echo that pair as well.
    const pairs = accounts.flatMap(({ username }) => accounts.map(({ password }) => ({ username, password })));
    this.redact = redactor(pairs);
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
    for (let refusals = 1; ; refusals += 1) {
      this.refuse(call);
      const turn = await this.pace.turn(log.first);
      const answer = await this.once(call, log, turn, refusals > 1 && this.created.isUnhindered(call));
      if (answer.status !== 429) {
        this.pace.answered(turn);
        return answer;
      }
      const wait = this.waitAfter(call, answer, refusals, turn);
      if (wait > 0) await sleep(wait, undefined, { signal: this.stopped.signal }).catch(() => {});
    }
  }

  private refuse({ operation }: Call): void {
    if (this.stopped.signal.aborted) throw new TransportFailed('the run was stopped', 'not-sent', operation);
    this.patience.refuse(operation);
  }

  /**
   * After a 429: makes the run wait, or gives how long this call alone has to, in ms. Throws TransportFailed where it has
   * waited enough.
   */
  private waitAfter(call: Call, answer: Answer, refusals: number, turn: Turn): number {
    try {
      const wait = this.pace.refused(retryAfterMs(headerOf(answer, 'retry-after'), Date.now()), turn);
      if (refusals >= mostRefusals) throw new WaitBudgetSpent(`it was refused with 429 ${refusals} times in a row`);
      return wait;
    } catch (error) {
      if (!(error instanceof WaitBudgetSpent)) throw error;
      this.patience.failed(call.operation, 'rate-limited');
      const message = `${call.method} ${call.path}: ${error.message}`;
      throw new TransportFailed(message, 'rate-limited', call.operation, answer.exchange, true);
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

  private async once(call: Call, log: CheckLog, turn: Turn, repeatsRefusedCreation: boolean): Promise<Answer> {
    let lost = 0;
    try {
      // Much may have happened while it waited for its turn.
      this.refuse(call);
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
          ...(repeatsRefusedCreation ? { repeatsRefusedCreation: true } : {}),
        });
      });
      if (answer.status !== 429) this.patience.answered(call.operation, answer.content.length);
      log.repeats += lost;
      return answer;
    } catch (error) {
      this.pace.lost(turn);
      if (error instanceof TransportFailed && error.exchange !== undefined) {
        this.patience.failed(call.operation, error.problem);
      }
      throw error;
    } finally {
      this.pace.done();
    }
  }
}
