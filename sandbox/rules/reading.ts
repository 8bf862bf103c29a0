/** What an account sees: its own records, and how lists and documents are cut. */
import { notFound } from '../failures.ts';
import type { JsonObject } from '../json.ts';
import type { Identity, Invoice } from '../model.ts';
import type { DocumentRules, Found, ListRules, LookupRules } from '../rules.ts';
import type { AccountData } from '../world.ts';

export const lookups: LookupRules = {
  invoice: (call, reference) => found(call.login, call.login.invoices.get(reference)),
  identity: (call, reference) => found(call.login, call.login.identities.get(reference)),
  identities: (call) => [...call.login.identities.values()],
  invoicesOf: (_call, { owner, record }) =>
    [...owner.invoices.values()].filter((invoice) => invoice.identityReference === record.reference),
  refusal: (_call, kind, reference) => notFound(kind, reference),
  actsDespiteRefusal: () => false,
};

export const documents: DocumentRules = {
  refusal: () => undefined,
  of: (_call, { record }) => record.documents,
  selected(call, all) {
    const query = new URLSearchParams(call.search);
    const limit = wholeNumber(query.get('limit')) ?? 0;
    const offset = wholeNumber(query.get('offset')) ?? 0;
    return all.slice(offset, limit === 0 ? undefined : offset + limit);
  },
  view: (_call, { id, reference, kind, issued, communications }) => ({
    communications: communications.map(
      (communication): JsonObject => ({
        ...communication,
        publicUrl: `https://sandbox.example/api/v1/communication/${communication.id}/file`,
      }),
    ),
    id,
    issued,
    kind,
    reference,
  }),
  answer: (_call, views) => [...views],
};

export const lists: ListRules = {
  defaultPageSize: 20,
  countWhenWrong: () => undefined,
  refusal: () => undefined,
  filtered: (_call, all) => all,
  rows: (_call, all, page, pageSize) => all.slice((page - 1) * pageSize, page * pageSize),
  answer(call, page, pageSize, rows, total) {
    const query: JsonObject = {};
    for (const [name, value] of new URLSearchParams(call.search)) {
      if (name === 'query' || name.startsWith('query[')) query[name.slice(6, -1) || 'query'] = value;
    }
    return { page, pageSize, query, rows: [...rows], total };
  },
  invoices: (_call, views) => [...views],
};

/** A record of an account, if there is one. */
export function found<T extends Identity | Invoice>(owner: AccountData, record: T | undefined): Found<T> | undefined {
  return record === undefined ? undefined : { owner, record };
}

/** A number of a query that is whole and not negative. */
export function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
