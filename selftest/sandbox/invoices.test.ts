/** The sandbox keeps what is promised of invoices, items and tasks. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { manualClock } from '../../sandbox/clock.ts';
import { item, sandboxFor, withInvoice } from './client.ts';

const labels = (json: Record<string, unknown>) => (json.items as { label: string }[]).map(({ label }) => label);

test('sent items replace all old ones', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  await send('PUT', '/invoices/i1', { body: { items: [{ ...item, label: 'Only' }] } });
  expect(labels((await send('GET', '/invoices/i1')).json)).toEqual(['Only']);
});

test('absent items leave the old ones, and absent members stay', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send, { meta: { note: 'x' } });
  await send('PUT', '/invoices/i1', { body: { due: '2024-05-01' } });
  const { json } = await send('GET', '/invoices/i1');
  expect(labels(json)).toEqual(['Consulting', 'Travel']);
  expect(json).toMatchObject({ due: '2024-05-01T00:00:00.000Z', meta: { note: 'x' } });
});

test('a refused update changes nothing and names the fields', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  const before = (await send('GET', '/invoices/i1')).text;
  const refused = await send('PUT', '/invoices/i1', {
    body: { due: '2024-05-01', items: [{ ...item, quantity: [] }] },
  });
  expect(refused.status).toBe(400);
  expect(refused.json).toMatchObject({
    code: 400,
    name: 'ClientError',
    type: 'ERR_INVALID_VALUE',
    details: [{ fields: ['items[0].quantity'] }],
  });
  expect((await send('GET', '/invoices/i1')).text).toBe(before);
});

test('null clears a member', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send, { ordernumber: 'O1' });
  await send('PUT', '/invoices/i1', { body: { ordernumber: null } });
  expect((await send('GET', '/invoices/i1')).json.ordernumber).toBeNull();
});

test('a new reference renames, unless it is taken', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  await send('POST', '/identities/c1/invoices', { body: { reference: 'i2' } });
  expect((await send('PUT', '/invoices/i1', { body: { reference: 'i2' } })).status).toBe(409);
  expect((await send('PUT', '/invoices/i1', { body: { reference: 'i3' } })).status).toBe(200);
  expect((await send('GET', '/invoices/i1')).status).toBe(404);
  expect((await send('GET', '/invoices/i3')).status).toBe(200);
});

test('items of a new invoice need their members', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  for (const member of ['label', 'quantity', 'unit', 'unitprice', 'detail'] as const) {
    const { [member]: _left, ...incomplete } = item;
    const answer = await send('POST', '/identities/c1/invoices', { body: { items: [item, incomplete] } });
    expect(answer.status, member).toBe(400);
    expect(answer.text).toContain(`items[1].${member}`);
  }
});

test('an invoice takes the addresses of its identity', async () => {
  const { send } = await sandboxFor();
  const addresses = [{ kind: 'shipping', city: 'Berlin' }];
  await send('PUT', '/identities/c2', { body: { addresses } });
  const { json } = await send('POST', '/identities/c2/invoices', { body: {} });
  expect(json.addresses).toEqual(addresses);
});

test('each resend adds a communication and sends a mail', async () => {
  const { sandbox, send } = await sandboxFor();
  await withInvoice(send);
  await send('POST', '/invoices/i1/resendInvoice', { body: { data: '123' } });
  const { json } = await send('POST', '/invoices/i1/resendInvoice');
  expect(json).toEqual({ job: expect.stringMatching(/^\d+$/) as string, result: 'OK', resultcode: '0' });
  const documents = JSON.parse((await send('GET', '/invoices/i1/documents')).text) as { communications: unknown[] }[];
  expect(documents.map(({ communications }) => communications.length)).toEqual([2, 0]);
  expect(sandbox.world.mails).toMatchObject([{ to: 'a@example.com', invoiceReference: 'i1' }, {}]);
});

test('the dunning level is set, kept when absent, and counts from the due date', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  await send('POST', '/invoices/i1/modifyDunning', { body: { dunninglevel: 2 } });
  expect((await send('GET', '/invoices/i1')).json).toMatchObject({ dunninglevel: 2, startdunningdate: '2024-03-01' });
  await send('POST', '/invoices/i1/modifyDunning', { body: { startDunningDate: '2024-04-01' } });
  expect((await send('GET', '/invoices/i1')).json).toMatchObject({ dunninglevel: 2, startdunningdate: '2024-04-01' });
  for (const startDunningDate of ['2024-02-30', '2024-04-01T00:00:00Z', 'soon', '', 5]) {
    expect((await send('POST', '/invoices/i1/modifyDunning', { body: { startDunningDate } })).status).toBe(400);
  }
});

test('a commit answers at once and locks after a while', async () => {
  const clock = manualClock();
  const { send } = await sandboxFor({ clock });
  await withInvoice(send);
  expect((await send('POST', '/invoices/i1/commitInvoice', { body: {} })).json).toMatchObject({ result: 'OK' });
  expect((await send('PUT', '/invoices/i1', { body: { due: '2024-05-01' } })).status).toBe(200);
  expect((await send('GET', '/invoices/i1/documents')).text).toBe('[]');
  clock.advance(1000);
  expect((await send('PUT', '/invoices/i1', { body: { due: '2024-06-01' } })).status).toBe(400);
  expect(JSON.parse((await send('GET', '/invoices/i1/documents?limit=0')).text)).toHaveLength(2);
  expect(JSON.parse((await send('GET', '/invoices/i1/documents?limit=1')).text)).toHaveLength(1);
});

test('the end of a commit is told to a loopback address, and to no other', async () => {
  const clock = manualClock();
  const { sandbox, send } = await sandboxFor({ clock });
  await withInvoice(send);
  await send('POST', '/identities/c1/invoices', { body: { reference: 'i2' } });
  const told = new Promise<{ method: string | undefined; text: string }>((resolve) => {
    const merchant = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      request.on('end', () => {
        response.end();
        merchant.close();
        resolve({ method: request.method, text });
      });
    }).listen(0, '127.0.0.1', () => {
      const { port } = merchant.address() as AddressInfo;
      const body = { notifyUrl: `http://127.0.0.1:${port}/done` };
      void send('POST', '/invoices/i1/commitInvoice', { body }).then(() => clock.advance(1000));
    });
  });
  const { method, text } = await told;
  expect(method).toBe('POST');
  expect(JSON.parse(text)).toEqual({
    job: expect.any(String) as string,
    notification: expect.any(String) as string,
    result: 'OK',
    resultcode: '0',
  });
  await send('POST', '/invoices/i2/commitInvoice', { body: { notifyUrl: 'https://yourdomain.com/notify' } });
  clock.advance(1000);
  expect(sandbox.world.notifications.map(({ state }) => state)).toEqual(['sent', 'refused']);
});

test('a document made elsewhere is linked to the invoice', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  const form = (fields: Record<string, string>) => {
    const parts = Object.entries(fields).map(
      ([name, value]) => `--boundary7\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return {
      rawBody: `${parts.join('')}--boundary7--\r\n`,
      headers: { 'content-type': 'multipart/form-data; boundary=boundary7' },
    };
  };
  const path = '/invoices/i1/importExternalDocument';
  expect((await send('POST', path, form({ file: 'string', filename: 'RE1.pdf', kind: 'invoice' }))).status).toBe(200);
  const refused = await send('POST', path, form({ file: 'string', filename: 'RE1.exe', kind: 'note' }));
  expect(refused.json.details).toMatchObject([{ fields: ['filename'] }, { fields: ['kind'] }]);
  expect((await send('POST', path, { body: {} })).status).toBe(415);
});
