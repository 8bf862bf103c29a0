/** What the commands that talk to a Pact Broker have in common: their environment, their options, how they end. */
import { type Command, InvalidArgumentError } from 'commander';
import { config } from 'dotenv';
import { BrokerRefused, BrokerUnavailable } from '../helpers/pact/broker/failures.ts';
import { exitWith } from './exit.ts';

/** Explains the exit codes under `--help`. */
export const exitCodes = `
The broker is told by PACT_BROKER_BASE_URL and PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.
Exit code 0: done; 1: the broker says no; 2: the call is wrong, nothing was sent; 3: no broker, or it lets us not in.`;

/** A whole number above 0, for commander. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is not a whole number above 0.');
  return Number(text);
}

/** Gathers an option that may be given several times. */
export function gather(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** The options of every command that calls the official client. */
export function withClientOptions(command: Command): Command {
  return command
    .option('--timeout <SECONDS>', 'how long the broker may take', positive, 60)
    .addHelpText('after', exitCodes)
    .allowExcessArguments(false)
    .exitOverride();
}

/**
 * Runs a command to its end, with the code it gives or 0: 1 where the broker said no, 3 where it could not be asked, each
 * with its reason.
 */
export function exitWithBroker(name: string, main: (argv: readonly string[]) => Promise<number>): Promise<never> {
  // The client is stopped when this process exits, so that an interrupted pipeline leaves nothing running.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  return exitWith(async (argv) => {
    config({ quiet: true });
    try {
      return await main(argv);
    } catch (error) {
      if (!(error instanceof BrokerRefused || error instanceof BrokerUnavailable)) throw error;
      process.stderr.write(`${name}: ${error.message}\n`);
      return error instanceof BrokerRefused ? 1 : 3;
    }
  });
}
