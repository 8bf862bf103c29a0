/** A verification of a broker's pacts, from the first look at the broker to the published results. */
import { BrokerRefused, BrokerUnavailable } from './failures.ts';
import { whileBrokerAnswers } from './guard.ts';
import { probeBroker } from './probe.ts';
import type { BrokerVerification, VerifierBrokerOptions } from './verification.ts';

/** What came of a verification, and what the official verifier logged of errors. */
export interface Verified<Result> {
  readonly result: Result;
  readonly log: string;
}

/** The part of what came of a verification that is looked at here. */
interface Outcome {
  readonly interactions: readonly unknown[];
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
 * broker is gone before it or before the pacts were read. What came of it is given back also where its results were to be
 * published and were not; `unpublished` says why then, and has to fail the command: a deployment would wait for them.
 */
export async function verifyFromBroker<Result extends Outcome>(
  { settings, options }: BrokerVerification,
  run: (options: VerifierBrokerOptions) => Promise<Verified<Result>>,
): Promise<{ readonly result: Result; readonly unpublished?: BrokerRefused | BrokerUnavailable }> {
  const { result, log } = await whileBrokerAnswers(settings, () => run(options));
  // Without a broker the verifier finds no pact to load, and calls that a failed verification.
  if (result.interactions.length === 0) await probeBroker(settings);
  const problem = options.publishVerificationResult ? publishingProblem(log) : undefined;
  if (problem === undefined) return { result };
  try {
    await probeBroker(settings);
  } catch (error) {
    if (error instanceof BrokerUnavailable) return { result, unpublished: error };
    throw error;
  }
  return { result, unpublished: new BrokerRefused(`the results were not published: ${problem}`) };
}
