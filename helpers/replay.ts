/** Repeating keyed calls, and telling a repeated answer from a new one. */
import type { DocumentedOperation } from '../contracts/operations.ts';
import type { Departure, ValidCall } from './api.ts';
import { sameJson } from './compare.ts';
import { communicationsReach, resendAndCount, showsResends } from './effects.ts';
import { describe, expectThat } from './expect.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isSuccess } from './http/answer.ts';
import { identifierOf } from './shown.ts';
import type { CheckContext } from './spec.ts';

/** Whether two answers are the same response: status and content; JSON by value, so that the order of members is free. */
export function sameAnswer(left: Answer, right: Answer): boolean {
  if (left.status !== right.status) return false;
  if (left.json !== undefined || right.json !== undefined) return sameJson(left.json, right.json);
  return left.content.equals(right.content);
}

/** The first use of a key, which must succeed for the check to go on. */
export async function firstUse(
  context: CheckContext,
  call: ValidCall,
  key: string,
  departure: Departure = {},
): Promise<Answer> {
  const answer = await context.api.call(call, { ...departure, key, note: 'the first use of the key' });
  if (!isSuccess(answer.status)) {
    throw new ArrangementFailed(`${call.operation} with a key was not accepted: ${describe(answer)}`);
  }
  return answer;
}

/** Repeats a keyed call and expects the first answer. */
export async function expectReplay(
  context: CheckContext,
  call: ValidCall,
  key: string,
  first: Answer,
  what = 'the same request with the same key',
  departure: Departure = {},
): Promise<Answer> {
  const again = await context.api.call(call, { ...departure, key, note: what });
  expectThat(
    sameAnswer(first, again),
    `${what} was answered otherwise than the first time`,
    describe(first),
    describe(again),
  );
  return again;
}

/**
 * A call that can be made twice and be carried out both times: creations without a reference of their own, so that a
 * second execution makes a second resource instead of a conflict.
 */
export async function repeatableCall(context: CheckContext, operation: DocumentedOperation): Promise<ValidCall> {
  const call = await context.arrange.validCall(operation);
  if (operation !== 'createInvoice' && operation !== 'createIdentity') return call;
  const { reference: _reference, ...body } = call.body ?? {};
  if (operation === 'createInvoice' || (await sharesEmails(context))) return { ...call, body };
  const { emails: _emails, ...others } = body;
  return { ...call, body: others };
}

/** Whether two identities may have the same e-mail on this server, which no page says; found out once. */
function sharesEmails({ api, arrange, knowledge }: CheckContext): Promise<boolean> {
  return knowledge.once('identities may share an e-mail', async () => {
    const call = await arrange.validCall('createIdentity');
    const { reference: _reference, ...body } = call.body ?? {};
    await api.call(call, { body, note: 'an identity' });
    const second = await api.call(call, { body, note: 'may another one have its e-mail' });
    return second.status !== 409;
  });
}

/** Whether answers to two separate calls of an operation differ on this server; found out once. */
export function answersDiffer(context: CheckContext, operation: DocumentedOperation): Promise<boolean> {
  return context.knowledge.once(`answers of ${operation} differ`, async () => {
    const call = await repeatableCall(context, operation);
    const first = await context.api.call(call, { key: context.newKey(), note: 'do separate calls differ' });
    const second = await context.api.call(call, { key: context.newKey(), note: 'do separate calls differ' });
    return isSuccess(first.status) && isSuccess(second.status) && !sameAnswer(first, second);
  });
}

/** What came of a call that was to be carried out anew. */
export type Execution = 'executed' | 'replayed' | 'refused' | 'cannot be told';

/**
 * Makes a call that is a call of its own, and tells whether it was carried out or got the answer of `first`. Tells by
 * the resource the answer names, by the communications of a resend, or, where answers of separate calls are known to
 * differ, by the answer itself.
 */
export async function execution(
  context: CheckContext,
  call: ValidCall,
  first: Answer,
  departure: Departure,
): Promise<{ execution: Execution; answer: Answer }> {
  const { api } = context;
  const reference = call.reference ?? '';
  const counts = call.operation === 'resendInvoice' && (await showsResends(context));
  const before = counts ? await resendAndCount(context, reference) : 0;
  const answer = await api.call(call, departure);
  if (!isSuccess(answer.status)) return { execution: 'refused', answer };
  if (!sameAnswer(first, answer)) return { execution: 'executed', answer };
  if (counts) {
    const shown = await communicationsReach(context, reference, before + 1);
    return { execution: shown > before ? 'executed' : 'replayed', answer };
  }
  if (identifierOf(answer.json) !== undefined && call.operation.startsWith('create')) {
    return { execution: 'replayed', answer };
  }
  const differ = await answersDiffer(context, call.operation);
  return { execution: differ ? 'replayed' : 'cannot be told', answer };
}
