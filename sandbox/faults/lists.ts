/** Faults of lists and documents, and of reads that change something. */
import { isObject, without } from '../json.ts';
import { contents, type Fault, finishedAnswers, on, type Where } from './fault.ts';

export const listFaults = [
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
    id: 'half-of-the-identities-listed',
    breaks: 'list.holds-what-was-created',
    operation: 'listIdentities',
    sentence: 'Customers whose first name begins with a letter from A to L are on no page.',
    change: ({ lookups: { identities } }) => ({
      lookups: {
        identities: (call) =>
          identities(call).filter(
            ({ members: { name } }) => !/^[A-L]/.test(String(isObject(name) ? name.firstname : '')),
          ),
      },
    }),
  },
  {
    id: 'row-at-the-boundary-twice',
    breaks: 'list.pages-differ',
    operation: 'listIdentities',
    sentence: 'Each page but the first begins with the last row of the page before it.',
    change: () => ({
      lists: {
        rows: (_call, all, page, pageSize) => {
          const begin = Math.max(0, (page - 1) * pageSize - (page > 1 ? 1 : 0));
          return all.slice(begin, begin + pageSize);
        },
      },
    }),
  },
  {
    id: 'documents-read-mark-the-invoice',
    breaks: 'reading.changes-nothing',
    operation: 'getInvoiceDocuments',
    sentence: 'Reading the documents of an invoice changes the invoice.',
    change: finishedAnswers('getInvoiceDocuments', (answer, { world, reference }) => {
      for (const { invoices } of world.accounts) {
        const invoice = invoices.get(reference);
        if (invoice === undefined) continue;
        const meta = { ...(isObject(invoice.members.meta) ? invoice.members.meta : {}), seen: true };
        invoices.set(reference, { ...invoice, members: { ...invoice.members, meta } });
      }
      return answer;
    }),
  },
  {
    id: 'no-documents-before-the-commit',
    breaks: 'documents.array',
    operation: 'getInvoiceDocuments',
    sentence: 'Where an invoice has no documents the answer is an object without members.',
    change: ({ documents: { answer } }) => ({
      documents: { answer: (call, views) => (views.length === 0 ? {} : answer(call, views)) },
    }),
  },
  {
    id: 'row-between-pages-skipped',
    breaks: 'list.holds-what-was-created',
    operation: 'listIdentities',
    sentence: 'Each page but the first begins a row too late.',
    change: () => ({
      lists: {
        rows: (_call, all, page, pageSize) => {
          const begin = (page - 1) * pageSize + (page > 1 ? 1 : 0);
          return all.slice(begin, begin + pageSize);
        },
      },
    }),
  },
  {
    id: 'two-invoices-of-an-identity-listed',
    breaks: 'get-identity-invoices.lists-every-one',
    operation: 'getIdentityInvoices',
    sentence: 'Of the invoices of a customer the first two are listed.',
    change: ({ lookups: { invoicesOf } }) => ({
      lookups: { invoicesOf: (call, identity) => invoicesOf(call, identity).slice(0, 2) },
    }),
  },
  {
    id: 'ten-invoices-of-an-identity-listed',
    breaks: 'get-identity-invoices.lists-every-one',
    operation: 'getIdentityInvoices',
    sentence: 'Of the invoices of a customer no more than ten are listed.',
    change: ({ lookups: { invoicesOf } }) => ({
      lookups: { invoicesOf: (call, identity) => invoicesOf(call, identity).slice(0, 10) },
    }),
  },
  {
    id: 'invoices-of-an-identity-listed-twice',
    breaks: 'create-invoice.belongs-to-its-identity',
    operation: 'createInvoice',
    sentence: 'Each invoice of a customer is listed twice.',
    change: ({ lookups: { invoicesOf } }) => ({
      lookups: { invoicesOf: (call, identity) => invoicesOf(call, identity).flatMap((invoice) => [invoice, invoice]) },
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

function counted(where: Where): Fault['change'] {
  let reads = 0;
  return contents(where, (content) => (isObject(content) ? { ...content, reads: ++reads } : content));
}
