/** Faults of valid calls that are refused, and of unknown references that are not. */
import { type Outcome, success } from '../call.ts';
import { notPossible, serverError } from '../failures.ts';
import type { Problem } from '../schemas.ts';
import { type Fault, on, type Where } from './fault.ts';

/** What is answered for a reference that names nothing. */
function unknownIs(where: Where, outcome: Outcome): Fault['change'] {
  return ({ lookups: { refusal } }) => ({ lookups: { refusal: on(where, refusal, () => outcome) } });
}

export const lookupFaults = [
  {
    id: 'invoices-of-nobody-are-none',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'getIdentityInvoices',
    sentence: 'The invoices of a customer who does not exist are answered with an empty list.',
    change: ({ lookups: { refusal } }) => ({
      lookups: {
        refusal: on('getIdentityInvoices', refusal, (call, kind, reference) => {
          const exists = call.world.accounts.some(({ identities }) => identities.has(reference));
          return exists ? refusal(call, kind, reference) : success([]);
        }),
      },
    }),
  },
  {
    id: 'invoices-of-identity-fail',
    breaks: 'operation.valid-request-succeeds',
    operation: 'getIdentityInvoices',
    sentence: "Reading a customer's invoices is answered with 500.",
    change: ({ traffic: { admit } }) => ({
      traffic: { admit: on('getIdentityInvoices', admit, () => serverError) },
    }),
  },
  {
    id: 'sample-of-resend-refused',
    breaks: 'operation.published-sample-accepted',
    operation: 'resendInvoice',
    sentence: 'Members that no page documents are refused, that of the published sample included.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: on('resendInvoice', problems, (call) => [
          ...problems(call),
          ...Object.keys(call.body).map((member): Problem => ({ ...missing(member), rule: 'unknown' })),
        ]),
      },
    }),
  },
  {
    id: 'sample-of-identity-refused',
    breaks: 'identity.no-member-needed',
    operation: 'createIdentity',
    sentence: 'An identity without any member is refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: on('createIdentity', problems, (call) =>
          Object.keys(call.body).length === 0 ? [missing('name')] : problems(call),
        ),
      },
    }),
  },
  {
    id: 'unknown-invoice-is-400',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'getInvoice',
    sentence: 'Reading an unknown invoice is answered with 400.',
    change: unknownIs('getInvoice', notPossible('There is no such invoice')),
  },
  {
    id: 'unknown-identity-is-empty',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'getIdentity',
    sentence: 'Reading an unknown identity is answered with an empty object.',
    change: unknownIs('getIdentity', success({})),
  },
  {
    id: 'unknown-invoice-has-no-documents',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'getInvoiceDocuments',
    sentence: 'The documents of an unknown invoice are an empty list.',
    change: unknownIs('getInvoiceDocuments', success([])),
  },
  {
    id: 'unknown-invoice-resent',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'resendInvoice',
    sentence: 'Resending an unknown invoice is answered with a job.',
    change: unknownIs('resendInvoice', success({ job: '0', result: 'OK', resultcode: '0' })),
  },
  {
    id: 'unknown-invoice-dunned',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning of an unknown invoice is answered with 400.',
    change: unknownIs('modifyDunning', notPossible('There is no such invoice')),
  },
  {
    id: 'unknown-invoice-commit-is-500',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'commitInvoice',
    sentence: 'The commit of an unknown invoice crashes the server.',
    change: unknownIs('commitInvoice', serverError),
  },
  {
    id: 'unknown-identity-billed-is-400',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'createInvoice',
    sentence: 'An invoice for an unknown identity is refused with 400.',
    change: unknownIs('createInvoice', notPossible('There is no such identity')),
  },
] as const satisfies readonly Fault[];

function missing(member: string): Problem {
  return { path: member, member, rule: 'required', expected: 'a value', hint: 'See the documentation.' };
}
