/** Faults of identities. */
import { failure, notPossible } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Identity } from '../model.ts';
import { found } from '../rules/reading.ts';
import { type Fault, on, type Where } from './fault.ts';
import { lastIdentityBut } from './neighbours.ts';

/** A new identity loses or changes a member. */
function createdWith(where: Where, change: (members: Identity['members']) => Identity['members']): Fault['change'] {
  return ({ identities: { made } }) => ({
    identities: { made: on(where, made, (call, sent) => change(made(call, sent))) },
  });
}

export const identityFaults = [
  {
    id: 'upsert-keeps-the-kind',
    breaks: 'identity.upsert-updates',
    operation: 'upsertIdentity',
    sentence: 'An upsert leaves the kind of an identity that exists.',
    change: ({ identities: { merged } }) => ({
      identities: {
        merged: (call, old, sent) => ({ ...merged(call, old, sent), kind: old.members.kind ?? null }),
      },
    }),
  },
  {
    id: 'second-phone-lost',
    breaks: 'identity.create-stored',
    operation: 'createIdentity',
    sentence: 'Of the telephone numbers of a new identity the first is stored.',
    change: createdWith('createIdentity', (members) =>
      Array.isArray(members.phones) ? { ...members, phones: members.phones.slice(0, 1) } : members,
    ),
  },
  {
    id: 'present-identity-needs-a-surname',
    breaks: 'contract.interactions-hold',
    operation: 'upsertIdentity',
    sentence:
      'An upsert of an identity that exists is refused where the name is that of a company alone, as in the sample.',
    change: ({ identities: { upsertRefusal } }) => ({
      identities: {
        upsertRefusal: (call) => {
          const { name } = call.body;
          const isCompanyAlone = isObject(name) && name.lastname === undefined && name.company !== undefined;
          return isCompanyAlone && call.login.identities.has(call.reference)
            ? notPossible('Send a last name')
            : upsertRefusal(call);
        },
      },
    }),
  },
  {
    id: 'identity-needs-a-name',
    breaks: 'identity.no-member-needed',
    operation: 'createIdentity',
    sentence: 'An identity without a name is refused.',
    change: ({ identities: { creationRefusal } }) => ({
      identities: {
        creationRefusal: (call) => (call.body.name === undefined ? notPossible('Send a name') : creationRefusal(call)),
      },
    }),
  },
  {
    id: 'long-names-cut',
    breaks: 'identity.create-stored',
    operation: 'createIdentity',
    sentence: 'A last name of a new identity is cut after twenty characters.',
    change: createdWith('createIdentity', (members) => {
      const { name } = members;
      if (!isObject(name) || typeof name.lastname !== 'string') return members;
      return { ...members, name: { ...name, lastname: name.lastname.slice(0, 20) } };
    }),
  },
  {
    id: 'debtor-only-where-sent',
    breaks: 'identity.debtor-generated',
    operation: 'createIdentity',
    sentence: 'An identity has a debtor number only where one was sent, and shows none otherwise.',
    change: () => ({ identities: { debtorWhenAbsent: () => undefined } }),
  },
  {
    id: 'new-identities-without-emails',
    breaks: 'identity.create-stored',
    operation: 'createIdentity',
    sentence: 'A new identity loses its e-mail addresses, and shows none until an upsert.',
    change: createdWith('createIdentity', (members) => without(members, 'emails')),
  },
  {
    id: 'upsert-makes-a-double',
    breaks: 'identity.upsert-makes-no-double',
    operation: 'upsertIdentity',
    sentence: 'An upsert of an identity that exists leaves the old one in the list beside the new.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('upsertIdentity', store, (call, owner, identity) => {
          const old = owner.identities.get(identity.reference);
          if (old !== undefined)
            owner.identities.set(`${old.reference}\n${old.modified}`, { ...old, id: `old-${old.id}` });
          store(call, owner, identity);
        }),
      },
    }),
  },
  {
    id: 'second-upsert-conflicts',
    breaks: 'identity.upsert-updates',
    operation: 'upsertIdentity',
    sentence: 'An upsert of an identity that exists is refused as a conflict.',
    change: ({ identities: { upsertRefusal } }) => ({
      identities: {
        upsertRefusal: (call) =>
          call.login.identities.has(call.reference)
            ? failure(409, 'ERR_UNIQUE_VIOLATION', 'The identity exists')
            : upsertRefusal(call),
      },
    }),
  },
  {
    id: 'companies-refused',
    breaks: 'identity.documented-kinds-accepted',
    operation: 'upsertIdentity',
    sentence: 'An upsert refuses identities of the kind incorporate.',
    change: ({ identities: { upsertRefusal } }) => ({
      identities: {
        upsertRefusal: (call) =>
          call.body.kind === 'incorporate' ? notPossible('Companies are not taken') : upsertRefusal(call),
      },
    }),
  },
  {
    id: 'newest-identity-read',
    breaks: 'identity.returns-the-one-asked-for',
    operation: 'getIdentity',
    sentence: 'Reading an identity returns the content of another.',
    change: ({ lookups: { identity } }) => ({
      lookups: {
        identity: on('getIdentity', identity, (call, reference) => {
          const asked = identity(call, reference);
          return asked === undefined
            ? undefined
            : found(asked.owner, lastIdentityBut(call.login.identities, reference) ?? asked.record);
        }),
      },
    }),
  },
  {
    id: 'identity-loses-phones',
    breaks: 'identity.create-stored',
    operation: 'createIdentity',
    sentence: 'The phones of a new identity are not stored.',
    change: createdWith('createIdentity', (members) => ({ ...members, phones: [] })),
  },
  {
    id: 'identity-always-individual',
    breaks: 'identity.create-stored',
    operation: 'createIdentity',
    sentence: 'Every new identity is an individual.',
    change: createdWith('createIdentity', (members) => ({ ...members, kind: 'individual' })),
  },
  {
    id: 'identity-names-exchanged',
    breaks: 'identity.create-stored',
    operation: 'createIdentity',
    sentence: 'First and last name of a new identity are exchanged.',
    change: createdWith('createIdentity', (members) => {
      const { name } = members;
      if (!isObject(name)) return members;
      const { firstname = null, lastname = null } = name;
      return { ...members, name: { ...name, firstname: lastname, lastname: firstname } };
    }),
  },
  {
    id: 'one-debtor-for-all',
    breaks: 'identity.debtor-generated',
    operation: 'createIdentity',
    sentence: 'Every identity created without a debtor number is given the same.',
    change: () => ({ identities: { debtorWhenAbsent: () => '10001' } }),
  },
  {
    id: 'no-debtor',
    breaks: 'identity.debtor-generated',
    operation: 'createIdentity',
    sentence: 'An identity created without a debtor number shows an empty one.',
    change: ({ identities: { view } }) => ({
      identities: {
        debtorWhenAbsent: () => undefined,
        view: (call, identity) => ({ debtor: '', ...view(call, identity) }),
      },
    }),
  },
  {
    id: 'upsert-creates-nothing',
    breaks: 'identity.upsert-creates',
    operation: 'upsertIdentity',
    sentence: 'An upsert of an identity that does not exist is answered and not stored.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('upsertIdentity', store, (call, owner, identity) => {
          if (owner.identities.has(identity.reference)) store(call, owner, identity);
        }),
      },
    }),
  },
  {
    id: 'upsert-creates-without-emails',
    breaks: 'identity.upsert-creates',
    operation: 'upsertIdentity',
    sentence: 'An upsert creates an identity without its emails.',
    change: createdWith('upsertIdentity', (members) => ({ ...members, emails: [] })),
  },
  {
    id: 'upsert-updates-nothing',
    breaks: 'identity.upsert-updates',
    operation: 'upsertIdentity',
    sentence: 'An upsert of an identity that exists is answered and not stored.',
    change: () => ({ identities: { merged: (_call, old) => old.members } }),
  },
  {
    id: 'second-upsert-ignored',
    breaks: 'identity.upsert-updates',
    operation: 'upsertIdentity',
    sentence: 'An identity is changed by one upsert; any further one is answered and not stored.',
    change: ({ identities: { merged } }) => {
      const changed = new Set<string>();
      return {
        identities: {
          merged: (call, old, sent) => {
            if (changed.has(old.id)) return old.members;
            changed.add(old.id);
            return merged(call, old, sent);
          },
        },
      };
    },
  },
  {
    id: 'refused-upsert-carried-out',
    breaks: 'identity.refused-upsert-changes-nothing',
    operation: 'upsertIdentity',
    sentence: 'An upsert that is refused for its kind stores its name all the same.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: on('upsertIdentity', problems, (call) => {
          const [found, old] = [problems(call), call.login.identities.get(call.reference)];
          const { name = null } = call.body;
          if (found.length > 0 && old !== undefined && isObject(name)) {
            call.login.identities.set(old.reference, { ...old, members: { ...old.members, name } });
          }
          return found;
        }),
      },
    }),
  },
  {
    id: 'upsert-renames-the-newest-identity',
    breaks: 'identity.of-others-untouched',
    operation: 'upsertIdentity',
    sentence: 'The name that an upsert sends is stored on the identity created last as well.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('upsertIdentity', store, (call, owner, identity) => {
          const other = lastIdentityBut(owner.identities, identity.reference);
          const { name } = call.body;
          if (owner.identities.has(identity.reference) && other !== undefined && name !== undefined) {
            store(call, owner, { ...other, members: { ...other.members, name } });
          }
          store(call, owner, identity);
        }),
      },
    }),
  },
  {
    id: 'upsert-makes-another-identity',
    breaks: 'identity.upsert-updates',
    operation: 'upsertIdentity',
    sentence: 'An upsert gives an identity a new debtor number.',
    change: ({ identities: { merged } }) => ({
      identities: {
        merged: (call, old, sent) => ({
          ...merged(call, old, sent),
          debtor: String(90_000 + call.world.nextNumber()),
        }),
      },
    }),
  },
  {
    id: 'upsert-reaches-another-identity',
    breaks: 'identity.of-others-untouched',
    operation: 'upsertIdentity',
    sentence: 'Emails that an upsert changes are stored on the four hundred identities written last as well.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('upsertIdentity', store, (call, owner, identity) => {
          const { emails } = call.body;
          if (owner.identities.has(identity.reference) && emails !== undefined) {
            for (const other of [...owner.identities.values()].slice(-400)) {
              store(call, owner, { ...other, members: { ...other.members, emails } });
            }
          }
          store(call, owner, identity);
        }),
      },
    }),
  },
] as const satisfies readonly Fault[];
