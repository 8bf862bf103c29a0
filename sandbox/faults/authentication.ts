/** Faults of who may call. */
import type { Fault } from './fault.ts';
import { on } from './fault.ts';

export const authenticationFaults = [
  {
    id: 'resend-open-to-all',
    breaks: 'authentication.missing-credentials-refused',
    operation: 'resendInvoice',
    sentence: 'Anybody without credentials may resend an invoice.',
    change: ({ authentication: { login } }) => ({
      authentication: {
        login: on('resendInvoice', login, (request) =>
          request.headers.authorization === undefined ? request.world.accounts[0] : login(request),
        ),
      },
    }),
  },
] as const satisfies readonly Fault[];
