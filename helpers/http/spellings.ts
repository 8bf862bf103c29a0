/** The spellings in which a text may come back from a server. */

/** Shorter parts of base64 turn up by chance. */
const shortestCore = 6;

/**
 * What base64 of any longer text holds where that text holds this one: it may begin at each of three positions, and what
 * depends on its neighbours is left out. In the alphabet of RFC 4648 §4 and in that of §5.
 */
export function base64Cores(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((offset) => {
    const base64 = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const bits = (offset + bytes.length) * 8;
    const core = base64.slice(Math.ceil((offset * 8) / 6), Math.floor(bits / 6));
    if (core.length < shortestCore) return [];
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Every part of a text that has a given length. */
export function fragmentsOf(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) => text.slice(start, start + length));
}

const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/**
 * Source of a regular expression (flag `u`) that finds a text with each of its characters as it is, percent-encoded, escaped
 * for JSON or HTML, several times over and mixed at will (within bounds: the text may be hostile), in UTF-8 or
 * UTF-16 read as ISO 8859-1, and with the zero bytes of UTF-16 between, escaped or not.
 */
export function spelledAnyhow(text: string): string {
  return [...text].map(characterAnyhow).join('(?:\\0|\\\\{1,8}u0000){0,3}');
}

function characterAnyhow(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const bytes = [...Buffer.from(character)];
  const units = character.split('').map((unit) => unit.charCodeAt(0));
  const reference = '&(?:amp;){0,4}';
  const ways = [
    `\\\\{0,8}${escapeForPattern(character)}`,
    bytes.map((byte) => `%(?:25){0,4}${hexadecimal(byte, 2)}`).join(''),
    units.map((unit) => `\\\\{1,8}u${hexadecimal(unit, 4)}`).join(''),
    `${reference}#0{0,6}${code};?`,
    `${reference}#[xX]0{0,6}${hexadecimal(code, 1)};?`,
  ];
  const name = named[character];
  if (name !== undefined) ways.push(`${reference}${name};`);
  if (character === ' ') ways.push('\\+');
  if (code > 0xff) {
    const high = units.flatMap((unit) => [unit >> 8, unit & 0xff]);
    const low = units.flatMap((unit) => [unit & 0xff, unit >> 8]);
    for (const one of [high, low]) ways.push(one.map((byte) => escapeForPattern(String.fromCharCode(byte))).join(''));
  }
  if (code > 0x7f) ways.push('\\uFFFD{1,4}', bytes.map((byte) => escapeForPattern(String.fromCharCode(byte))).join(''));
  return `(?:${ways.join('|')})`;
}

/** A number in hexadecimal digits of either case. */
function hexadecimal(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escapeForPattern(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return /[A-Za-z0-9]/.test(character) ? character : `\\u{${code.toString(16)}}`;
}
