/** Faults of how a call with wrong credentials is refused. */
import { operations } from '../../contracts/operations.ts';
import { type Fault, finishedAnswers, on, type Where } from './fault.ts';

const everywhere = [...(Object.keys(operations) as (keyof typeof operations)[]), 'unknownRoute'] as const;

export const refusalFaults = [
  {
    id: 'refused-update-carried-out',
    breaks: 'authentication.refused-call-has-no-effect',
    operation: 'updateInvoice',
    sentence: 'An update is carried out before its credentials are looked at.',
    change: actDespiteRefusal('updateInvoice'),
  },
  {
    id: 'refused-dunning-carried-out',
    breaks: 'authentication.refused-call-has-no-effect',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning is carried out before its credentials are looked at.',
    change: actDespiteRefusal('modifyDunning'),
  },
  {
    id: 'refused-commit-carried-out',
    breaks: 'authentication.refused-call-has-no-effect',
    operation: 'commitInvoice',
    sentence: 'An invoice is committed before the credentials are looked at.',
    change: actDespiteRefusal('commitInvoice'),
  },
  {
    id: 'refused-resend-carried-out',
    breaks: 'authentication.refused-call-has-no-effect',
    operation: 'resendInvoice',
    sentence: 'A resend is carried out before its credentials are looked at.',
    change: actDespiteRefusal('resendInvoice'),
  },
  {
    id: 'refused-invoice-carried-out',
    breaks: 'authentication.refused-call-has-no-effect',
    operation: 'createInvoice',
    sentence: 'An invoice is created before its credentials are looked at.',
    change: actDespiteRefusal('createInvoice'),
  },
  {
    id: 'refused-identities-carried-out',
    breaks: 'authentication.refused-call-has-no-effect',
    sentence: 'Identities are written before the credentials are looked at.',
    change: actDespiteRefusal(['createIdentity', 'upsertIdentity']),
  },
  {
    id: 'scheme-in-one-case',
    breaks: 'authentication.scheme-name-any-case',
    sentence: 'The scheme has to be written Basic.',
    change: ({ authentication: { credentials } }) => ({
      authentication: {
        credentials: (request, header) => (header?.startsWith('Basic ') ? credentials(request, header) : undefined),
      },
    }),
  },
  {
    id: 'no-challenge',
    breaks: 'authentication.challenge',
    sentence: 'A 401 has no WWW-Authenticate header.',
    change: () => ({ authentication: { challenge: () => undefined } }),
  },
  {
    id: 'no-challenge-on-update',
    breaks: 'authentication.challenge',
    operation: 'updateInvoice',
    sentence: 'The 401 of an update has no WWW-Authenticate header.',
    change: ({ authentication: { challenge } }) => ({
      authentication: { challenge: on('updateInvoice', challenge, () => undefined) },
    }),
  },
  {
    id: 'challenge-without-realm',
    breaks: 'authentication.challenge-basic-realm',
    sentence: 'The challenge names no realm.',
    change: () => ({ authentication: { challenge: () => 'Basic' } }),
  },
  {
    id: 'challenge-of-another-scheme',
    breaks: 'authentication.challenge-basic-realm',
    operation: 'resendInvoice',
    sentence: 'The challenge of a resend names the scheme Bearer.',
    change: ({ authentication: { challenge } }) => ({
      authentication: { challenge: on('resendInvoice', challenge, () => 'Bearer realm="Abillify"') },
    }),
  },
  {
    id: 'login-page',
    breaks: 'errors.json-object',
    sentence: 'A 401 holds a login page.',
    change: finishedAnswers(everywhere, (answer) =>
      answer.status === 401
        ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/html' }, text: '<h1>Please log in</h1>' }
        : answer,
    ),
  },
] as const satisfies readonly Fault[];

function actDespiteRefusal(where: Where): Fault['change'] {
  return ({ authentication: { actsDespiteRefusal } }) => ({
    authentication: { actsDespiteRefusal: on(where, actsDespiteRefusal, () => true) },
  });
}
