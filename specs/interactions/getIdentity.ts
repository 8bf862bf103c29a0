/** Reading an identity. Source: identities-getbyreference. */
import { anyObject, interactionsOf } from '../../helpers/pact/interaction.ts';
import { carriedOut, given, identity, notFound, publishedObject, withoutCredentials } from './common.ts';

const present = given('an identity exists');

export const getIdentity = interactionsOf('getIdentity', [
  {
    description: 'a request for an identity',
    requirements: ['operation.valid-request-succeeds', 'identity.returns-the-one-asked-for'],
    given: [present],
    reference: identity,
    answer: { statuses: carriedOut, body: anyObject(publishedObject('Identity')) },
  },
  withoutCredentials('a request for an identity', { given: [present], reference: identity }),
  notFound('a request for an unknown identity', { given: [given('no such identity')], reference: identity }),
]);
