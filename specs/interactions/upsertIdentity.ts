/** Creating or updating an identity. Source: identities-upsert. An unknown reference is created, so there is no 404. */
import { interactionsOf, type Sent } from '../../helpers/pact/interaction.ts';
import { carriedOutSilently, given, identity, refused, withoutCredentials } from './common.ts';

/** The published sample, and the reference that the schema demands. */
const body: { readonly [member: string]: Sent } = {
  reference: identity,
  detail: { vatId: 'DE123456789' },
  kind: 'incorporate',
  name: { company: 'ACME Inc.' },
};
const answer = { statuses: carriedOutSilently };

export const upsertIdentity = interactionsOf('upsertIdentity', [
  {
    description: 'a request to upsert an identity that does not exist',
    requirements: ['identity.upsert-creates', 'operation.valid-request-succeeds'],
    given: [given('no such identity')],
    reference: identity,
    body,
    answer,
  },
  {
    description: 'a request to upsert an identity that exists',
    requirements: ['identity.upsert-updates', 'operation.valid-request-succeeds'],
    given: [given('an identity exists')],
    reference: identity,
    body,
    answer,
  },
  refused('a request to upsert an identity of a kind on no list', 'validation.unknown-value-refused', {
    given: [given('an identity exists')],
    reference: identity,
    body: { ...body, kind: 'XX' },
  }),
  withoutCredentials('a request to upsert an identity', {
    given: [given('an identity exists')],
    reference: identity,
    body,
  }),
]);
