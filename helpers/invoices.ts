/** Expectations about invoices and identities: what is shown is what was sent. */
import type { JsonObject } from './api.ts';
import type { ArrangedInvoice } from './arrange.ts';
import { showsWhatWasSent } from './compare.ts';
import { describe, expectThat, quote } from './expect.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isObject, isSuccess } from './http/answer.ts';
import { updatableMembers } from './invent.ts';
import { settle } from './settle.ts';
import { itemsOf } from './shown.ts';
import { type CheckContext, notApplicable } from './spec.ts';

/** An answer without which the check cannot go on. */
export function needSuccess(answer: Answer, what: string): Answer {
  if (!isSuccess(answer.status)) throw new ArrangementFailed(`${what} was not accepted: ${describe(answer)}`);
  return answer;
}

/** An item in one line, with the members that were sent, as a reason quotes it. */
function brief(item: unknown): string {
  if (!isObject(item)) return quote(item);
  const detail =
    isObject(item.detail) && item.detail.description !== undefined ? ` (${String(item.detail.description)})` : '';
  return `${String(item.quantity)}×${String(item.label)}@${String(item.unitprice)}${detail}`;
}

/** Items in one line. */
export function briefItems(items: readonly unknown[] | undefined): string {
  if (items === undefined) return 'no items shown';
  const shown = items.slice(0, 8).map(brief).join(', ');
  return `${items.length}: ${shown}${items.length > 8 ? ', …' : ''}`;
}

/**
 * How far items must be alike: `which` by their labels, however written, in any order; `in any order` with all their
 * members; `whole` in order besides. What is finer has requirements of its own.
 */
export type Likeness = 'which' | 'in any order' | 'whole';

/** Whether the items shown are those that were sent. */
function showsItems(sent: readonly JsonObject[], shown: readonly unknown[] | undefined, how: Likeness): boolean {
  if (shown === undefined || shown.length !== sent.length) return false;
  if (how === 'whole') return showsWhatWasSent(sent, shown);
  const alike = (item: JsonObject, other: unknown) =>
    how === 'which' ? isObject(other) && plainLabel(item) === plainLabel(other) : showsWhatWasSent(item, other);
  const left = [...shown];
  return sent.every((item) => {
    const found = left.findIndex((other) => alike(item, other));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

function plainLabel(item: Record<string, unknown>): string {
  return String(item.label).trim().toLowerCase();
}

/** The invoice comes to show exactly these items. Waits, since an update may be carried out after it was answered. */
export async function expectItems(
  context: CheckContext,
  reference: string,
  expected: readonly JsonObject[],
  what: string,
  how: Likeness = 'whole',
): Promise<void> {
  const { sight } = await settle(
    context.session,
    async () => itemsOf(await context.arrange.shownInvoice(reference)),
    (items) => items === undefined || showsItems(expected, items, how),
  );
  if (sight === undefined) notApplicable('this server does not show the items of an invoice');
  expectThat(showsItems(expected, sight, how), what, briefItems(expected), briefItems(sight));
}

/**
 * An invoice whose contents a careless copy would damage: fractions, letters beyond ASCII, values of several types. A plain
 * one where this server does not take such contents, or does not show them as they were sent.
 */
export async function delicateInvoice({ arrange, invent }: CheckContext): Promise<ArrangedInvoice> {
  const items = [
    invent.item({ label: `Prüfgebühr ${invent.word()}`, quantity: 1.5, unitprice: 12.34 }),
    invent.item({ quantity: 0.25, unit: 'hour' }),
    invent.item(),
  ];
  const { meta } = updatableMembers(invent);
  try {
    const invoice = await arrange.invoice({ items, members: { meta } });
    const shown = await arrange.shownInvoice(invoice.reference, 'are such contents shown as they were sent');
    if (differingMembers(invoice.sent, shown).length === 0) return invoice;
  } catch (error) {
    if (!(error instanceof ArrangementFailed)) throw error;
  }
  return arrange.invoice();
}

/** The items an invoice was created with, as they were sent. */
export function sentItems(invoice: ArrangedInvoice): readonly JsonObject[] {
  const { items } = invoice.sent;
  return Array.isArray(items) ? items.filter(isJsonObject) : [];
}

function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}

/** Ends the check unless the invoice shows the items it was created with: only then can a change of them be seen. */
export async function itemsMustShow(context: CheckContext, invoice: ArrangedInvoice): Promise<readonly JsonObject[]> {
  const sent = sentItems(invoice);
  const shown = itemsOf(await context.arrange.shownInvoice(invoice.reference, 'the items before'));
  if (shown === undefined) notApplicable('this server does not show the items of an invoice');
  if (!showsWhatWasSent(sent, shown)) {
    throw new ArrangementFailed(`the invoice does not show the items it was created with: ${briefItems(shown)}`);
  }
  return sent;
}

/** The members of `sent` that a resource shows at all, null taken as not shown. */
export function shownMembers(sent: JsonObject, shown: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(sent).filter(([member]) => shown[member] !== undefined && shown[member] !== null),
  );
}

/**
 * What a resource shows now of the members that were sent, to compare a later sight with. Where it shows what was sent,
 * that is taken, without whatever the server added to it.
 */
export function stateNow(sent: Record<string, unknown>, shown: Record<string, unknown>): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(sent)) {
    if (shown[member] === undefined || shown[member] === null) continue;
    state[member] = showsWhatWasSent(value, shown[member]) ? value : shown[member];
  }
  return state;
}

/** Members of `sent` that a resource shows with another value; empty where it shows what was sent. */
export function differingMembers(sent: Record<string, unknown>, shown: Record<string, unknown>): string[] {
  return Object.entries(sent)
    .filter(([member]) => shown[member] !== undefined && shown[member] !== null)
    .filter(([member, value]) => !showsWhatWasSent(value, shown[member]))
    .map(([member]) => member);
}

/** Members of `sent` that a resource shows now and did not show before. */
export function newlyShown(
  sent: Record<string, unknown>,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): string[] {
  return Object.entries(sent)
    .filter(([member, value]) => showsWhatWasSent(value, after[member]) && !showsWhatWasSent(value, before[member]))
    .map(([member]) => member);
}

/** A resource keeps showing what it showed, as `stateNow` told it: what is gone has changed as well. */
export function expectUntouched(sent: Record<string, unknown>, shown: Record<string, unknown>, what: string): void {
  const gone = Object.keys(sent).filter((member) => shown[member] === undefined || shown[member] === null);
  const differing = [...gone, ...differingMembers(sent, shown)];
  const [member] = differing;
  if (member === undefined) return;
  expectThat(
    false,
    `${what}: ${differing.join(', ')} changed`,
    { [member]: sent[member] },
    { [member]: shown[member] },
  );
}
