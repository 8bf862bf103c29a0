/** Invoices and their items: what is generated, replaced, kept and shown. */
import { published } from '../dates.ts';
import { notFound, notPossible, taken } from '../failures.ts';
import { type Json, type JsonObject, without } from '../json.ts';
import type { Invoice } from '../model.ts';
import type { InvoiceRules, ItemRules } from '../rules.ts';
import { invoiceForm } from '../schemas.ts';
import { timestamp } from '../world.ts';

export const invoices: InvoiceRules = {
  made: (_call, invoice) => invoice,
  addressesWhenAbsent: (_call, identity) => identity.members.addresses,
  merged: (_call, old, sent) => ({ ...old.members, ...documented(sent) }),
  updated(call, old) {
    const { rules, body } = call;
    const { reference } = body;
    return {
      ...old,
      reference: typeof reference === 'string' && reference !== '' ? reference : old.reference,
      modified: timestamp(call.world),
      members: rules.invoices.merged(call, old, body),
      items: Object.hasOwn(body, 'items')
        ? rules.items.replaced(call, old.items, sentItems(body.items)).map((item) => rules.items.stored(call, item))
        : rules.items.keptWhenAbsent(call, old.items),
    };
  },
  store(_call, owner, invoice) {
    owner.invoices.set(invoice.reference, invoice);
  },
  afterUpdate: () => {},
  editable: (_call, invoice) =>
    invoice.committed === null ? undefined : notPossible('A committed invoice cannot be changed'),
  whenUnknown: (call) => notFound('invoice', call.reference),
  whenTaken: (_call, reference) => taken('reference', reference),
  overwritesDespiteConflict: () => false,
  referenceWhenAbsent: (call) => String(2_000_000_000 + call.world.nextNumber()),
  view(call, invoice) {
    const total = totalOf(invoice.items);
    return {
      ...invoice.members,
      committed: invoice.committed,
      created: invoice.created,
      dunninglevel: invoice.dunninglevel,
      dunningstate: 'open',
      id: invoice.id,
      identity: { reference: invoice.identityReference },
      items: [...invoice.items],
      modified: invoice.modified,
      reference: invoice.reference,
      startdunningdate: call.rules.dunning.baseDate(call, invoice),
      state: typeof invoice.members.cancelationdate === 'string' ? 'canceled' : 'none',
      total,
      unpaid: total,
    };
  },
};

export const items: ItemRules = {
  replaced: (_call, _old, sent) => sent,
  keptWhenAbsent: (_call, old) => old,
  stored: (call, item) => ({ ...pick(item), created: timestamp(call.world) }),
};

/** The documented members of what was sent, without items and reference, times in one notation. */
export function documented(sent: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const name of Object.keys(sent)) {
    const form = Object.hasOwn(invoiceForm, name) ? invoiceForm[name] : undefined;
    const value = sent[name] ?? null;
    if (form !== undefined)
      kept[name] = form.kind === 'instant' && typeof value === 'string' ? published(value) : value;
  }
  return without(kept, 'items', 'reference');
}

/** The items of a body; none where they are null. */
export function sentItems(items: Json | undefined): readonly JsonObject[] {
  return Array.isArray(items) ? (items as JsonObject[]) : [];
}

/** What the items come to, rounded to two decimals. */
function totalOf(items: Invoice['items']): number {
  const sum = items.reduce((total, item) => total + Number(item.quantity) * Number(item.unitprice), 0);
  return Math.round((sum + Number.EPSILON) * 100) / 100;
}

function pick(item: JsonObject): JsonObject {
  const { account, costcenter, detail, label, quantity, unit, unitprice } = item;
  const kept: JsonObject = { label: label ?? null, quantity: quantity ?? null, unit: unit ?? null };
  if (unitprice !== undefined) kept.unitprice = unitprice;
  if (detail !== undefined) kept.detail = detail;
  if (account !== undefined) kept.account = account;
  if (costcenter !== undefined) kept.costcenter = costcenter;
  return kept;
}
