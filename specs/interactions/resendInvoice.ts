/** Sending an invoice again. Source: invoices-resendinvoice. */
import { interactionsOf, object, text } from '../../helpers/pact/interaction.ts';
import { carriedOut, given, invoice, keyed, notFound, refused, withoutCredentials } from './common.ts';

const ready = given('a committed invoice exists', { readyFor: 'resendInvoice' });

/** The members of the published example; each of them is a text there. */
const job = object({ job: text('1'), result: text('OK'), resultcode: text('0') });
const answer = { statuses: carriedOut, body: job };

export const resendInvoice = interactionsOf('resendInvoice', [
  {
    description: 'a request to resend an invoice',
    requirements: ['resend.answers-with-job', 'resend.job-members-are-texts', 'operation.valid-request-succeeds'],
    given: [ready],
    reference: invoice,
    body: {},
    answer,
  },
  {
    description: 'a request to resend an invoice, with the published body',
    requirements: ['operation.published-sample-accepted', 'resend.answers-with-job'],
    given: [ready],
    reference: invoice,
    body: { data: '123' },
    answer,
  },
  ...keyed('resendInvoice', 'a request to resend an invoice', ready, {}, answer, ['resend.answers-with-job']),
  // Pact's mock server cannot expect what is no JSON at all: that is `resend.malformed-body-refused`.
  refused('a request to resend an invoice with a body that is no object', 'contract.interactions-hold', {
    given: [ready],
    reference: invoice,
    body: [],
  }),
  withoutCredentials('a request to resend an invoice', { given: [ready], reference: invoice, body: {} }),
  notFound('a request to resend an unknown invoice', {
    given: [given('no such invoice')],
    reference: invoice,
    body: {},
  }),
]);
