/** A verification of a broker's pacts, from the first look at the broker to the published results. */
import { BrokerRefused } from './failures.ts';
import { whileBrokerAnswers } from './guard.ts';
import { probeBroker } from './probe.ts';
import type { BrokerVerification, VerifierBrokerOptions } from './verification.ts';

/** What the official verifier gave, and what it logged at level `error` or lower. */
export interface Verified<Result> {
  readonly result: Result;
  readonly log: string;
}

/** The part of the verifier's result that is looked at here. */
interface Outcome {
  readonly result: boolean;
  readonly interactionResults: readonly unknown[];
}

/** The verifier logs that it could not publish, and calls the verification successful all the same. */
const publishingFailed = /Publishing of verification results failed[^\n]*?(?:: (?<reason>[^\n]*))?(?:\n|$)/;

/** Why results were not published; undefined where nothing says so. */
export function publishingProblem(log: string): string | undefined {
  const found = publishingFailed.exec(log);
  if (found === null) return undefined;
  const reason = found.groups?.reason ?? '';
  const status = /status:? (\d{3})|failed: (\d{3})/.exec(reason)?.slice(1).find(Boolean);
  return status === undefined ? reason : `the broker answered ${status}`;
}

/**
 * Verifies by `run`, which calls the official verifier with the options it is given. Throws BrokerUnavailable where the
 * broker is gone before, during or after it; BrokerRefused where the verification succeeded and its results were to be
 * published and were not, because a green build would let a deployment wait for them for ever.
 */
export async function verifyFromBroker<Result extends Outcome>(
  { settings, options }: BrokerVerification,
  run: (options: VerifierBrokerOptions) => Promise<Verified<Result>>,
): Promise<Result> {
  const { result, log } = await whileBrokerAnswers(settings, () => run(options));
  // Without a broker the verifier finds no pact to load, and calls that a failed verification.
  if (!result.result && result.interactionResults.length === 0) await probeBroker(settings);
  const problem = options.publishVerificationResult ? publishingProblem(log) : undefined;
  if (problem === undefined || !result.result) return result;
  await probeBroker(settings);
  throw new BrokerRefused(`the verification succeeded, but its results were not published: ${problem}`);
}
