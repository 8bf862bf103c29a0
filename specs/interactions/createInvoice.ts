/** Creating an invoice for an identity. Source: identities-createinvoice, which shows no success body. */
import { interactionsOf, type Sent } from '../../helpers/pact/interaction.ts';
import {
  address,
  answeredCall,
  carriedOutSilently,
  conflict,
  given,
  identity,
  invoice,
  item,
  key,
  notFound,
  refused,
  withoutCredentials,
} from './common.ts';

const body: { readonly [member: string]: Sent } = { reference: invoice, addresses: [address], items: [item] };
const itemAsTaken = given('an item in the notation of this server');
const ready = [given('an identity exists'), given('no such invoice'), itemAsTaken];
const answer = { statuses: carriedOutSilently };

export const createInvoice = interactionsOf('createInvoice', [
  {
    description: 'a request to create an invoice',
    requirements: ['operation.valid-request-succeeds', 'create-invoice.answered-means-stored'],
    given: ready,
    reference: identity,
    body,
    answer,
  },
  {
    description: 'a request to create an invoice, with a new key',
    requirements: ['operation.valid-request-succeeds'],
    given: [...ready, given('an unused key')],
    reference: identity,
    key,
    body,
    answer,
  },
  {
    description: 'a request to create an invoice, repeated with its key',
    requirements: ['idempotency.replay-same-response'],
    given: [answeredCall('createInvoice', body)],
    reference: identity,
    key,
    body,
    answer,
  },
  refused('a request to create an invoice with items that are no array', 'validation.wrong-type-refused', {
    given: ready,
    reference: identity,
    body: { ...body, items: 'none' },
  }),
  refused('a request to create an invoice with a payment kind on no list', 'validation.unknown-value-refused', {
    given: ready,
    reference: identity,
    body: { ...body, paymentkind: 'XX' },
  }),
  withoutCredentials('a request to create an invoice', { given: ready, reference: identity, body }),
  notFound('a request to create an invoice for an unknown identity', {
    given: [given('no such identity'), given('no such invoice'), itemAsTaken],
    reference: identity,
    body,
  }),
  conflict('a request to create an invoice under a reference already used', {
    given: [given('an invoice exists'), itemAsTaken],
    reference: identity,
    body,
  }),
]);
