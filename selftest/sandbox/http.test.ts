/** Credentials, the error model, and what HTTP asks of the sandbox. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { account, basic, type Send, sandboxFor, withInvoice } from './client.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['none', undefined],
  ['an empty header', ''],
  ['another scheme', `Bearer ${encoded('demo:p@55w0rd')}`],
  ['no credentials', 'Basic'],
  ['broken base64', 'Basic ***'],
  ['more than one word', `Basic ${encoded('demo:p@55w0rd')} x`],
  ['no colon', `Basic ${encoded('demo')}`],
  ['an empty password', `Basic ${encoded('demo:')}`],
  ['an unknown user', `Basic ${encoded('other:p@55w0rd')}`],
  ['a wrong password', `Basic ${encoded('demo:wrong')}`],
  ['a prefix', `Basic ${encoded('demo:p@55w0r')}`],
  ['an extension', `Basic ${encoded('demo:p@55w0rd1')}`],
  ['another case', `Basic ${encoded('demo:P@55W0RD')}`],
  ['a NUL behind the password', `Basic ${encoded('demo:p@55w0rd\0')}`],
  ["another account's password", `Basic ${encoded(`demo:${account(1).password}`)}`],
])('%s: 401 with a challenge', async (_what, authorization) => {
  const { send } = await sandboxFor();
  const headers = authorization === undefined ? {} : { authorization };
  const answer = await send('POST', '/identities', { account: 'none', headers, body: { reference: 'c1' } });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Abillify", charset="UTF-8"');
  expect(answer.json).toMatchObject({ code: 401, name: 'ClientError', message: expect.any(String) as string });
  expect((await send('GET', '/identities/c1')).status).toBe(404);
});

test('a password may hold colons, and the scheme any letter case', async () => {
  const { send } = await sandboxFor();
  expect((await send('GET', '/identities', { account: account(1) })).status).toBe(200);
  const authorization = basic(account(0)).replace('Basic', 'bASIC');
  expect((await send('GET', '/identities', { account: 'none', headers: { authorization } })).status).toBe(200);
});

const refusals: [string, number, (send: Send) => ReturnType<Send>][] = [
  ['unknown route', 404, (send) => send('GET', '/nothing')],
  ['unknown invoice', 404, (send) => send('GET', '/invoices/nothing')],
  ['wrong method', 405, (send) => send('DELETE', '/invoices/i1')],
  ['malformed JSON', 400, (send) => send('PUT', '/invoices/i1', { rawBody: '{"due":' })],
  ['no UTF-8', 400, (send) => send('PUT', '/invoices/i1', { rawBody: new Uint8Array([0x22, 0xff, 0x22]) })],
  ['too deep', 400, (send) => send('PUT', '/invoices/i1', { rawBody: `{"meta":${'['.repeat(9999)}` })],
  ['an array', 400, (send) => send('PUT', '/invoices/i1', { body: [] })],
  ['null', 400, (send) => send('PUT', '/invoices/i1', { rawBody: 'null' })],
  ['XML', 415, (send) => send('PUT', '/invoices/i1', { rawBody: '<a/>', headers: { 'content-type': 'text/xml' } })],
  ['large', 413, (send) => send('PUT', '/invoices/i1', { rawBody: JSON.stringify('x'.repeat(4_000_000)) })],
  ['broken percent-encoding', 404, (send) => send('GET', '/invoices/%E4%')],
];

test.each(refusals)('%s: %i in the documented form', async (_what, status, call) => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  const answer = await call(send);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.json).toMatchObject({
    code: status,
    message: expect.any(String) as string,
    name: 'ClientError',
    type: expect.stringMatching(/^ERR_/) as string,
  });
  if (status === 405) expect(answer.headers.get('allow')).toContain('PUT');
});

test('HEAD is like GET, OPTIONS names the methods', async () => {
  const { send } = await sandboxFor();
  await withInvoice(send);
  const [head, get] = [await send('HEAD', '/invoices/i1'), await send('GET', '/invoices/i1')];
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
  const options = await send('OPTIONS', '/invoices/i1');
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'PUT, GET, HEAD, OPTIONS']);
});

test('references are decoded', async () => {
  const { send } = await sandboxFor();
  const reference = 'a/b c%ä😀';
  expect((await send('PUT', `/identities/${encodeURIComponent(reference)}`, { body: {} })).status).toBe(201);
  expect((await send('GET', `/identities/${encodeURIComponent(reference)}`)).json.reference).toBe(reference);
  await withInvoice(send);
  expect((await send('GET', '/invoices/%69%31')).status).toBe(200);
});

test.each([
  ['a method nobody knows', 'BREW /api/identities HTTP/1.1\r\nHost: x\r\n\r\n', 501],
  ['no HTTP', 'GET /api/identities HELLO\r\n\r\n', 400],
  ['endless headers', `GET /api/identities HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['a proxy request', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
])('%s gets an error object', async (_what, bytes, status) => {
  const { sandbox } = await sandboxFor();
  const text = await exchange(sandbox.url, bytes);
  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({ code: status });
});

function exchange(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
