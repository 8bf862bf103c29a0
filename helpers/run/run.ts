/** Runs checks against a target, side by side, each on resources of its own, and keeps what came of each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogue } from '../../contracts/requirements/index.ts';
import { Api } from '../api.ts';
import { Arrange } from '../arrange.ts';
import { NotApplicable, TransportFailed } from '../failures.ts';
import { Inventor, seedOf } from '../invent.ts';
import type { RecordedExchange } from '../report/model.ts';
import type { Check, CheckContext, Spec } from '../spec.ts';
import type { Target } from '../target.ts';
import { type Outcome, outcomeOf } from '../verdict.ts';
import { judgeEveryAnswer } from './every-answer.ts';
import { introduce } from './introduce.ts';
import { Knowledge } from './knowledge.ts';
import { CheckLog, Session } from './session.ts';
import type { Tally } from './tally.ts';

/** What came of one check. */
export interface CheckResult {
  readonly check: Check;
  readonly outcome: Outcome;
  readonly observation?: string;
  readonly durationMs: number;
  readonly requests: number;
  readonly retries: number;
  readonly exchanges: readonly RecordedExchange[];
  /** Of a rule for every answer: what it found, for a run that is shared between several. */
  readonly tally?: Tally;
}

/** What a run is asked to do. */
export interface RunOptions {
  readonly target: Target;
  readonly checks: readonly Check[];
  readonly runId: string;
  readonly seed: number;
  /** First moment of the run; dates of invented invoices are counted from it. */
  readonly startedAt: Date;
  /** Called as each check ends, in the order in which they end. */
  readonly onResult?: (result: CheckResult) => void;
}

/** A run under way. */
export interface Run {
  readonly session: Session;
  /** Whether the target answered, and took the credentials; known once the run is over. */
  readonly reached: () => boolean;
  readonly credentialsAccepted: () => boolean;
  /** Resolves with every result, in the order of the checks, when all are done. */
  readonly results: Promise<CheckResult[]>;
}

/** How often a check is begun anew, on new resources, when a connection was dropped under it. */
const freshStarts = 7;

/** Starts a run. Nothing a server does makes it throw. */
export function startRun(options: RunOptions): Run {
  const session = new Session(options.target, options.runId);
  const knowledge = new Knowledge(session);
  const everyAnswer = judgeEveryAnswer(session.recorder, options.checks, session.redact);
  const state = { reached: false, credentialsAccepted: false };
  const begun = performance.now();
  const results = runAll();
  return {
    session,
    reached: () => state.reached,
    credentialsAccepted: () => state.credentialsAccepted,
    results,
  };

  async function runAll(): Promise<CheckResult[]> {
    try {
      const met = await introduce(knowledge, contextFor);
      state.reached = met.reached;
      state.credentialsAccepted = met.credentialsAccepted;
      const done = new Map<Check, CheckResult>();
      const finish = (found: CheckResult) => {
        const result = { ...found, outcome: withoutCredentials(found.outcome, session.redact) };
        done.set(result.check, result);
        if (result.outcome.kind === 'broken' && catalogue[result.check.requirement].level === 'MUST') {
          knowledge.wasBroken();
        }
        options.onResult?.(result);
      };
      const stranger = met.reached && met.credentialsAccepted ? undefined : met.problem;
      await Promise.all(
        options.checks.map(async (check) => {
          if (!('spec' in check.decide)) return;
          finish(stranger === undefined ? await runCheck(check, check.decide.spec) : unasked(check, stranger));
        }),
      );
      for (const result of everyAnswer.results([...done.values()])) finish(result);
      return options.checks.flatMap((check) => done.get(check) ?? []);
    } finally {
      await session.close();
    }
  }

  function contextFor(
    check: Pick<Check, 'key' | 'operation' | 'subject' | 'requirement'>,
    log: CheckLog,
    attempt: number,
    part?: { readonly story: string; readonly data: string },
  ) {
    const api = new Api(session, log);
    const self = `${check.key} ${attempt}`;
    const invent = new Inventor(
      seedOf(options.seed, part === undefined ? self : `${self} ${part.data}`),
      options.target.fixtures,
      options.startedAt,
      options.runId,
    );
    const arrange = new Arrange(api, session, knowledge, invent);
    let keys = 0;
    let observation: string | undefined;
    const context: CheckContext = {
      // Checks of the unknown route never look at the operation.
      operation: check.operation as CheckContext['operation'],
      subject: check.subject,
      api,
      arrange,
      invent,
      session,
      knowledge,
      newKey() {
        keys += 1;
        return uuidOf(`${options.runId} ${self} ${part === undefined ? '' : `${part.story} `}${keys}`);
      },
      now: () => new Date(options.startedAt.getTime() + performance.now() - begun),
      seed: options.seed,
      apart(story, data = story) {
        const own = log.story();
        const { context } = contextFor(check, own, attempt, { story, data });
        return { context, isEvidence: () => log.choose(own) };
      },
      secondAccount() {
        const account = options.target.secondAccount;
        if (account === undefined) throw new NotApplicable('the target has no second account (TARGET_USERNAME_2)');
        return account;
      },
      observe(answer) {
        const vocabulary = catalogue[check.requirement].answers ?? [];
        if (!vocabulary.includes(answer)) throw new Error(`${check.requirement} has no answer '${answer}'`);
        observation = answer;
      },
    };
    return { context, observed: () => observation };
  }

  async function runCheck(check: Check, spec: Spec): Promise<CheckResult> {
    const start = performance.now();
    const problems: TransportFailed[] = [];
    let requests = 0;
    let repeats = 0;
    for (let attempt = 0; ; attempt += 1) {
      const log = new CheckLog(check.key, check.waitsLong);
      const { context, observed } = contextFor(check, log, attempt);
      let outcome: Outcome = { kind: 'kept', reason: '' };
      try {
        await spec(context);
      } catch (error) {
        outcome = outcomeOf(error);
        if (
          error instanceof TransportFailed &&
          error.problem === 'dropped' &&
          attempt < freshStarts &&
          !session.wasStopped
        ) {
          problems.push(error);
          requests += log.requests;
          repeats += log.repeatsInAll;
          await sleep(Math.min(320, 20 * 2 ** attempt));
          continue;
        }
        if (error instanceof TransportFailed) everyAnswer.unanswered(error, check.key);
      }
      const observation = observed();
      requests += log.requests;
      return {
        check,
        outcome,
        ...(observation === undefined ? {} : { observation }),
        durationMs: performance.now() - start,
        requests,
        retries: problems.length + repeats + log.repeatsInAll,
        exchanges: log.evidence,
      };
    }
  }
}

/** Reasons quote what came, and what came may be an echo of what was sent. */
function withoutCredentials(outcome: Outcome, redact: (text: string) => string): Outcome {
  const { kind, reason, expected, actual } = outcome;
  return {
    kind,
    reason: redact(reason),
    ...(expected === undefined ? {} : { expected: redact(expected) }),
    ...(actual === undefined ? {} : { actual: redact(actual) }),
  };
}

function unasked(check: Check, problem: string): CheckResult {
  const outcome: Outcome = { kind: 'not-arranged', reason: problem };
  return { check, outcome, durationMs: 0, requests: 0, retries: 0, exchanges: [] };
}

/** A UUID (version 4 in form) that depends on the text alone; unique as far as the texts are. */
function uuidOf(text: string): string {
  const parts = [0, 1, 2, 3].map((part) => seedOf(part, text).toString(16).padStart(8, '0')).join('');
  return `${parts.slice(0, 8)}-${parts.slice(8, 12)}-4${parts.slice(13, 16)}-8${parts.slice(17, 20)}-${parts.slice(20, 32)}`;
}
