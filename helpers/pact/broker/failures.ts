/** What can end a command that talks to a broker, beside a mistake of the caller (UsageError, exit code 2). */

/** The broker could not be reached, or refused our credentials, or broke down: nothing can be said. Exit code 3. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

/** The broker understood, and said no. Exit code 1. */
export class BrokerRefused extends Error {
  override readonly name = 'BrokerRefused';
}
