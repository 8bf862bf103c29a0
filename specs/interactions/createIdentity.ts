/** Creating an identity. Source: identities-create, which shows no success body. No reference in the path, so no 404. */
import { interactionsOf, type Sent } from '../../helpers/pact/interaction.ts';
import {
  answeredCall,
  carriedOutSilently,
  conflict,
  given,
  identity,
  key,
  refused,
  withoutCredentials,
} from './common.ts';

const body: { readonly [member: string]: Sent } = {
  reference: identity,
  kind: 'individual',
  name: { firstname: 'John', lastname: 'Doe' },
};
const unused = given('no such identity');
const answer = { statuses: carriedOutSilently };

export const createIdentity = interactionsOf('createIdentity', [
  {
    description: 'a request to create an identity',
    requirements: ['operation.valid-request-succeeds', 'identity.create-stored'],
    given: [unused],
    body,
    answer,
  },
  {
    description: 'a request to create an identity, with the published body',
    requirements: ['operation.published-sample-accepted', 'create.reference-generated'],
    given: [],
    body: {},
    answer,
  },
  {
    description: 'a request to create an identity, with a new key',
    requirements: ['operation.valid-request-succeeds'],
    given: [unused, given('an unused key')],
    key,
    body,
    answer,
  },
  {
    description: 'a request to create an identity, repeated with its key',
    requirements: ['idempotency.replay-same-response'],
    given: [answeredCall('createIdentity', body)],
    key,
    body,
    answer,
  },
  refused('a request to create an identity of a kind on no list', 'validation.unknown-value-refused', {
    given: [unused],
    body: { ...body, kind: 'XX' },
  }),
  withoutCredentials('a request to create an identity', { given: [unused], body }),
  conflict('a request to create an identity under a reference already used', {
    given: [given('an identity exists')],
    body,
  }),
]);
