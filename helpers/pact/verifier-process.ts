/**
 * The process in which Pact's verifier runs. It is native code that writes its own report to standard output and cannot be
 * told not to, and reads variables of its own; here neither meets the command that asked.
 */

import type { VerifierOptions } from '@pact-foundation/pact-core';
import pact from '@pact-foundation/pact-core';

process.on('message', (options: VerifierOptions) => {
  pact.default.verifyPacts(options).then(
    (result) => process.send?.({ result }),
    // Failed interactions come as an error whose message is the result.
    (error: unknown) => process.send?.({ result: error instanceof Error ? error.message : String(error) }),
  );
});
// The parent is gone: nothing may stay running.
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
