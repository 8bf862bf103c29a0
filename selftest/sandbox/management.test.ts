/** Management: on its own port, and nowhere else. */
import { expect, test } from 'vitest';
import { manualClock } from '../../sandbox/clock.ts';
import { clientOf, sandboxFor, withInvoice } from './client.ts';

async function managed() {
  const { sandbox, send } = await sandboxFor({ managementPort: 0, clock: manualClock() });
  return { sandbox, send, manage: clientOf(sandbox.managementUrl ?? '') };
}

test('the API does not lead to the management', async () => {
  const { sandbox, manage } = await managed();
  const root = clientOf(sandbox.url.replace('/api', ''));
  const api = clientOf(sandbox.url);
  for (const path of ['/reset', '/clock', '/faults', '/freedoms', '/effects', '/requests']) {
    expect((await api('GET', path)).status).toBe(404);
    expect((await root('GET', path)).status).toBe(404);
    expect((await api('GET', `/..${path}`)).status).toBe(404);
  }
  expect((await manage('GET', '/api/identities')).status).toBe(404);
});

test('without a port there is no management', async () => {
  const { sandbox } = await sandboxFor();
  expect(sandbox.managementUrl).toBeUndefined();
});

test('the clock is put forward', async () => {
  const { sandbox, send, manage } = await managed();
  await withInvoice(send);
  await send('POST', '/invoices/i1/commitInvoice', { body: {} });
  const before = sandbox.clock.now();
  expect((await manage('PUT', '/clock', { body: { advance: 60_000 } })).status).toBe(200);
  expect(sandbox.clock.now()).toBe(before + 60_000);
  expect((await send('GET', '/invoices/i1')).json.committed).not.toBeNull();
  expect((await manage('PUT', '/clock', { body: { advance: -1 } })).status).toBe(400);
});

test('faults and freedoms are exchanged, and what happened stays', async () => {
  const { send, manage } = await managed();
  await withInvoice(send);
  const faults = ['read-without-items'];
  expect((await manage('PUT', '/faults', { body: { faults } })).json).toEqual({ faults });
  expect((await send('GET', '/invoices/i1')).json.items).toEqual([]);
  await manage('PUT', '/freedoms', { body: { freedoms: ['dunning-hidden'] } });
  const { json } = await send('GET', '/invoices/i1');
  expect(json).not.toHaveProperty('dunninglevel');
  expect(json.items).toEqual([]);
  await manage('PUT', '/faults', { body: { faults: [] } });
  expect((await send('GET', '/invoices/i1')).json.items).toHaveLength(2);
  expect((await manage('PUT', '/faults', { body: { faults: ['none'] } })).json.error).toContain("'none'");
  expect((await manage('PUT', '/freedoms', { body: {} })).status).toBe(400);
});

test('effects and requests are listed, and reset forgets them', async () => {
  const { send, manage } = await managed();
  await withInvoice(send);
  await Promise.all(Array.from({ length: 5 }, () => send('POST', '/invoices/i1/resendInvoice', { body: {} })));
  expect((await manage('GET', '/effects')).json.mails).toHaveLength(5);
  const { json } = await manage('GET', '/requests');
  expect(json).toMatchObject({ total: 7, byOperation: { resendInvoice: 5 }, byStatus: { 200: 6, 201: 1 } });
  expect(json.highestRatePerSecond).toBeGreaterThanOrEqual(5);
  expect((await manage('POST', '/reset')).status).toBe(204);
  expect((await manage('GET', '/effects')).json).toEqual({ mails: [], notifications: [] });
  expect((await send('GET', '/invoices/i1')).status).toBe(404);
});
