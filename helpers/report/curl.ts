/** A request as a line for a shell that sends the same bytes again. */
import { mask } from '../http/redaction.ts';
import type { HeaderField } from './model.ts';
import { pipedLiteral, quoted, wireBytes } from './shell.ts';

/** What is needed to send a request again. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderField[];
  readonly body?: string | Uint8Array;
}

/** What may differ from one curl line to another. */
export interface CurlOptions {
  /** Prefix of the environment variables that hold the credentials: `TARGET` for `TARGET_USERNAME`, or `TARGET_2`. */
  readonly account?: 'TARGET' | 'TARGET_2';
}

/** Longest body that stands in the line itself; the kernel takes 128 KiB as one argument. */
const longestArgument = 32 * 1024;

/** Shorter bodies can be read as they are, repeats or not. */
const worthwhile = 1024;

/** Headers that curl adds of its own accord, and that the request would then have had in vain or not at all. */
const addedByCurl = ['accept', 'user-agent'];

/**
 * A curl line that sends the request again when pasted into bash, byte for byte, `Content-Length` and connection
 * headers aside. Where the run's own credentials were masked, environment variables take their place; any other
 * `Authorization` stands as it was sent.
 */
export function curlLine(request: CurlRequest, options: CurlOptions = {}): string {
  const body = request.body === undefined ? undefined : bytesOf(request.body);
  const pipe = body === undefined ? undefined : pipeFor(body);
  const piped = pipe !== undefined;
  const words = ['curl -i --path-as-is', ...method(request, body), ...headers(request, options)];
  if (request.url.startsWith('https:')) words.push('--http1.1');
  if (body !== undefined) {
    // curl reads a file where the text begins with @; in raw data it does not.
    const option = body[0] === 0x40 && !piped ? '--data-raw' : '--data-binary';
    words.push(`${option} ${piped ? '@-' : quoted(body)}`);
  }
  words.push(...address(request.url));
  const line = words.join(' ');
  return piped ? `${pipe} | ${line}` : line;
}

/** The command that prints a body no argument could hold, or that is mostly repeats; `undefined` for any other. */
function pipeFor(body: Buffer): string | undefined {
  if (!body.includes(0) && body.length < worthwhile) return undefined;
  const literal = pipedLiteral(body);
  const isNeeded = body.includes(0) || body.length > longestArgument;
  return isNeeded || literal.length < body.length / 2 ? literal : undefined;
}

function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body);
}

function method({ method: name, headers }: CurlRequest, body: Buffer | undefined): string[] {
  const option = `-X ${/^[A-Za-z]+$/.test(name) ? name : quoted(name)}`;
  if (body !== undefined) return [option];
  // With -X HEAD curl waits for a content that never comes.
  if (name === 'HEAD') return ['--head'];
  const announces = headers.some(([field]) => /^(content-length|transfer-encoding)$/i.test(field));
  const expectsContent = ['POST', 'PUT', 'PATCH'].includes(name);
  return [option, ...(expectsContent && !announces ? ["-H 'Content-Length: 0'"] : [])];
}

function headers(request: CurlRequest, { account = 'TARGET' }: CurlOptions): string[] {
  const words = request.headers.map(([name, value]) => {
    if (name.toLowerCase() === 'authorization' && value === `Basic ${mask}`) {
      return `--user "$${variable(account, 'USERNAME')}:$${variable(account, 'PASSWORD')}"`;
    }
    // To curl `X:` means no such header, and `X;` one without a value.
    return `-H ${quoted(wireBytes(value.trim() === '' ? `${name};` : `${name}: ${value}`))}`;
  });
  const sent = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const unwanted = [...addedByCurl, ...(request.body === undefined ? [] : ['content-type', 'expect'])];
  for (const name of unwanted) {
    const comes = name !== 'expect' || (request.body?.length ?? 0) > 1024;
    if (!sent.has(name) && comes) words.push(`-H '${name}:'`);
  }
  return words;
}

function variable(account: 'TARGET' | 'TARGET_2', part: string): string {
  return account === 'TARGET' ? `TARGET_${part}` : `TARGET_${part}_2`;
}

/** The address last. Brackets and braces are patterns to curl, and what follows # it does not send. */
function address(url: string): string[] {
  const words: string[] = [];
  if (/[[\]{}]/.test(url)) words.push('--globoff');
  const parts = /^([a-z]+:\/\/[^/?#]*)([^#]*)#/i.exec(url);
  if (parts === null) return [...words, quoted(wireBytes(url))];
  const [, origin = '', path = ''] = parts;
  return [
    ...words,
    `--request-target ${quoted(wireBytes(url.slice(origin.length)))}`,
    quoted(wireBytes(`${origin}${path}`)),
  ];
}
