/** Listing the documents of an invoice. Source: invoices-getdocuments. */
import { anyObject, interactionsOf, listOf } from '../../helpers/pact/interaction.ts';
import { carriedOut, given, invoice, notFound, published, withoutCredentials } from './common.ts';

const committed = given('a committed invoice exists');
const [document = {}] = published('Documents') as readonly Record<string, never>[];
const answer = { statuses: carriedOut, body: listOf(anyObject(document)) };

export const getInvoiceDocuments = interactionsOf('getInvoiceDocuments', [
  {
    description: 'a request for the documents of an invoice',
    requirements: ['documents.array', 'operation.valid-request-succeeds'],
    given: [committed],
    reference: invoice,
    answer,
  },
  {
    description: 'a request for all documents of an invoice, with limit 0',
    requirements: ['documents.limit-zero-is-no-limit', 'documents.array'],
    given: [committed],
    reference: invoice,
    query: { limit: '0' },
    answer,
  },
  withoutCredentials('a request for the documents of an invoice', { given: [committed], reference: invoice }),
  notFound('a request for the documents of an unknown invoice', {
    given: [given('no such invoice')],
    reference: invoice,
  }),
]);
