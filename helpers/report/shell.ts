/** Bytes as words of a shell. */

/** Quotes for bash: plain where that is enough, with escapes where a byte could not survive a terminal unseen. */
export function quoted(value: string | Uint8Array): string {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes) && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)) {
    return `'${text.replaceAll("'", `'\\''`)}'`;
  }
  return `$'${[...bytes].map(escapedByte).join('')}'`;
}

function escapedByte(byte: number): string {
  if (byte === 0x0a) return '\\n';
  if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** The bytes that an HTTP client sends for a header or path: one for each character, where every one fits. */
export function wireBytes(text: string): Buffer {
  const fits = [...text].every((character) => (character.codePointAt(0) ?? 0) <= 0xff);
  return Buffer.from(text, fits ? 'latin1' : 'utf8');
}

/** Repeats shorter than this stand as they are. */
const shortestRun = 256;

/**
 * A shell command that prints bytes no argument could hold: NUL bytes, and more of them than the kernel takes. Long
 * repeats are written as such, so that a body that is large on purpose stays a line that can be read.
 */
export function pipedLiteral(bytes: Buffer): string {
  const commands: string[] = [];
  let plainFrom = 0;
  let at = 0;
  const flush = (end: number) => {
    if (end > plainFrom) commands.push(`printf '${[...bytes.subarray(plainFrom, end)].map(printfByte).join('')}'`);
  };
  while (at < bytes.length) {
    let end = at + 1;
    while (end < bytes.length && bytes[end] === bytes[at]) end += 1;
    if (end - at >= shortestRun) {
      flush(at);
      commands.push(`head -c ${end - at} /dev/zero | tr '\\000' '\\${octal(bytes[at] ?? 0)}'`);
      plainFrom = end;
    }
    at = end;
  }
  flush(bytes.length);
  return commands.length === 1 ? (commands[0] ?? '') : `{ ${commands.join('; ')}; }`;
}

function printfByte(byte: number): string {
  if (byte === 0x25) return '%%';
  if (byte === 0x5c) return '\\\\';
  if (byte >= 0x20 && byte < 0x7f && byte !== 0x27) return String.fromCharCode(byte);
  return `\\${octal(byte)}`;
}

function octal(byte: number): string {
  return byte.toString(8).padStart(3, '0');
}
