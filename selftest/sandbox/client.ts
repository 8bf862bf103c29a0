/** A small client for the tests of the sandbox. */
import { afterEach } from 'vitest';
import type { Account } from '../../sandbox/model.ts';
import { defaultAccounts, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The content as JSON; undefined where it is none. */
  readonly json: Record<string, unknown>;
}

interface Sending {
  readonly body?: unknown;
  readonly rawBody?: string | Uint8Array;
  readonly account?: Account | 'none';
  readonly headers?: Record<string, string>;
  readonly key?: string;
}

export type Send = (method: string, path: string, sending?: Sending) => Promise<Reply>;

export const item = { label: 'Consulting', quantity: 2, unit: 'hour', unitprice: 95.5, detail: {} };

/** An account of the sandbox by its place. */
export function account(place: 0 | 1): Account {
  const found = defaultAccounts[place];
  if (found === undefined) throw new Error('there are two accounts');
  return found;
}

/** A sandbox that is closed when the test ends, and a client for it. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; send: Send }> {
  const sandbox = await startSandbox(options);
  afterEach(() => sandbox.close());
  return { sandbox, send: clientOf(sandbox.url) };
}

/** A client for a base URL. */
export function clientOf(url: string): Send {
  return async (method, path, { body, rawBody, account: caller = account(0), headers = {}, key } = {}) => {
    const sent: Record<string, string> = { ...headers };
    if (caller !== 'none') sent.authorization ??= basic(caller);
    if (key !== undefined) sent['idempotency-key'] = key;
    const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    if (content !== undefined) sent['content-type'] ??= 'application/json';
    const answer = await fetch(url + path, {
      method,
      headers: sent,
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
  };
}

/** The credentials of an account as a header. */
export function basic({ username, password }: Account): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** An identity `c1` and an invoice `i1` for it. */
export async function withInvoice(send: Send, members: Record<string, unknown> = {}): Promise<void> {
  await send('PUT', '/identities/c1', {
    body: { name: { company: 'ACME Inc.' }, emails: [{ email: 'a@example.com' }] },
  });
  await send('POST', '/identities/c1/invoices', {
    body: { reference: 'i1', due: '2024-03-01', items: [item, { ...item, label: 'Travel' }], ...members },
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
