/** The sandbox keeps what is promised of identities and lists, and keeps accounts apart. */
import { expect, test } from 'vitest';
import { account, sandboxFor, withInvoice } from './client.ts';

test('an identity needs nothing, and is given reference and debtor', async () => {
  const { send } = await sandboxFor();
  const [first, second] = [await send('POST', '/identities', { body: {} }), await send('POST', '/identities')];
  expect(first.json.reference).not.toBe(second.json.reference);
  expect(first.json.debtor).toMatch(/^\d+$/);
  expect((await send('GET', `/identities/${String(first.json.reference)}`)).json).toEqual(first.json);
});

test('a reference is used once', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  for (const path of ['/identities', '/identities/c1/invoices']) {
    const reference = path === '/identities' ? 'c1' : 'i1';
    const refused = await send('POST', path, { body: { reference } });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ code: 409, name: 'ClientError', type: 'ERR_UNIQUE_VIOLATION' });
  }
});

test('an upsert creates, then changes what it sends and keeps the rest', async () => {
  const { send } = await sandboxFor();
  const body = { detail: { vatId: 'DE123456789' }, kind: 'incorporate', name: { company: 'ACME Inc.' } };
  const created = await send('PUT', '/identities/c1', { body });
  expect(created.status).toBe(201);
  const changed = await send('PUT', '/identities/c1', { body: { kind: 'individual' } });
  expect(changed.status).toBe(200);
  expect(changed.json).toMatchObject({ ...body, kind: 'individual', id: created.json.id, debtor: created.json.debtor });
  expect((await send('PUT', '/identities/c1', { body: { reference: 'other' } })).status).toBe(400);
});

test('a debtor is a number or a text of digits', async () => {
  const { send } = await sandboxFor();
  const refused = await send('POST', '/identities', { body: { debtor: 'D1' } });
  expect(refused.json.details).toEqual([
    {
      error: "Value for field 'debtor' is of wrong type, expected bigint.",
      fields: ['debtor'],
      hint: 'Value must be a number or a string containing only a number.',
    },
  ]);
  expect((await send('POST', '/identities', { body: { debtor: 17 } })).json.debtor).toBe('17');
});

test('lists come in pages and echo what was asked', async () => {
  const { send } = await sandboxFor();
  for (const reference of ['a', 'b', 'c']) await send('PUT', `/identities/${reference}`, { body: {} });
  const { json } = await send('GET', '/identities?page=2&pageSize=2&query[created]=2023-01-01');
  expect(json).toMatchObject({ page: 2, pageSize: 2, query: { created: '2023-01-01' }, rows: [{ reference: 'c' }] });
  expect((await send('GET', '/identities')).json).toMatchObject({ page: 1, pageSize: 20, total: 3 });
  expect((await send('GET', '/identities?page=0')).status).toBe(400);
});

test('what one account has, another neither sees nor changes', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  const before = (await send('GET', '/invoices/i1')).text;
  const stranger = account(1);
  const calls: [string, string][] = [
    ['GET', '/invoices/i1'],
    ['PUT', '/invoices/i1'],
    ['POST', '/invoices/i1/resendInvoice'],
    ['POST', '/invoices/i1/modifyDunning'],
    ['POST', '/invoices/i1/commitInvoice'],
    ['GET', '/invoices/i1/documents'],
    ['GET', '/identities/c1'],
    ['GET', '/identities/c1/invoices'],
    ['POST', '/identities/c1/invoices'],
  ];
  for (const [method, path] of calls) {
    const sending = method === 'GET' ? { account: stranger } : { account: stranger, body: {} };
    expect((await send(method, path, sending)).status, `${method} ${path}`).toBe(404);
  }
  expect((await send('GET', '/identities', { account: stranger })).json.rows).toEqual([]);
  expect((await send('PUT', '/identities/c1', { account: stranger, body: {} })).status).toBe(201);
  expect((await send('GET', '/invoices/i1')).text).toBe(before);
});
