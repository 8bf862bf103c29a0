/** A repeated key gets the first answer for 24 hours, and nothing happens twice. */
import { expect, test } from 'vitest';
import { manualClock } from '../../sandbox/clock.ts';
import { account, sandboxFor, withInvoice } from './client.ts';

const hour = 60 * 60 * 1000;
const resend = '/invoices/i1/resendInvoice';

test('the same key gets the stored answer, once carried out', async () => {
  const { sandbox, send } = await sandboxFor();
  await withInvoice(send);
  const first = await send('POST', resend, { key: 'k', body: {} });
  const again = await send('POST', resend, { key: 'k', body: {} });
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(sandbox.world.mails).toHaveLength(1);
});

test('the answer is the stored one, not that of today', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  const body = { reference: 'i2', due: '2024-01-01' };
  const first = await send('POST', '/identities/c1/invoices', { key: 'k', body });
  await send('PUT', '/invoices/i2', { body: { due: '2025-01-01' } });
  expect((await send('POST', '/identities/c1/invoices', { key: 'k', body })).text).toBe(first.text);
});

test('a key is kept for 24 hours and no longer', async () => {
  const clock = manualClock();
  const { sandbox, send } = await sandboxFor({ clock });
  await withInvoice(send);
  const first = await send('POST', resend, { key: 'k', body: {} });
  clock.advance(24 * hour - 1);
  expect((await send('POST', resend, { key: 'k', body: {} })).text).toBe(first.text);
  clock.advance(1);
  expect((await send('POST', resend, { key: 'k', body: {} })).text).not.toBe(first.text);
  expect(sandbox.world.mails).toHaveLength(2);
});

test('a key belongs to its account, operation and resource', async () => {
  const { sandbox, send } = await sandboxFor();
  await withInvoice(send);
  await send('POST', '/identities/c1/invoices', { body: { reference: 'i2' } });
  await send('PUT', '/identities/c1', { account: account(1), body: {} });
  await send('POST', '/identities/c1/invoices', { account: account(1), body: { reference: 'i1' } });
  const answers = [
    await send('POST', resend, { key: 'k', body: {} }),
    await send('POST', '/invoices/i2/resendInvoice', { key: 'k', body: {} }),
    await send('POST', resend, { key: 'k', body: {}, account: account(1) }),
    await send('POST', '/invoices/i1/modifyDunning', { key: 'k', body: {} }),
    await send('POST', resend, { key: 'K', body: {} }),
  ];
  expect(new Set(answers.map(({ text }) => text)).size).toBe(5);
  expect(sandbox.world.mails).toHaveLength(4);
});

test('another body is refused, the same JSON in other words is not', async () => {
  const { send } = await sandboxFor();
  const first = await send('POST', '/identities', { key: 'k', rawBody: '{"number":"K1","kind":"individual"}' });
  const same = await send('POST', '/identities', { key: 'k', rawBody: '{ "kind": "individual", "number": "K1" }' });
  expect(same.text).toBe(first.text);
  expect((await send('POST', '/identities', { key: 'k', body: { number: 'K2' } })).status).toBe(422);
});

test('refusals are not stored', async () => {
  const { send } = await sandboxFor();
  expect((await send('POST', '/identities', { key: 'k', body: { kind: 'neither' } })).status).toBe(400);
  expect((await send('POST', '/identities', { key: 'k', body: { kind: 'individual' } })).status).toBe(200);
});

test('a PUT lists no key and honours none', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  await send('PUT', '/invoices/i1', { key: 'k', body: { due: '2024-01-01' } });
  await send('PUT', '/invoices/i1', { body: { due: '2024-02-01' } });
  const { json } = await send('PUT', '/invoices/i1', { key: 'k', body: { due: '2024-01-01' } });
  expect(json.due).toBe('2024-01-01T00:00:00.000Z');
});

test.each([
  ['at once', {}],
  ['while the first is slow', { freedoms: ['simultaneous-waits'] as const }],
])('twenty calls with one key %s have one effect and one answer', async (_when, options) => {
  const { sandbox, send } = await sandboxFor(options);
  await withInvoice(send);
  const answers = await Promise.all(Array.from({ length: 20 }, () => send('POST', resend, { key: 'k', body: {} })));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(sandbox.world.mails).toHaveLength(1);
});

test('a replay needs credentials', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  await send('POST', resend, { key: 'k', body: {} });
  expect((await send('POST', resend, { key: 'k', body: {}, account: 'none' })).status).toBe(401);
});
