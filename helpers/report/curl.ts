/** A request as a line for a POSIX shell that sends the same bytes. */
import { mask } from '../http/redaction.ts';
import type { HeaderField } from './model.ts';

/** What is needed to send a request again. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderField[];
  readonly body?: string | Uint8Array;
}

/** Quotes for a shell: plain where that is enough, with escapes where bytes could not survive a terminal. */
function quoted(value: string | Uint8Array): string {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  const text = bytes.toString('utf8');
  const survives = Buffer.from(text, 'utf8').equals(bytes) && ![...text].some(isControl);
  if (survives) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${[...bytes].map(escapedByte).join('')}'`;
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

function escapedByte(byte: number): string {
  if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/**
 * A curl line that sends the request again when pasted into a shell. Where the run's own credentials were masked, the
 * environment variables take their place; any other `Authorization` stands as it was sent.
 */
export function curlLine(request: CurlRequest): string {
  const words = ['curl -i --path-as-is', `-X ${quoted(request.method)}`];
  for (const [name, value] of request.headers) {
    const own = name.toLowerCase() === 'authorization' && value === `Basic ${mask}`;
    if (own) words.push('--user "$TARGET_USERNAME:$TARGET_PASSWORD"');
    else words.push(`-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  const hasType = request.headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (request.body !== undefined) {
    if (!hasType) words.push(`-H 'Content-Type:'`);
    words.push(`--data-binary ${quoted(request.body)}`);
  }
  words.push(quoted(request.url));
  return words.join(' ');
}
