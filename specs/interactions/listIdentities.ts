/** Listing identities. Source: identities-list. Nothing is named by a reference here, so there is no 404. */
import { anyObject, interactionsOf, listOf, object, scalar } from '../../helpers/pact/interaction.ts';
import { carriedOut, given, publishedObject, withoutCredentials } from './common.ts';

const query = { page: '1', pageSize: '20' };

export const listIdentities = interactionsOf('listIdentities', [
  {
    description: 'a request for a page of identities',
    requirements: ['list.envelope', 'list.echoes-page', 'operation.valid-request-succeeds'],
    given: [given('an identity exists')],
    query,
    answer: {
      statuses: carriedOut,
      body: object({ page: scalar(1), pageSize: scalar(20), rows: listOf(anyObject(publishedObject('Identity'))) }),
    },
  },
  withoutCredentials('a request for a page of identities', { given: [], query }),
]);
