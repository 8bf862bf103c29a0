/** Freedoms of what a key gets where the documents leave it open. */

import { operations } from '../../contracts/operations.ts';
import { failure } from '../failures.ts';
import type { Freedom } from './freedom.ts';

export const idempotencyFreedoms = [
  {
    id: 'other-body-replayed',
    sentence: 'A key with another body gets the stored answer.',
    change: () => ({ idempotency: { otherBody: () => 'replay' } }),
  },
  {
    id: 'other-body-executed',
    sentence: 'A key with another body is carried out as a new call.',
    change: () => ({ idempotency: { otherBody: () => 'execute' } }),
  },
  {
    id: 'simultaneous-refused',
    sentence: 'A key whose first call is still running is refused with 409, and calls take some milliseconds.',
    change: () => ({ idempotency: { whileRunning: () => 'refuse' }, traffic: { workMs: () => 5 } }),
  },
  {
    id: 'simultaneous-waits',
    sentence: 'A key whose first call is still running waits for its answer, and calls take some milliseconds.',
    change: () => ({ traffic: { workMs: () => 5 } }),
  },
  {
    id: 'key-elsewhere-refused',
    sentence: 'A key used before on another path or operation is refused with 422.',
    change: () => ({
      idempotency: {
        objection: (call, key) => {
          for (const [scope, { operation, reference }] of call.world.keys) {
            const [account, , , known] = scope.split('\n');
            const elsewhere = operation !== call.operation || reference !== call.reference;
            if (known === key && account === call.login.account.username && elsewhere) {
              return failure(422, 'ERR_KEY_REUSED', 'This Idempotency-Key was used elsewhere');
            }
          }
          return undefined;
        },
      },
    }),
  },
  {
    id: 'refusals-stored',
    sentence: 'Refusals are stored under their key and replayed.',
    change: () => ({ idempotency: { stores: () => true, otherBody: () => 'replay' } }),
  },
  {
    id: 'replays-marked',
    sentence: 'A replay carries Idempotent-Replayed: true.',
    change: ({ idempotency: { replay } }) => ({
      idempotency: {
        replay: (call, stored, answer, waited) => {
          const repeated = replay(call, stored, answer, waited);
          return { ...repeated, headers: { ...repeated.headers, 'idempotent-replayed': 'true' } };
        },
      },
    }),
  },
  {
    id: 'keys-on-put',
    sentence: 'A PUT honours a key as well.',
    change: () => ({
      idempotency: {
        honoured: ({ operation }) =>
          operation in operations && operations[operation as keyof typeof operations].method !== 'GET',
      },
    }),
  },
  {
    id: 'long-keys-refused',
    sentence: 'A key of more than 64 characters is refused with 400.',
    change: () => ({
      idempotency: {
        objection: (_call, key) =>
          key.length > 64 ? failure(400, 'ERR_INVALID_VALUE', 'The Idempotency-Key is too long') : undefined,
      },
    }),
  },
  {
    id: 'empty-keys-refused',
    sentence: 'An empty key is refused with 400.',
    change: ({ idempotency: { key } }) => ({
      idempotency: {
        key: (request) => (request.headers['idempotency-key'] === '' ? '' : key(request)),
        objection: (_call, sent) =>
          sent === '' ? failure(400, 'ERR_INVALID_VALUE', 'The Idempotency-Key is empty') : undefined,
      },
    }),
  },
  {
    id: 'empty-keys-honoured',
    sentence: 'An empty key is a key like any other.',
    change: ({ idempotency: { key } }) => ({
      idempotency: { key: (request) => (request.headers['idempotency-key'] === '' ? '' : key(request)) },
    }),
  },
  {
    id: 'odd-keys-refused',
    sentence: 'A key that holds anything but ASCII letters, digits, dashes, dots and underscores is refused with 400.',
    change: () => ({
      idempotency: {
        objection: (_call, key) =>
          /^[\w.-]*$/.test(key) ? undefined : failure(400, 'ERR_INVALID_VALUE', 'The Idempotency-Key is odd'),
      },
    }),
  },
  {
    id: 'quoted-keys',
    sentence: 'A key in quotes is the same key as without.',
    change: ({ idempotency: { key } }) => ({
      idempotency: { key: (request) => key(request)?.replace(/^"(.*)"$/, '$1') },
    }),
  },
  {
    id: 'keys-kept-for-a-week',
    sentence: 'Keys are kept for a week, as a contract may say.',
    change: () => ({ idempotency: { lifetimeMs: () => 7 * 24 * 60 * 60 * 1000 } }),
  },
] as const satisfies readonly Freedom[];
