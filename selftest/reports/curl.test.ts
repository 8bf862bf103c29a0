/** Every curl line of a report, pasted into bash, sends the recorded request again: the same bytes, the same status. */
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../../helpers/http/client.ts';
import { basicAuthorization, mask, redactor } from '../../helpers/http/redaction.ts';
import { type CurlRequest, curlLine } from '../../helpers/report/curl.ts';
import type { RecordedExchange } from '../../helpers/report/model.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';

/** Runs a line as somebody would who pasted it, with the credentials in the environment. Resolves with what it printed. */
function paste(line: string, account = { username: 'demo', password: 'a:b "c" $d' }): Promise<string> {
  return new Promise((resolve, reject) => {
    const bash = spawn('bash', ['-s'], {
      env: { PATH: process.env.PATH ?? '', TARGET_USERNAME: account.username, TARGET_PASSWORD: account.password },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 30_000,
    });
    const printed: Buffer[] = [];
    bash.stdout.on('data', (part: Buffer) => printed.push(part));
    bash.on('error', reject);
    bash.on('close', () => resolve(Buffer.concat(printed).toString('latin1')));
    bash.stdin.end(`${line}\n`);
  });
}

/** A request as it came over the wire. */
interface Came {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

describe('the same bytes', () => {
  const came: Came[] = [];
  let server: Server;
  let origin = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const headers: string[] = [];
        for (let at = 0; at < request.rawHeaders.length; at += 2) {
          headers.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
        }
        came.push({
          method: request.method ?? '',
          url: request.url ?? '',
          headers: headers.filter((line) => !/^(host|connection|content-length|transfer-encoding):/i.test(line)),
          body: Buffer.concat(parts),
        });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => server.close());

  const json = ['Content-Type', 'application/json'] as const;
  const cases: readonly (readonly [name: string, request: Omit<CurlRequest, 'url'> & { readonly path?: string }])[] = [
    ['quotes, dollars, backticks, backslashes', { method: 'POST', headers: [json], body: `'"$HOME\`id\`\\n!!'` }],
    ['a body that begins with @', { method: 'POST', headers: [json], body: '@/etc/hostname' }],
    ['an empty body', { method: 'PUT', headers: [json], body: '' }],
    ['no body at all', { method: 'POST', headers: [] }],
    [
      'NUL and bytes that are no UTF-8',
      { method: 'POST', headers: [json], body: Buffer.from([0, 255, 254, 128, 39, 37, 92, 10, 13]) },
    ],
    ['line ends, tabs and other controls', { method: 'POST', headers: [json], body: 'a\r\nb\tc\u0001\u007f\u2028' }],
    ['signs beyond the basic plane', { method: 'PUT', headers: [json], body: '{"name":"Zoë 🎉 李"}' }],
    [
      'a body of 300 KB without repeats',
      { method: 'POST', headers: [json], body: Array.from({ length: 50_000 }, (_, n) => `${n},`).join('') },
    ],
    [
      'a body of a million equal letters',
      { method: 'POST', headers: [json], body: `{"a":"${'x'.repeat(1_000_000)}"}` },
    ],
    [
      'the same header twice, and an empty one',
      {
        method: 'GET',
        headers: [
          ['X-A', '1'],
          ['X-A', '2'],
          ['X-Empty', ''],
        ],
      },
    ],
    ['a header with signs of a shell', { method: 'GET', headers: [['Idempotency-Key', `a'b"c$d;e\\`]] }],
    ['no content type', { method: 'POST', headers: [], body: '{}' }],
    [
      'brackets, braces and percents in the path',
      { method: 'GET', headers: [], path: '/a[1]/{b}/../%2e%2e/c%00d?query[created][$gt]=1&x=#f' },
    ],
    ['a body on a GET', { method: 'GET', headers: [json], body: '{}' }],
    ['a method with a hyphen', { method: 'M-SEARCH', headers: [] }],
    ['HEAD', { method: 'HEAD', headers: [] }],
    ['a challenge of another scheme', { method: 'GET', headers: [['Authorization', 'Bearer abc']] }],
  ];

  test.each(cases)('%s', async (_name, { path = '/api/x', ...request }) => {
    came.length = 0;
    await paste(curlLine({ ...request, url: origin + path }));
    const body = request.body ?? '';
    expect(came).toEqual([
      {
        method: request.method,
        url: path,
        headers: request.headers.map(([name, value]) => `${name}: ${value}`),
        body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(body),
      },
    ]);
  });

  test('masked credentials are taken from the environment, any other stand as they were sent', async () => {
    came.length = 0;
    const account = { username: 'demo', password: `p@5:5"$x'` };
    const line = curlLine({ method: 'GET', url: `${origin}/api`, headers: [['Authorization', `Basic ${mask}`]] });
    await paste(line, account);
    expect(came[0]?.headers).toEqual([`Authorization: ${basicAuthorization(account)}`]);
  });
});

describe('the same status from the sandbox', () => {
  let sandbox: Sandbox;
  let client: Client;
  beforeAll(async () => {
    sandbox = await startSandbox({ managementPort: false });
    client = new Client({
      url: new URL(sandbox.url),
      timeoutMs: 5000,
      redact: redactor(sandbox.accounts),
      accounts: sandbox.accounts,
    });
  });
  afterAll(async () => {
    await client.close();
    await sandbox.close();
  });

  const json = ['Content-Type', 'application/json'] as const;
  const cases = [
    ['a read', 'GET', '/identities?page=1&pageSize=2', [], undefined, true, 200],
    ['an unknown invoice', 'GET', '/invoices/no%20such', [], undefined, true, 404],
    ['JSON that is none', 'POST', '/identities', [json], '{"kind":', true, 400],
    ['bytes that are no UTF-8', 'POST', '/identities', [json], Buffer.from([0x7b, 0xff, 0, 0x27, 0x7d]), true, 400],
    ['a member of a wrong type', 'POST', '/identities', [json], `{"kind":"it's \\"$x\\" 🎉"}`, true, 400],
    ['a body far too long', 'POST', '/identities', [json], `{"meta":"${'x'.repeat(3_000_000)}"}`, true, 413],
    ['a method that is not allowed', 'DELETE', '/identities', [], undefined, true, 405],
    ['no credentials', 'GET', '/identities', [], undefined, false, 401],
    ['wrong credentials', 'GET', '/identities', [['Authorization', 'Basic ZGVtbzp3cm9uZw==']], undefined, false, 401],
    ['a route that is none', 'GET', '/no/[such]/{route}', [], undefined, true, 404],
  ] as const;

  test.each(cases)('%s', async (_name, method, path, headers, body, authorized, status) => {
    const account = sandbox.accounts[0] ?? { username: '', password: '' };
    const own = authorized ? [['Authorization', basicAuthorization(account)] as const] : [];
    const recorded: RecordedExchange[] = [];
    await client.send({ operation: 'listIdentities', method, path, headers: [...own, ...headers], body }, (one) =>
      recorded.push(one),
    );
    const [exchange] = recorded;
    expect(exchange?.response?.status).toBe(status);
    expect(exchange?.curl).not.toContain(account.password);
    const printed = await paste(exchange?.curl ?? '', account);
    expect(printed.match(/^HTTP\/1\.1 (?!100)(\d{3})/m)?.[1]).toBe(String(status));
  });
});
