/** Faults of what a repeated key gets, and for how long. */
import type { Answer, Call } from '../call.ts';
import type { StoredKey } from '../idempotency.ts';
import type { Invoice } from '../model.ts';
import { performers } from '../operations/index.ts';
import type { ServedOperation } from '../routes.ts';
import { withChange } from '../rules.ts';
import { type Fault, on, type Where } from './fault.ts';

const hour = 60 * 60 * 1000;

/** Repeated answers are changed. */
function replays(
  where: Where,
  change: (answer: Answer, call: Call, stored: StoredKey, waited: boolean) => Answer,
): Fault['change'] {
  return ({ idempotency: { replay } }) => ({
    idempotency: {
      replay: on(where, replay, (call, stored, answer, waited) =>
        change(replay(call, stored, answer, waited), call, stored, waited),
      ),
    },
  });
}

/** The stored answer is given, and the call is carried out once more. */
function carriedOutAgain(operation: ServedOperation, when: (waited: boolean) => boolean = () => true): Fault['change'] {
  return replays(operation, (answer, call, _stored, waited) => {
    if (when(waited)) performers[operation](call);
    return answer;
  });
}

/** The stored answer is given, and what was created is overwritten by what it was created with. */
function storedAgain(operation: 'createInvoice' | 'createIdentity'): Fault['change'] {
  return replays(operation, (answer, call) => {
    if (typeof call.body.reference !== 'string') return answer;
    const whenTaken = () => 'overwrite' as const;
    const rules = withChange(call.rules, { invoices: { whenTaken }, identities: { whenTaken } });
    performers[operation]({ ...call, rules });
    return answer;
  });
}

/** Keys are forgotten early. */
function kept(where: Where, lifetime: (call: Call, stored: StoredKey) => number): Fault['change'] {
  return ({ idempotency: { lifetimeMs } }) => ({ idempotency: { lifetimeMs: on(where, lifetimeMs, lifetime) } });
}

/** How long a raced call takes, in ms: a busy machine sends ten of them in less. */
const workingMs = 60;

/** Simultaneous calls are not kept apart, and each takes some milliseconds. */
function racing(where: Where, every = 1): Fault['change'] {
  return ({ idempotency: { whileRunning }, traffic: { workMs } }) => {
    let count = 0;
    return {
      idempotency: {
        whileRunning: on(where, whileRunning, (call) => (++count % every === 0 ? 'execute' : whileRunning(call))),
      },
      traffic: { workMs: on(where, workMs, () => workingMs) },
    };
  };
}

export const replayFaults = [
  {
    id: 'identity-made-again-by-replay',
    breaks: 'idempotency.replay-has-no-effect',
    operation: 'createIdentity',
    sentence: 'A repeated creation of a customer gets the first answer and makes another customer.',
    change: carriedOutAgain('createIdentity'),
  },
  {
    id: 'identity-set-back-by-replay',
    breaks: 'idempotency.replay-has-no-effect',
    operation: 'createIdentity',
    sentence: 'A repeated creation of a customer gets the first answer and sets the customer back to what it was.',
    change: storedAgain('createIdentity'),
  },
  {
    id: 'invoice-set-back-by-replay',
    breaks: 'idempotency.replay-has-no-effect',
    operation: 'createInvoice',
    sentence: 'A repeated creation of an invoice gets the first answer and sets the invoice back to what it was.',
    change: storedAgain('createInvoice'),
  },
  {
    id: 'replay-says-so',
    breaks: 'idempotency.replay-same-response',
    operation: 'resendInvoice',
    sentence: 'A replay is answered with another result.',
    change: replays('resendInvoice', (answer) => ({ ...answer, text: answer.text.replace('"OK"', '"ALREADY_SENT"') })),
  },
  {
    id: 'replay-is-202',
    breaks: 'idempotency.replay-same-response',
    operation: 'modifyDunning',
    sentence: 'A replay is answered with 202.',
    change: replays('modifyDunning', (answer) => ({ ...answer, status: 202 })),
  },
  {
    id: 'replay-is-409',
    breaks: 'idempotency.replay-same-response',
    operation: 'createInvoice',
    sentence: 'A key that was used is refused with 409.',
    change: replays('createInvoice', ({ headers }) => ({
      status: 409,
      headers,
      text: JSON.stringify({
        code: 409,
        name: 'ClientError',
        type: 'ERR_UNIQUE_VIOLATION',
        message: 'The key is in use',
      }),
    })),
  },
  {
    id: 'replay-without-content',
    breaks: 'idempotency.replay-same-response',
    operation: 'createIdentity',
    sentence: 'A replay has the status of the first answer and an empty object.',
    change: replays('createIdentity', (answer) => ({ ...answer, text: '{}' })),
  },
  {
    id: 'key-works-six-times-on-resend',
    breaks: 'idempotency.replay-every-time',
    operation: 'resendInvoice',
    sentence: 'A key is forgotten after its fifth replay.',
    change: kept('resendInvoice', (_call, { replays }) => (replays >= 5 ? 0 : 24 * hour)),
  },
  {
    id: 'key-works-six-times-on-new-identity',
    breaks: 'idempotency.replay-every-time',
    operation: 'createIdentity',
    sentence: 'A key is forgotten after its fifth replay.',
    change: kept('createIdentity', (_call, { replays }) => (replays >= 5 ? 0 : 24 * hour)),
  },
  {
    id: 'replay-resends',
    breaks: 'idempotency.replay-has-no-effect',
    operation: 'resendInvoice',
    sentence: 'A replay gets the stored answer, and the mail goes out again.',
    change: carriedOutAgain('resendInvoice'),
  },
  {
    id: 'replay-sets-level',
    breaks: 'idempotency.replay-has-no-effect',
    operation: 'modifyDunning',
    sentence: 'A replay gets the stored answer, and the level is set again.',
    change: carriedOutAgain('modifyDunning'),
  },
  {
    id: 'replay-creates',
    breaks: 'idempotency.replay-has-no-effect',
    operation: 'createInvoice',
    sentence: 'A replay gets the stored answer, and another invoice is created.',
    change: carriedOutAgain('createInvoice'),
  },
  {
    id: 'repeated-creation-resets-invoice',
    breaks: 'idempotency.replay-has-no-effect',
    operation: 'createInvoice',
    sentence: 'A repeated creation gets the stored answer, and the invoice is again as it was created.',
    change: ({ idempotency: { replay }, invoices: { made } }) => {
      const invoices = new Map<string, Invoice>();
      return {
        invoices: {
          made: (call, invoice) => {
            invoices.set(invoice.reference, invoice);
            return made(call, invoice);
          },
        },
        idempotency: {
          replay: on('createInvoice', replay, (call, stored, answer, waited) => {
            const invoice = invoices.get(String(call.body.reference));
            if (invoice !== undefined) call.login.invoices.set(invoice.reference, invoice);
            return replay(call, stored, answer, waited);
          }),
        },
      };
    },
  },
  {
    id: 'replay-shows-invoice-of-today',
    breaks: 'idempotency.replay-is-stored-answer',
    operation: 'createInvoice',
    sentence: 'A replay shows the invoice as it is by now.',
    change: replays('createInvoice', (answer, call) => {
      const { reference } = JSON.parse(answer.text) as { reference: string };
      const invoice = call.login.invoices.get(reference);
      return invoice === undefined
        ? answer
        : { ...answer, text: JSON.stringify(call.rules.invoices.view(call, invoice)) };
    }),
  },
  {
    id: 'replay-shows-identity-of-today',
    breaks: 'idempotency.replay-is-stored-answer',
    operation: 'createIdentity',
    sentence: 'A replay shows the identity as it is by now.',
    change: replays('createIdentity', (answer, call) => {
      const { reference } = JSON.parse(answer.text) as { reference: string };
      const identity = call.login.identities.get(reference);
      return identity === undefined
        ? answer
        : { ...answer, text: JSON.stringify(call.rules.identities.view(call, identity)) };
    }),
  },
  {
    id: 'key-forgotten-when-level-changes',
    breaks: 'idempotency.replay-is-stored-answer',
    operation: 'modifyDunning',
    sentence: 'A key is forgotten once the level is no longer the one it set.',
    change: kept('modifyDunning', (call) => {
      const level = call.login.invoices.get(call.reference)?.dunninglevel;
      return call.body.dunninglevel === undefined || level === call.body.dunninglevel ? 24 * hour : 0;
    }),
  },
  {
    id: 'replay-without-media-type',
    breaks: 'idempotency.replay-same-content-type',
    operation: 'resendInvoice',
    sentence: 'A replay has no Content-Type.',
    change: replays('resendInvoice', (answer) => ({ ...answer, headers: {} })),
  },
  {
    id: 'replay-as-text',
    breaks: 'idempotency.replay-same-content-type',
    operation: 'commitInvoice',
    sentence: 'A replay is announced as text/plain.',
    change: replays('commitInvoice', (answer) => ({ ...answer, headers: { 'content-type': 'text/plain' } })),
  },
  {
    id: 'key-kept-for-seconds',
    breaks: 'idempotency.key-kept-for-a-while',
    operation: 'resendInvoice',
    sentence: 'A key of a resend is forgotten after a second and a half.',
    change: kept('resendInvoice', () => 1500),
  },
  {
    id: 'key-kept-for-seconds-on-new-invoice',
    breaks: 'idempotency.key-kept-for-a-while',
    operation: 'createInvoice',
    sentence: 'A key of a creation is forgotten after a second and a half.',
    change: kept('createInvoice', () => 1500),
  },
  {
    id: 'key-kept-for-twelve-hours',
    breaks: 'idempotency.key-kept-for-24-hours',
    operation: 'resendInvoice',
    sentence: 'A key of a resend is forgotten after twelve hours.',
    change: kept('resendInvoice', () => 12 * hour),
  },
  {
    id: 'key-kept-until-midnight',
    breaks: 'idempotency.key-kept-for-24-hours',
    operation: 'createInvoice',
    sentence: 'A key of a creation is forgotten after the day on which it was used.',
    change: kept('createInvoice', (_call, { startedAt }) => 24 * hour - (startedAt % (24 * hour))),
  },
  {
    id: 'race-on-resend',
    breaks: 'idempotency.simultaneous-calls-one-answer',
    operation: 'resendInvoice',
    sentence: 'Simultaneous resends with one key are all carried out.',
    change: racing('resendInvoice'),
  },
  {
    id: 'race-on-new-invoice-sometimes',
    breaks: 'idempotency.simultaneous-calls-one-answer',
    operation: 'createInvoice',
    sentence: 'Of ten simultaneous creations with one key two or three are carried out.',
    change: racing('createInvoice', 5),
  },
  {
    id: 'race-on-identity-and-dunning',
    breaks: 'idempotency.simultaneous-calls-one-answer',
    sentence: 'Simultaneous changes with one key are all carried out.',
    change: racing(['createIdentity', 'modifyDunning', 'commitInvoice']),
  },
  {
    id: 'waiting-resends-carried-out',
    breaks: 'idempotency.simultaneous-calls-one-effect',
    operation: 'resendInvoice',
    sentence: 'Simultaneous resends with one key get one answer, and each sends a mail.',
    change: waiting('resendInvoice'),
  },
  {
    id: 'waiting-creations-carried-out',
    breaks: 'idempotency.simultaneous-calls-one-effect',
    operation: 'createInvoice',
    sentence: 'Simultaneous creations with one key get one answer, and each creates an invoice.',
    change: waiting('createInvoice'),
  },
] as const satisfies readonly Fault[];

function waiting(operation: ServedOperation): Fault['change'] {
  const change = carriedOutAgain(operation, (waited) => waited);
  return (rules) => ({ ...change(rules), traffic: { workMs: on(operation, rules.traffic.workMs, () => workingMs) } });
}
