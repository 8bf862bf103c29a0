/** Customers: what is generated, kept and shown. */

import { published } from '../dates.ts';
import { taken } from '../failures.ts';
import { type JsonObject, without } from '../json.ts';
import type { IdentityRules } from '../rules.ts';
import { identityForm } from '../schemas.ts';

export const identities: IdentityRules = {
  made(call, sent) {
    const debtor = sent.debtor ?? call.rules.identities.debtorWhenAbsent(call) ?? null;
    return {
      currency: 'EUR',
      kind: 'individual',
      number: `K${10000 + call.world.nextNumber()}`,
      ...documented(sent),
      debtor: debtor === null ? null : String(debtor),
    };
  },
  merged: (_call, old, sent) => {
    const members = { ...old.members, ...documented(sent) };
    return sent.debtor == null
      ? { ...members, debtor: old.members.debtor ?? null }
      : { ...members, debtor: String(sent.debtor) };
  },
  store(_call, owner, identity) {
    owner.identities.set(identity.reference, identity);
  },
  whenTaken: (_call, reference) => taken('reference', reference),
  overwritesDespiteConflict: () => false,
  referenceWhenAbsent: (call) => String(1_000_000_000 + call.world.nextNumber()),
  debtorWhenAbsent: (call) => String(10_000 + call.world.nextNumber()),
  creationRefusal: () => undefined,
  upsertRefusal: () => undefined,
  view: (_call, { id, reference, created, modified, members }) => {
    const view: JsonObject = { created, id, modified, reference };
    for (const name of Object.keys(members)) if (members[name] !== null) view[name] = members[name] ?? null;
    return view;
  },
};

/** The documented members of what was sent, without the reference. */
function documented(sent: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const name of Object.keys(sent)) {
    if (Object.hasOwn(identityForm, name)) kept[name] = sent[name] ?? null;
  }
  const { name } = kept;
  if (typeof name === 'object' && name !== null && !Array.isArray(name) && typeof name.birthday === 'string') {
    kept.name = { ...name, birthday: published(name.birthday).slice(0, 10) };
  }
  return without(kept, 'reference');
}
