/** Freedoms of lists, lookups and paths. */
import { invalidValue, notFound } from '../failures.ts';
import { found, wholeNumber } from '../rules/reading.ts';
import type { Freedom } from './freedom.ts';

export const readingFreedoms = [
  {
    id: 'invoices-as-one-object',
    sentence: 'The single invoice of an identity is answered as one object, as the published example shows.',
    change: ({ lists: { invoices } }) => ({
      lists: { invoices: (call, views) => (views.length === 1 ? (views[0] ?? []) : invoices(call, views)) },
    }),
  },
  {
    id: 'invoices-in-envelope',
    sentence: 'The invoices of an identity are answered as rows of a page.',
    change: () => ({
      lists: { invoices: (_call, views) => ({ page: 1, pageSize: 100, query: {}, rows: [...views] }) },
    }),
  },
  {
    id: 'page-of-one',
    sentence: 'A page has one row when none is asked for, as the documentation prints.',
    change: () => ({ lists: { defaultPageSize: 1 } }),
  },
  {
    id: 'wrong-page-is-first',
    sentence: 'A page that is no number, or 0, counts as the first.',
    change: () => ({ lists: { countWhenWrong: () => 1 } }),
  },
  {
    id: 'last-page-repeated',
    sentence: 'Behind the last page comes the last page again.',
    change: ({ lists: { rows } }) => ({
      lists: {
        rows: (call, all, page, pageSize) => {
          const last = Math.max(1, Math.ceil(all.length / pageSize));
          return rows(call, all, Math.min(page, last), pageSize);
        },
      },
    }),
  },
  {
    id: 'pages-limited',
    sentence: 'A page of more than 50 rows is refused with 400, and a page behind the last with 404.',
    change: ({ lists: { refusal } }) => ({
      lists: {
        refusal: (call, total, page, pageSize) => {
          if (pageSize > 50) {
            return invalidValue([{ error: 'pageSize is too large', fields: ['pageSize'], hint: '50 at most.' }]);
          }
          const behind = page > 1 && (page - 1) * pageSize >= total;
          return behind ? notFound('page', String(page)) : refusal(call, total, page, pageSize);
        },
      },
    }),
  },
  {
    id: 'mails-shown-late',
    sentence: 'A mail shows among the communications 400 milliseconds after it was sent.',
    change: ({ documents: { view } }) => ({
      documents: {
        view: (call, document) => {
          const shownUntil = call.world.clock.now() - 400;
          const communications = document.communications.filter(({ created }) => Date.parse(created) <= shownUntil);
          return view(call, { ...document, communications });
        },
      },
    }),
  },
  {
    id: 'filter-in-brackets',
    sentence: 'Identities can be filtered by query[created][$gt].',
    change: () => ({
      lists: {
        filtered: (call, all) => {
          const after = new URLSearchParams(call.search).get('query[created][$gt]')?.replace(' ', 'T');
          return after === undefined ? all : all.filter(({ created }) => created > after);
        },
      },
    }),
  },
  {
    id: 'ids-as-digits',
    sentence: 'The id of an invoice is a number written as a text.',
    change: ({ invoices: { made } }) => ({
      invoices: { made: (call, invoice) => ({ ...made(call, invoice), id: String(call.world.nextNumber()) }) },
    }),
  },
  {
    id: 'encoded-slashes-refused',
    sentence: 'A path with an encoded slash names nothing.',
    change: ({ routing: { reference } }) => ({
      routing: { reference: (parameter) => (/%2f/i.test(parameter) ? undefined : reference(parameter)) },
    }),
  },
  {
    id: 'newest-first',
    sentence: 'Lists begin with what was created last.',
    change: ({ lookups: { identities, invoicesOf } }) => ({
      lookups: {
        identities: (call) => identities(call).toReversed(),
        invoicesOf: (call, identity) => invoicesOf(call, identity).toReversed(),
      },
    }),
  },
  {
    id: 'page-numbers-as-text',
    sentence: 'The envelope names page and page size as texts, and no total.',
    change: () => ({
      lists: {
        answer: (_call, page, pageSize, rows) => ({ page: String(page), pageSize: String(pageSize), rows: [...rows] }),
      },
    }),
  },
  {
    id: 'documents-ten-by-default',
    sentence: 'Ten documents come back when no limit is asked for, and a limit that is no number is refused.',
    change: ({ documents: { selected } }) => ({
      documents: {
        refusal: (call) => {
          const limit = new URLSearchParams(call.search).get('limit');
          const wrong = limit !== null && wholeNumber(limit) === undefined;
          return wrong ? invalidValue([{ error: 'limit is no number', fields: ['limit'], hint: '' }]) : undefined;
        },
        selected: (call, documents) => {
          const asked = wholeNumber(new URLSearchParams(call.search).get('limit')) !== undefined;
          return asked ? selected(call, documents) : selected(call, documents).slice(0, 10);
        },
      },
    }),
  },
  {
    id: 'id-in-path',
    sentence: 'The id of an invoice or identity works in the place of its reference.',
    change: ({ lookups: { invoice, identity } }) => ({
      lookups: {
        invoice: (call, reference) =>
          invoice(call, reference) ??
          found(
            call.login,
            [...call.login.invoices.values()].find(({ id }) => id === reference),
          ),
        identity: (call, reference) =>
          identity(call, reference) ??
          found(
            call.login,
            [...call.login.identities.values()].find(({ id }) => id === reference),
          ),
      },
    }),
  },
  {
    id: 'references-in-any-case',
    sentence: 'References are looked up in any letter case.',
    change: ({ lookups: { invoice } }) => ({
      lookups: {
        invoice: (call, reference) => {
          const same = [...call.login.invoices.keys()].find((key) => key.toLowerCase() === reference.toLowerCase());
          return invoice(call, same ?? reference);
        },
      },
    }),
  },
  {
    id: 'trailing-slash',
    sentence: 'A slash at the end of a path changes nothing.',
    change: ({ routing: { path } }) => ({ routing: { path: (sent) => path(sent).replace(/(.)\/$/, '$1') } }),
  },
  {
    id: 'unknown-resource-details',
    sentence: 'An unknown reference is refused with 404 and details without fields.',
    change: ({ lookups: { refusal } }) => ({
      lookups: {
        refusal: (call, kind, reference) => {
          const outcome = refusal(call, kind, reference);
          return outcome.ok ? outcome : { ...invalidValue([]), ...outcome, details: [] };
        },
      },
    }),
  },
] as const satisfies readonly Freedom[];
