/** Keyed calls: carried out once, answered alike for as long as the key is kept. */
import type { Answer, Call, Outcome } from './call.ts';
import { failure } from './failures.ts';
import { finish } from './finish.ts';
import { canonical } from './json.ts';

/** What is known of a key that was used. */
export interface StoredKey {
  readonly startedAt: number;
  readonly operation: Call['operation'];
  readonly reference: string;
  readonly body: string;
  /** How often the key came again. */
  replays: number;
  /** Undefined while the first call is still being carried out. */
  answer?: Answer;
  /** Settles when the first call has been carried out, or has failed. */
  readonly finished: Promise<void>;
}

/** Carries out a call once per key. */
export async function performOnce(call: Call, perform: () => Outcome): Promise<Answer> {
  const { idempotency, traffic } = call.rules;
  const key = idempotency.key(call);
  if (key === undefined || !idempotency.honoured(call)) return finish(call, perform());
  const objection = idempotency.objection(call, key);
  if (objection !== undefined) return finish(call, objection);
  const scope = idempotency.scope(call, key);
  const repeated = await answerRepeated(call, scope);
  if (repeated !== undefined) return repeated;

  let resolve = () => {};
  const finished = new Promise<void>((settle) => {
    resolve = settle;
  });
  const stored: StoredKey = {
    startedAt: call.world.clock.now(),
    operation: call.operation,
    reference: call.reference,
    body: canonical(call.body),
    replays: 0,
    finished,
  };
  call.world.keys.set(scope, stored);
  try {
    const workMs = traffic.workMs(call);
    if (workMs > 0) await pause(workMs);
    const outcome = perform();
    const answer = finish(call, outcome);
    if (idempotency.stores(call, outcome)) stored.answer = answer;
    else call.world.keys.delete(scope);
    return answer;
  } finally {
    resolve();
  }
}

async function answerRepeated(call: Call, scope: string): Promise<Answer | undefined> {
  const { idempotency } = call.rules;
  let waited = false;
  for (;;) {
    const stored = call.world.keys.get(scope);
    if (stored === undefined || expired(call, stored)) return undefined;
    if (canonical(call.body) !== stored.body) {
      const choice = idempotency.otherBody(call, stored);
      if (choice === 'execute') return undefined;
      if (choice === 'refuse') return finish(call, otherBody);
    }
    if (stored.answer !== undefined) {
      stored.replays++;
      return idempotency.replay(call, stored, stored.answer, waited);
    }
    const choice = idempotency.whileRunning(call);
    if (choice === 'execute') return undefined;
    if (choice === 'refuse') return finish(call, stillRunning);
    await stored.finished;
    waited = true;
  }
}

function expired(call: Call, stored: StoredKey): boolean {
  return call.world.clock.now() - stored.startedAt >= call.rules.idempotency.lifetimeMs(call, stored);
}

const otherBody = failure(422, 'ERR_KEY_REUSED', 'This Idempotency-Key was used with another body');
const stillRunning = failure(409, 'ERR_UNIQUE_VIOLATION', 'A call with this Idempotency-Key is being carried out');

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
