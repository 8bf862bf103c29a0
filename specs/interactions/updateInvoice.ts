/** Updating an invoice. Source: invoices-update, which shows no success body and lists no key. */
import { interactionsOf } from '../../helpers/pact/interaction.ts';
import { carriedOutSilently, given, invoice, item, notFound, refused, withoutCredentials } from './common.ts';

const present = given('an invoice exists');
const withItems = given('an invoice with items exists');
const answer = { statuses: carriedOutSilently };

export const updateInvoice = interactionsOf('updateInvoice', [
  {
    description: 'a request to update an invoice',
    requirements: ['operation.valid-request-succeeds', 'update.each-member-stored'],
    given: [present],
    reference: invoice,
    body: { meta: { note: 'changed' } },
    answer,
  },
  {
    description: 'a request to change the payment kind of an invoice',
    requirements: ['update.documented-values-accepted'],
    given: [present],
    reference: invoice,
    body: { paymentkind: 'PP' },
    answer,
  },
  {
    description: 'a request to replace the items of an invoice',
    requirements: ['items.one-replaces-many', 'operation.valid-request-succeeds'],
    given: [withItems],
    reference: invoice,
    body: { items: [item] },
    answer,
  },
  refused('a request to update an invoice with items that are no array', 'validation.wrong-type-refused', {
    given: [withItems],
    reference: invoice,
    body: { items: 'none' },
  }),
  refused('a request to update an invoice with a payment kind on no list', 'validation.unknown-value-refused', {
    given: [present],
    reference: invoice,
    body: { paymentkind: 'XX' },
  }),
  withoutCredentials('a request to update an invoice', {
    given: [present],
    reference: invoice,
    body: { meta: { note: 'changed' } },
  }),
  notFound(
    'a request to update an unknown invoice',
    { given: [given('no such invoice')], reference: invoice, body: { meta: { note: 'changed' } } },
    'update.unknown-invoice-not-found',
  ),
]);
