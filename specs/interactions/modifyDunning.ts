/** Steering the dunning of an invoice. Source: invoices-modifydunning, which shows no success body. */
import { fromState, interactionsOf } from '../../helpers/pact/interaction.ts';
import { carriedOutSilently, given, invoice, keyed, notFound, refused, withoutCredentials } from './common.ts';

const ready = given('a committed invoice exists', { readyFor: 'modifyDunning' });
const level = { dunninglevel: 1 };
const day = fromState('day', '2025-01-31');
const answer = { statuses: carriedOutSilently };

export const modifyDunning = interactionsOf('modifyDunning', [
  {
    description: 'a request to set the dunning level',
    requirements: ['dunning.documented-members-accepted', 'operation.valid-request-succeeds'],
    given: [ready],
    reference: invoice,
    body: level,
    answer,
  },
  {
    description: 'a request to set the day from which the dunning counts',
    requirements: ['dunning.documented-members-accepted'],
    given: [ready, given('a day from which this server lets the dunning count')],
    reference: invoice,
    body: { startDunningDate: day },
    answer,
  },
  ...keyed('modifyDunning', 'a request to set the dunning level', ready, level, answer),
  refused('a request to set a dunning level that is no number', 'validation.wrong-type-refused', {
    given: [ready],
    reference: invoice,
    body: { dunninglevel: 'high' },
  }),
  refused('a request to let the dunning count from no date', 'validation.bad-format-refused', {
    given: [ready],
    reference: invoice,
    body: { startDunningDate: 'soon' },
  }),
  withoutCredentials('a request to set the dunning level', { given: [ready], reference: invoice, body: level }),
  notFound('a request to set the dunning level of an unknown invoice', {
    given: [given('no such invoice')],
    reference: invoice,
    body: level,
  }),
]);
