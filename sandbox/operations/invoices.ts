/** Invoices: created, read, updated. */
import { type Call, type Outcome, success } from '../call.ts';
import type { Identity, Invoice } from '../model.ts';
import { documented, sentItems } from '../rules/invoices.ts';
import type { Found } from '../rules.ts';
import { type AccountData, timestamp } from '../world.ts';

export function getInvoice(call: Call, { record }: Found<Invoice>): Outcome {
  return success(call.rules.invoices.view(call, record));
}

export function createInvoice(call: Call, { owner, record: identity }: Found<Identity>): Outcome {
  const { invoices } = call.rules;
  const sent = referenceSent(call);
  let reference = sent ?? invoices.referenceWhenAbsent(call);
  if (sent !== undefined && owner.invoices.has(sent)) {
    const choice = invoices.whenTaken(call, sent);
    if (typeof choice === 'object') {
      if (invoices.overwritesDespiteConflict(call)) invoices.store(call, owner, newInvoice(call, identity, sent));
      return choice;
    }
    if (choice === 'rename') reference = `${sent}-${call.world.nextNumber()}`;
  }
  const invoice = newInvoice(call, identity, reference);
  invoices.store(call, owner, invoice);
  return success(invoices.view(call, invoice));
}

export function updateInvoice(call: Call, { owner, record }: Found<Invoice>): Outcome {
  const { invoices, effects } = call.rules;
  const refusal = invoices.editable(call, record);
  if (refusal !== undefined) return refusal;
  const next = invoices.updated(call, record);
  if (next.reference !== record.reference && owner.invoices.has(next.reference)) {
    const choice = invoices.whenTaken(call, next.reference);
    if (typeof choice === 'object') return choice;
  }
  effects.happen(call, () => {
    const current = owner.invoices.get(record.reference);
    if (current === undefined) return;
    const updated = current === record ? next : invoices.updated(call, current);
    if (updated.reference !== record.reference) owner.invoices.delete(record.reference);
    invoices.store(call, owner, updated);
    invoices.afterUpdate(call, owner, updated);
  });
  return success(invoices.view(call, next));
}

/** An update of an invoice that does not exist. */
export function updateUnknownInvoice(call: Call): Outcome {
  const choice = call.rules.invoices.whenUnknown(call);
  if (choice !== 'create') return choice;
  const identity: Identity = { id: '', reference: '', created: '', modified: '', members: {} };
  const invoice = newInvoice(call, identity, call.reference);
  call.rules.invoices.store(call, call.login, invoice);
  return success(call.rules.invoices.view(call, invoice), 201);
}

/** Puts a changed record in the place of the one that is there now, for effects that may come later. */
export function changeInvoice(owner: AccountData, reference: string, change: (invoice: Invoice) => Invoice): void {
  const current = owner.invoices.get(reference);
  if (current !== undefined) owner.invoices.set(reference, change(current));
}

function newInvoice(call: Call, identity: Identity, reference: string): Invoice {
  const { world, rules, body } = call;
  const created = timestamp(world);
  const invoice: Invoice = {
    id: world.random.uuid(),
    reference,
    identityReference: identity.reference,
    created,
    modified: created,
    members: {
      addresses: rules.invoices.addressesWhenAbsent(call, identity) ?? [],
      currency: identity.members.currency ?? 'EUR',
      issued: created,
      number: `R${10_000 + world.nextNumber()}`,
      ...documented(body),
    },
    items: sentItems(body.items).map((item) => rules.items.stored(call, item)),
    dunninglevel: 0,
    startDunningDate: null,
    committed: null,
    documents: [],
  };
  return rules.invoices.made(call, invoice);
}

function referenceSent(call: Call): string | undefined {
  const { reference } = call.body;
  return typeof reference === 'string' && reference !== '' ? reference : undefined;
}
