/** The contract that consumers build on, as a whole. */
import { everyOperation } from '../operations.ts';
import { family } from './define.ts';

export const contract = family({
  'contract.interactions-hold': {
    level: 'SHOULD',
    operations: everyOperation,
    source: 'errors',
    text: 'Each interaction of the published contract, in the state it names, is answered as the contract says.',
    consequence: 'A client that was built and tested against the contract fails against the server.',
    // What a more precise requirement catches is told by that one.
    restsOn: ['*'],
  },
});
