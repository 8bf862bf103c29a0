/** Faults of identities, lists and documents, and of unknown references. */
import { type Call, type Outcome, success } from '../call.ts';
import { notPossible, serverError } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Identity } from '../model.ts';
import { found } from '../rules/reading.ts';
import type { Problem } from '../schemas.ts';
import { contents, type Fault, on, type Where } from './fault.ts';

/** What is answered for a reference that names nothing. */
function unknownIs(where: Where, outcome: Outcome): Fault['change'] {
  return ({ lookups: { refusal } }) => ({ lookups: { refusal: on(where, refusal, () => outcome) } });
}

/** The identity of the account that was written before another one. */
function neighbour(call: Call, reference: string): Identity | undefined {
  return [...call.login.identities.values()].findLast((identity) => identity.reference !== reference);
}

/** A new identity loses or changes a member. */
function createdWith(where: Where, change: (members: Identity['members']) => Identity['members']): Fault['change'] {
  return ({ identities: { made } }) => ({
    identities: { made: on(where, made, (call, sent) => change(made(call, sent))) },
  });
}

export const readingFaults = [
  {
    id: 'invoices-of-identity-fail',
    breaks: 'operation.valid-request-succeeds',
    operation: 'getIdentityInvoices',
    sentence: "Reading a customer's invoices is answered with 500.",
    change: ({ traffic: { admit } }) => ({
      traffic: { admit: on('getIdentityInvoices', admit, () => serverError) },
    }),
  },
  {
    id: 'sample-of-resend-refused',
    breaks: 'operation.published-sample-accepted',
    operation: 'resendInvoice',
    sentence: 'Members that no page documents are refused, that of the published sample included.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: on('resendInvoice', problems, (call) => [
          ...problems(call),
          ...Object.keys(call.body).map((member): Problem => ({ ...missing(member), rule: 'unknown' })),
        ]),
      },
    }),
  },
  {
    id: 'sample-of-identity-refused',
    breaks: 'operation.published-sample-accepted',
    operation: 'createIdentity',
    sentence: 'An identity without any member is refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: on('createIdentity', problems, (call) =>
          Object.keys(call.body).length === 0 ? [missing('name')] : problems(call),
        ),
      },
    }),
  },
  {
    id: 'unknown-invoice-is-400',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'getInvoice',
    sentence: 'Reading an unknown invoice is answered with 400.',
    change: unknownIs('getInvoice', notPossible('There is no such invoice')),
  },
  {
    id: 'unknown-identity-is-empty',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'getIdentity',
    sentence: 'Reading an unknown identity is answered with an empty object.',
    change: unknownIs('getIdentity', success({})),
  },
  {
    id: 'unknown-invoice-has-no-documents',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'getInvoiceDocuments',
    sentence: 'The documents of an unknown invoice are an empty list.',
    change: unknownIs('getInvoiceDocuments', success([])),
  },
  {
    id: 'unknown-invoice-resent',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'resendInvoice',
    sentence: 'Resending an unknown invoice is answered with a job.',
    change: unknownIs('resendInvoice', success({ job: '0', result: 'OK', resultcode: '0' })),
  },
  {
    id: 'unknown-invoice-dunned',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning of an unknown invoice is answered with 400.',
    change: unknownIs('modifyDunning', notPossible('There is no such invoice')),
  },
  {
    id: 'unknown-invoice-commit-is-500',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'commitInvoice',
    sentence: 'The commit of an unknown invoice crashes the server.',
    change: unknownIs('commitInvoice', serverError),
  },
  {
    id: 'unknown-identity-billed-is-400',
    breaks: 'operation.unknown-resource-not-found',
    operation: 'createInvoice',
    sentence: 'An invoice for an unknown identity is refused with 400.',
    change: unknownIs('createInvoice', notPossible('There is no such identity')),
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
          return asked === undefined ? undefined : found(asked.owner, neighbour(call, reference) ?? asked.record);
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
    sentence: 'Emails that an upsert changes are stored on the identities written last as well.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('upsertIdentity', store, (call, owner, identity) => {
          const { emails } = call.body;
          if (owner.identities.has(identity.reference) && emails !== undefined) {
            for (const other of [...owner.identities.values()].slice(-40)) {
              store(call, owner, { ...other, members: { ...other.members, emails } });
            }
          }
          store(call, owner, identity);
        }),
      },
    }),
  },
  {
    id: 'list-without-envelope',
    breaks: 'list.envelope',
    operation: 'listIdentities',
    sentence: 'A list is a bare array.',
    change: () => ({ lists: { answer: (_call, _page, _pageSize, rows) => [...rows] } }),
  },
  {
    id: 'list-named-items',
    breaks: 'list.envelope',
    operation: 'listIdentities',
    sentence: 'The rows of a list are called items.',
    change: contents('listIdentities', (content) =>
      isObject(content) ? { ...without(content, 'rows'), items: content.rows ?? [] } : content,
    ),
  },
  {
    id: 'page-size-ignored',
    breaks: 'list.page-size-honoured',
    operation: 'listIdentities',
    sentence: 'A page has twenty rows, whatever is asked for.',
    change: ({ lists: { rows } }) => ({
      lists: { rows: (call, all, page) => rows(call, all, page, 20) },
    }),
  },
  {
    id: 'page-one-row-short',
    breaks: 'list.page-size-honoured',
    operation: 'listIdentities',
    sentence: 'A page of more than two rows holds one less than asked for.',
    change: ({ lists: { rows } }) => ({
      lists: {
        rows: (call, all, page, pageSize) => rows(call, all, page, pageSize).slice(0, Math.max(2, pageSize - 1)),
      },
    }),
  },
  {
    id: 'page-ignored',
    breaks: 'list.pages-differ',
    operation: 'listIdentities',
    sentence: 'Every page is the first.',
    change: ({ lists: { rows } }) => ({
      lists: { rows: (call, all, _page, pageSize) => rows(call, all, 1, pageSize) },
    }),
  },
  {
    id: 'page-always-one',
    breaks: 'list.echoes-page',
    operation: 'listIdentities',
    sentence: 'The envelope always names page 1.',
    change: contents('listIdentities', (content) => (isObject(content) ? { ...content, page: 1 } : content)),
  },
  {
    id: 'documents-in-envelope',
    breaks: 'documents.array',
    operation: 'getInvoiceDocuments',
    sentence: 'The documents come in an envelope.',
    change: () => ({ documents: { answer: (_call, views) => ({ rows: [...views] }) } }),
  },
  {
    id: 'limit-ignored',
    breaks: 'documents.limit-honoured',
    operation: 'getInvoiceDocuments',
    sentence: 'A limit is not honoured.',
    change: () => ({ documents: { selected: (_call, documents) => documents } }),
  },
  {
    id: 'limit-zero-is-nothing',
    breaks: 'documents.limit-zero-is-no-limit',
    operation: 'getInvoiceDocuments',
    sentence: 'With limit 0 no document comes back.',
    change: ({ documents: { selected } }) => ({
      documents: {
        selected: (call, documents) =>
          new URLSearchParams(call.search).get('limit') === '0' ? [] : selected(call, documents),
      },
    }),
  },
  {
    id: 'limit-zero-is-one',
    breaks: 'documents.limit-zero-is-no-limit',
    operation: 'getInvoiceDocuments',
    sentence: 'With limit 0 one document comes back.',
    change: ({ documents: { selected } }) => ({
      documents: {
        selected: (call, documents) =>
          new URLSearchParams(call.search).get('limit') === '0' ? documents.slice(0, 1) : selected(call, documents),
      },
    }),
  },
  {
    id: 'documents-of-all-invoices',
    breaks: 'documents.of-that-invoice-alone',
    operation: 'getInvoiceDocuments',
    sentence: "An invoice shows the documents of all of the customer's invoices.",
    change: () => ({
      documents: {
        of: (_call, { owner, record }) =>
          [...owner.invoices.values()]
            .filter(({ identityReference }) => identityReference === record.identityReference)
            .flatMap(({ documents }) => documents),
      },
    }),
  },
  {
    id: 'read-counts',
    breaks: 'reading.changes-nothing',
    operation: 'getInvoice',
    sentence: 'Reading an invoice counts how often it was read.',
    change: counted('getInvoice'),
  },
  {
    id: 'identity-read-counts',
    breaks: 'reading.changes-nothing',
    operation: 'getIdentity',
    sentence: 'Reading an identity changes its modification time.',
    change: ({ identities: { view } }) => ({
      identities: {
        view: on('getIdentity', view, (call, identity) => ({
          ...view(call, identity),
          modified: new Date(call.world.clock.now() + call.world.nextNumber()).toISOString(),
        })),
      },
    }),
  },
  {
    id: 'documents-read-counts',
    breaks: 'reading.changes-nothing',
    operation: 'getInvoiceDocuments',
    sentence: 'Reading documents gives them new ids.',
    change: ({ documents: { view } }) => ({
      documents: {
        view: (call, document) => ({ ...view(call, document), id: String(300_000_000 + call.world.nextNumber()) }),
      },
    }),
  },
] as const satisfies readonly Fault[];

function missing(member: string): Problem {
  return { path: member, member, rule: 'required', expected: 'a value', hint: 'See the documentation.' };
}

function counted(where: Where): Fault['change'] {
  let reads = 0;
  return contents(where, (content) => (isObject(content) ? { ...content, reads: ++reads } : content));
}
