/** An answer is not an effect: what a call did is read back through documented operations, where the server shows it. */
import type { ValidCall } from './api.ts';
import { describe, fail } from './expect.ts';
import { ArrangementFailed } from './failures.ts';
import { isObject, isSuccess } from './http/answer.ts';
import { quiet, quietAfterCommit, settle, settleSoon } from './settle.ts';
import { communicationsOf, dunningLevelOf, itemsOf, startDunningDateOf } from './shown.ts';
import { type CheckContext, notApplicable } from './spec.ts';

/** A place at which the effect of a call shows. */
export interface Effect {
  /** What shows there now, as text: the same text, the same state. */
  look(): Promise<string>;
}

/**
 * Where the effect of a call shows. The check is not applicable where this server does not show it, which the documents
 * leave open for resends and dunning.
 */
export async function effectOf(call: ValidCall, context: CheckContext): Promise<Effect> {
  const { reference = '' } = call;
  switch (call.operation) {
    case 'updateInvoice':
      return { look: async () => stateOf(await context.arrange.shownInvoice(reference), Object.keys(call.body ?? {})) };
    case 'modifyDunning':
      await dunningMustShow(context, reference);
      return { look: async () => dunningOf(await context.arrange.shownInvoice(reference)) };
    case 'resendInvoice':
      await resendsMustShow(context);
      await quiet(context.session);
      return { look: async () => `${await communications(context, reference)} communications` };
    case 'commitInvoice':
      return { look: () => openness(context, reference) };
    case 'createInvoice':
      return { look: () => existence(context, 'getInvoice', call) };
    case 'createIdentity':
      return { look: () => existence(context, 'getIdentity', call) };
    case 'upsertIdentity':
      return { look: () => existence(context, 'getIdentity', call) };
    default:
      return notApplicable(`no page says where the effect of ${call.operation} shows`);
  }
}

/** What shows is what showed before. Where it is another thing at each look, the reading changes it and not the call. */
export async function expectNoEffect(effect: Effect, before: string, what: string): Promise<void> {
  const after = await effect.look();
  if (after === before) return;
  if ((await effect.look()) !== after) throw new ArrangementFailed('two looks, one after the other, show two things');
  fail(what, before, after);
}

/** The members of a resource that a check compares, as text. */
function stateOf(resource: Record<string, unknown>, members: readonly string[]): string {
  const compared = [
    ...new Set(['items', 'meta', 'due', 'issued', 'currency', 'number', 'paymentkind', ...members]),
  ].sort();
  const state: Record<string, unknown> = {};
  for (const member of compared) {
    const value = member === 'items' ? itemsOf(resource)?.map(withoutOwnNames) : resource[member];
    if (value !== undefined) state[member] = value;
  }
  return JSON.stringify(state);
}

/** An item without what the server may write anew each time it stores it. */
function withoutOwnNames(item: unknown): unknown {
  if (!isObject(item)) return item;
  const { id: _id, created: _created, modified: _modified, ...rest } = item;
  return rest;
}

function dunningOf(invoice: Record<string, unknown>): string {
  return `level ${dunningLevelOf(invoice) ?? 'not shown'}, start ${startDunningDateOf(invoice) ?? 'not shown'}`;
}

/** Whether an invoice takes updates, which a commit may end; where it never ends, nothing shows. */
async function openness({ api, invent, session }: CheckContext, reference: string): Promise<string> {
  await quietAfterCommit(session);
  const answer = await api.updateInvoice(
    reference,
    { meta: { note: invent.word() } },
    { note: 'is it open to updates' },
  );
  return isSuccess(answer.status) ? 'open to updates' : `closed to updates (${answer.status})`;
}

async function existence(
  context: CheckContext,
  operation: 'getInvoice' | 'getIdentity',
  call: ValidCall,
): Promise<string> {
  const inBody = call.body?.reference;
  const reference = typeof inBody === 'string' ? inBody : (call.reference ?? '');
  const answer = await context.api.call({ operation, reference }, { note: 'does it exist' });
  return isSuccess(answer.status) ? `${operation} finds ${reference}` : `${operation} finds no ${reference}`;
}

/** Ends the check where the invoice shows no dunning level, also after one was set: that is found out once. */
export async function dunningMustShow(context: CheckContext, reference: string): Promise<void> {
  const level = dunningLevelOf(await context.arrange.shownInvoice(reference));
  if (level !== undefined || (await showsLevelsThatWereSet(context))) return;
  notApplicable('this server does not show the dunning level of an invoice');
}

/** Whether this server shows a level once it was set, where it shows none before. */
function showsLevelsThatWereSet(context: CheckContext): Promise<boolean> {
  return context.knowledge.once('levels that were set are shown', async () => {
    const { reference } = await context.arrange.invoiceReadyFor('modifyDunning');
    const call = { operation: 'modifyDunning', reference, body: { dunninglevel: 1 } } as const;
    await context.api.call(call, { note: 'a level to look for' });
    const { settled } = await settleSoon(
      context.session,
      async () => dunningLevelOf(await context.arrange.shownInvoice(reference)),
      (level) => level !== undefined,
    );
    return settled;
  });
}

/** How many communications the documents of an invoice show. */
export async function communications(context: CheckContext, reference: string): Promise<number> {
  const answer = await context.api.call(
    { operation: 'getInvoiceDocuments', reference },
    { note: 'counting communications' },
  );
  return isSuccess(answer.status) ? communicationsOf(answer.json) : 0;
}

/** Waits until an invoice shows at least so many communications; the number it shows in the end. */
export async function communicationsReach(context: CheckContext, reference: string, count: number): Promise<number> {
  const { sight } = await settle(
    context.session,
    () => communications(context, reference),
    (shown) => shown >= count,
  );
  return sight;
}

/** Whether this server shows a resend as a communication; found out once, on an invoice of its own. */
export function showsResends(context: CheckContext): Promise<boolean> {
  return context.knowledge.once('resends are shown', async () => {
    const { reference } = await context.arrange.invoiceReadyFor('resendInvoice');
    const next = async () => {
      const before = await communications(context, reference);
      await context.api.call({ operation: 'resendInvoice', reference, body: {} }, { note: 'a resend to look for' });
      return (await communicationsReach(context, reference, before + 1)) > before;
    };
    if (!(await next())) return false;
    // What commit and trial sent may have shown in its place. How late mails show is learned when nothing is under way.
    await quiet(context.session);
    await next();
    return true;
  });
}

/** Ends the check where resends do not show. */
export async function resendsMustShow(context: CheckContext): Promise<void> {
  if (!(await showsResends(context))) notApplicable('this server does not show resends among the communications');
}

/** Resends without a key, waits until that shows, and returns how many communications there are then. */
export async function resendAndCount(context: CheckContext, reference: string): Promise<number> {
  const before = await communications(context, reference);
  const answer = await context.api.call(
    { operation: 'resendInvoice', reference, body: {} },
    { note: 'a resend to count from' },
  );
  if (!isSuccess(answer.status))
    throw new ArrangementFailed(`a resend without a key was not accepted: ${describe(answer)}`);
  const shown = await communicationsReach(context, reference, before + 1);
  if (context.session.lagMs === 0) return shown;
  // Where mails show late, what was sent before may have shown in the place of this one.
  await quiet(context.session);
  return communications(context, reference);
}
