/** Reading an invoice. Source: invoices-getbyreference, whose example was seen in part. */
import { anyObject, interactionsOf } from '../../helpers/pact/interaction.ts';
import { carriedOut, given, invoice, notFound, publishedObject, withoutCredentials } from './common.ts';

/** No member of the example is promised, so each may be absent or null. */
const answer = { statuses: carriedOut, body: anyObject(publishedObject('InvoicePart')) };

export const getInvoice = interactionsOf('getInvoice', [
  {
    description: 'a request for an invoice',
    requirements: ['operation.valid-request-succeeds', 'get-invoice.returns-the-one-asked-for'],
    given: [given('an invoice exists')],
    reference: invoice,
    answer,
  },
  {
    description: 'a request for a committed invoice',
    requirements: ['commit.keeps-the-invoice', 'get-invoice.returns-the-one-asked-for'],
    given: [given('a committed invoice exists')],
    reference: invoice,
    answer,
  },
  withoutCredentials('a request for an invoice', { given: [given('an invoice exists')], reference: invoice }),
  notFound('a request for an unknown invoice', { given: [given('no such invoice')], reference: invoice }),
]);
