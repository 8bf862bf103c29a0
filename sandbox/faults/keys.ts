/** Faults of which keys are the same key. */

import type { Call } from '../call.ts';
import { canonical } from '../json.ts';
import type { ServedOperation } from '../routes.ts';
import { type Fault, isAt, on, type Where } from './fault.ts';

const keyed = ['resendInvoice', 'modifyDunning', 'commitInvoice', 'createIdentity', 'createInvoice'] as const;

/** Keys are changed before they are compared. */
function keysRead(where: Where, change: (key: string) => string | undefined): Fault['change'] {
  return ({ idempotency: { key } }) => ({
    idempotency: {
      key: on(where, key, (request) => {
        const sent = key(request);
        return sent === undefined ? undefined : change(sent);
      }),
    },
  });
}

/** Keys are stored under less than account, operation, resource and key. */
function scoped(where: Where, scope: (call: Call, key: string) => string): Fault['change'] {
  return ({ idempotency }) => ({ idempotency: { scope: on(where, idempotency.scope, scope) } });
}

/** The operation does not honour keys. */
function ignored(operation: ServedOperation): Fault['change'] {
  return ({ idempotency: { honoured } }) => ({
    idempotency: { honoured: on(operation, honoured, () => false) },
  });
}

/** Only keys of some form are honoured. */
function honouredWhen(where: Where, fits: (key: string) => boolean): Fault['change'] {
  return keysRead(where, (key) => (fits(key) ? key : undefined));
}

export const keyFaults = [
  {
    id: 'key-ignored-on-resend',
    breaks: 'idempotency.replay-same-response',
    operation: 'resendInvoice',
    sentence: 'A resend does not honour keys.',
    change: ignored('resendInvoice'),
  },
  {
    id: 'key-ignored-on-dunning',
    breaks: 'idempotency.replay-same-response',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning does not honour keys.',
    change: ignored('modifyDunning'),
  },
  {
    id: 'key-ignored-on-commit',
    breaks: 'idempotency.replay-same-response',
    operation: 'commitInvoice',
    sentence: 'A commit does not honour keys.',
    change: ignored('commitInvoice'),
  },
  {
    id: 'key-ignored-on-new-identity',
    breaks: 'idempotency.replay-same-response',
    operation: 'createIdentity',
    sentence: 'The creation of an identity does not honour keys.',
    change: ignored('createIdentity'),
  },
  {
    id: 'key-ignored-on-new-invoice',
    breaks: 'idempotency.replay-same-response',
    operation: 'createInvoice',
    sentence: 'The creation of an invoice does not honour keys.',
    change: ignored('createInvoice'),
  },
  {
    id: 'same-body-replayed-on-resend',
    breaks: 'idempotency.another-key-is-another-call',
    operation: 'resendInvoice',
    sentence: 'Keys are not compared: a keyed resend of one invoice gets the answer of any earlier one.',
    change: scoped('resendInvoice', ({ login, operation, reference }) =>
      [login.account.username, operation, reference].join('\n'),
    ),
  },
  {
    id: 'same-body-replayed-on-new-invoice',
    breaks: 'idempotency.another-key-is-another-call',
    operation: 'createInvoice',
    sentence: 'Keys are not compared: a keyed creation of the same invoice gets the first answer.',
    change: scoped('createInvoice', ({ login, operation, reference, body }) =>
      [login.account.username, operation, reference, canonical(body)].join('\n'),
    ),
  },
  {
    id: 'equal-invoices-deduplicated',
    breaks: 'idempotency.without-key-each-call-counts',
    operation: 'createInvoice',
    sentence: 'Without a key the body serves as one.',
    change: bodyAsKey('createInvoice'),
  },
  {
    id: 'equal-identities-deduplicated',
    breaks: 'idempotency.without-key-each-call-counts',
    operation: 'createIdentity',
    sentence: 'Without a key the body serves as one.',
    change: bodyAsKey('createIdentity'),
  },
  {
    id: 'key-cut-to-40',
    breaks: 'idempotency.key-compared-to-the-last-character',
    operation: 'resendInvoice',
    sentence: 'Keys are stored in a column of 40 characters, and cut.',
    change: keysRead('resendInvoice', (key) => key.slice(0, 40)),
  },
  {
    id: 'key-cut-to-64',
    breaks: 'idempotency.key-compared-to-the-last-character',
    operation: 'createInvoice',
    sentence: 'Keys are stored in a column of 64 characters, and cut.',
    change: keysRead('createInvoice', (key) => key.slice(0, 64)),
  },
  {
    id: 'key-cut-to-200',
    breaks: 'idempotency.key-compared-to-the-last-character',
    operation: 'createIdentity',
    sentence: 'Keys are stored in a column of 200 characters, and cut.',
    change: keysRead('createIdentity', (key) => key.slice(0, 200)),
  },
  {
    id: 'key-without-first-character',
    breaks: 'idempotency.key-compared-from-the-first-character',
    operation: 'createIdentity',
    sentence: 'Of a key the last 35 characters are compared.',
    change: keysRead('createIdentity', (key) => key.slice(-35)),
  },
  {
    id: 'key-in-one-case',
    breaks: 'idempotency.key-compared-with-case',
    operation: 'resendInvoice',
    sentence: 'Keys are compared without letter case.',
    change: keysRead('resendInvoice', (key) => key.toLowerCase()),
  },
  {
    id: 'key-without-separators',
    breaks: 'idempotency.key-compared-with-punctuation',
    operation: 'modifyDunning',
    sentence: 'Keys are compared without their separators.',
    change: keysRead('modifyDunning', (key) => key.replace(/[^A-Za-z0-9]/g, '')),
  },
  {
    id: 'key-without-leading-zeros',
    breaks: 'idempotency.key-compared-with-punctuation',
    operation: 'createInvoice',
    sentence: 'Keys of digits are compared as numbers.',
    change: keysRead('createInvoice', (key) => (/^\d+$/.test(key) ? key.replace(/^0+/, '') : key)),
  },
  {
    id: 'key-only-as-uuid',
    breaks: 'idempotency.key-in-any-plain-form',
    operation: 'resendInvoice',
    sentence: 'A key that holds no dash is taken and not honoured.',
    change: honouredWhen('resendInvoice', (key) => key.includes('-')),
  },
  {
    id: 'key-of-eight-not-honoured',
    breaks: 'idempotency.key-in-any-plain-form',
    operation: 'createIdentity',
    sentence: 'A key of fewer than ten characters is taken and not honoured.',
    change: honouredWhen('createIdentity', (key) => key.length >= 10),
  },
  {
    id: 'key-with-underscore-not-honoured',
    breaks: 'idempotency.key-in-any-plain-form',
    operation: 'createInvoice',
    sentence: 'A key with an underscore is taken and not honoured.',
    change: honouredWhen('createInvoice', (key) => !key.includes('_')),
  },
  {
    id: 'key-header-in-one-case',
    breaks: 'idempotency.key-header-in-any-case',
    sentence: 'The header has to be spelled Idempotency-Key.',
    change: ({ idempotency: { key } }) => ({
      idempotency: {
        key: (request) => (request.rawHeaders.includes('Idempotency-Key') ? key(request) : undefined),
      },
    }),
  },
  {
    id: 'key-of-any-invoice-on-resend',
    breaks: 'idempotency.key-belongs-to-its-resource',
    operation: 'resendInvoice',
    sentence: 'A key used for one invoice replays the answer for another.',
    change: scoped('resendInvoice', withoutResource),
  },
  {
    id: 'key-of-any-invoice-on-dunning',
    breaks: 'idempotency.key-belongs-to-its-resource',
    operation: 'modifyDunning',
    sentence: 'A key used for one invoice replays the answer for another.',
    change: scoped('modifyDunning', withoutResource),
  },
  {
    id: 'key-of-any-identity-on-new-invoice',
    breaks: 'idempotency.key-belongs-to-its-resource',
    operation: 'createInvoice',
    sentence: "A key used for one customer replays the answer for another's invoice.",
    change: scoped('createInvoice', withoutResource),
  },
  {
    id: 'key-of-any-task',
    breaks: 'idempotency.key-belongs-to-its-operation',
    operation: 'modifyDunning',
    sentence: 'A key used for a resend replays its answer to a change of the dunning, and the other way round.',
    change: ({ idempotency }) => {
      const tasks: Where = ['resendInvoice', 'modifyDunning'];
      return {
        idempotency: {
          scope: on(tasks, idempotency.scope, ({ login, reference }, key) =>
            [login.account.username, reference, key].join('\n'),
          ),
          otherBody: (call, stored) =>
            isAt(tasks, call) && stored.operation !== call.operation ? 'replay' : idempotency.otherBody(call, stored),
        },
      };
    },
  },
  {
    id: 'key-of-any-account-on-new-identity',
    breaks: 'idempotency.key-belongs-to-its-account',
    operation: 'createIdentity',
    sentence: "A key of one account replays its answer to another's.",
    change: scoped('createIdentity', withoutAccount),
  },
  {
    id: 'key-of-any-account-on-resend',
    breaks: 'idempotency.key-belongs-to-its-account',
    operation: 'resendInvoice',
    sentence: "A key of one account replays its answer to another's.",
    change: scoped('resendInvoice', withoutAccount),
  },
  {
    id: 'all-keys-cut-to-50',
    breaks: 'idempotency.key-compared-to-the-last-character',
    sentence: 'All keyed operations compare the first 50 characters of a key.',
    change: keysRead(keyed, (key) => key.slice(0, 50)),
  },
] as const satisfies readonly Fault[];

function withoutResource({ login, operation }: Call, key: string): string {
  return [login.account.username, operation, key].join('\n');
}

function withoutAccount({ operation, reference }: Call, key: string): string {
  return [operation, reference, key].join('\n');
}

function bodyAsKey(where: Where): Fault['change'] {
  return ({ idempotency: { key } }) => ({
    idempotency: { key: on(where, key, (request) => key(request) ?? request.content.toString('base64')) },
  });
}
