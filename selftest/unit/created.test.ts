/** What a run remembers of what it created. */
import { expect, test } from 'vitest';
import type { Call } from '../../helpers/http/client.ts';
import { Created } from '../../helpers/run/created.ts';

const creation = (reference: string, headers: Call['headers'] = []): Call => ({
  operation: 'createIdentity',
  method: 'POST',
  path: '/identities',
  headers,
  body: JSON.stringify({ kind: 'individual', reference }),
});

test('nothing is in the way of a creation under a reference that nothing else bears', () => {
  const created = new Created();
  created.note({ operation: 'createIdentity', body: { reference: 'taken' } });
  created.note({ operation: 'upsertIdentity', reference: 'upserted', body: {} });
  expect(created.isUnhindered(creation('new'))).toBe(true);
  expect(created.isUnhindered(creation('taken'))).toBe(false);
  expect(created.isUnhindered(creation('upserted'))).toBe(false);
});

test('a key, another operation or a body without a reference leaves open what is in the way', () => {
  const created = new Created();
  expect(created.isUnhindered(creation('new', [['idempotency-key', 'k']]))).toBe(false);
  expect(created.isUnhindered({ ...creation('new'), operation: 'upsertIdentity' })).toBe(false);
  expect(created.isUnhindered({ ...creation('new'), body: '{}' })).toBe(false);
});

test('an invoice is known by its items, by its meta where it shows none, and not by half of them', () => {
  const created = new Created();
  const [one, other] = [
    { label: 'one', quantity: 1 },
    { label: 'other', quantity: 2 },
  ];
  created.note({ operation: 'createInvoice', body: { reference: 'a', meta: { note: 'x' }, items: [one, other] } });
  created.note({ operation: 'createInvoice', body: { reference: 'b', meta: { note: 'y' }, items: [other] } });
  expect(created.ownerOf({ items: [{ ...other, id: 7 }] })?.reference).toBe('b');
  expect(created.ownerOf({ meta: { note: 'x' } })?.reference).toBe('a');
  expect(created.ownerOf({ items: [one], meta: { note: 'x' } })).toBeUndefined();
  expect(created.ownerOf({})).toBeUndefined();
});
