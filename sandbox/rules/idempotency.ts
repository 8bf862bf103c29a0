/** A key is honoured for 24 hours, for one account, method and path, and answers with what was stored. */

import { operations } from '../../contracts/operations.ts';
import type { IdempotencyRules } from '../rules.ts';

const day = 24 * 60 * 60 * 1000;

export const idempotency: IdempotencyRules = {
  honoured: ({ operation }) =>
    operation !== 'unknownRoute' && operation !== 'importExternalDocument' && operations[operation].keyed,
  key: (request) => {
    const sent = request.headers['idempotency-key'];
    return typeof sent === 'string' && sent !== '' ? sent : undefined;
  },
  // The reference is taken decoded: two spellings of one path are one path.
  scope: (call, key) => [call.login.account.username, call.operation, call.reference, key].join('\n'),
  lifetimeMs: () => day,
  otherBody: () => 'refuse',
  whileRunning: () => 'wait',
  stores: (_call, outcome) => outcome.ok,
  replay: (_call, _stored, answer) => answer,
  objection: () => undefined,
};
