/** Locking the data of an invoice. Source: invoices-commitinvoice, which shows no success body. */
import { interactionsOf } from '../../helpers/pact/interaction.ts';
import { carriedOutSilently, given, invoice, keyed, notFound, refused, withoutCredentials } from './common.ts';

const present = given('an invoice exists');
const answer = { statuses: carriedOutSilently };

export const commitInvoice = interactionsOf('commitInvoice', [
  {
    description: 'a request to commit an invoice',
    requirements: ['operation.valid-request-succeeds'],
    given: [present],
    reference: invoice,
    body: {},
    answer,
  },
  ...keyed('commitInvoice', 'a request to commit an invoice', present, {}, answer),
  refused('a request to commit an invoice with attachments that are no array', 'validation.wrong-type-refused', {
    given: [present],
    reference: invoice,
    body: { attachments: 'none' },
  }),
  withoutCredentials('a request to commit an invoice', { given: [present], reference: invoice, body: {} }),
  notFound('a request to commit an unknown invoice', {
    given: [given('no such invoice')],
    reference: invoice,
    body: {},
  }),
]);
