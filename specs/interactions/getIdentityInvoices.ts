/** Reading the invoices of an identity. Source: identities-getinvoicesbyidentityreference, whose example is one object. */
import { anyJson, interactionsOf } from '../../helpers/pact/interaction.ts';
import { carriedOut, given, identity, notFound, withoutCredentials } from './common.ts';

const present = given('an invoice exists');

export const getIdentityInvoices = interactionsOf('getIdentityInvoices', [
  {
    description: 'a request for the invoices of an identity',
    requirements: ['operation.valid-request-succeeds', 'create-invoice.belongs-to-its-identity'],
    given: [present],
    reference: identity,
    answer: { statuses: carriedOut, body: anyJson },
  },
  withoutCredentials('a request for the invoices of an identity', { given: [present], reference: identity }),
  notFound(
    'a request for the invoices of an unknown identity',
    { given: [given('no such identity')], reference: identity },
    'contract.interactions-hold',
  ),
]);
