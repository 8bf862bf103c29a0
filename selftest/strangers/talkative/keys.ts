/** Idempotency keys of the talkative server: one result each, be it a success or an error. */
import { Failure, failure } from './failure.ts';
import type { Result } from './state.ts';

/** What is known of a key. */
export interface KnownKey {
  readonly print: string;
  outcome?: Result | Failure;
}

/** Runs an operation once for a key; the pause makes room for a second call while the first still runs. */
export async function once(
  keys: Map<string, KnownKey>,
  key: string | undefined,
  print: string,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  if (key === undefined) return run();
  const known = keys.get(key);
  if (known !== undefined) return repeat(known, print);
  const fresh: KnownKey = { print };
  keys.set(key, fresh);
  await new Promise((resolve) => setTimeout(resolve, 20));
  try {
    fresh.outcome = await run();
  } catch (error) {
    fresh.outcome = error instanceof Failure ? error : failure(500, 'unexpected failure');
  }
  return repeat(fresh, print);
}

function repeat(known: KnownKey, print: string): Result {
  if (known.print !== print) throw failure(422, 'this key stands for another call');
  if (known.outcome === undefined) throw failure(409, 'the first call with this key is still running');
  if (known.outcome instanceof Failure) throw known.outcome;
  return known.outcome;
}
