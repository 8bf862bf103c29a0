/** From the bytes of an answer to text and JSON, within bounds. */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** The largest content that is taken for an answer of this API, in bytes, on the wire and decoded. */
export const largestContent = 16 * 1024 * 1024;

/** The content is larger than any answer of the API. */
export class TooLarge extends Error {}

/** Nobody packs an answer more often; each time would cost as much as a large answer. */
const mostCodings = 4;

/** Removes the content codings of RFC 9110 §8.4. Throws an Error with one line when the content is broken, TooLarge when it is too large. */
export function removeCoding(content: Buffer, coding: string | undefined): Buffer {
  const codings = (coding ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (codings.length > mostCodings) throw new Error(`it has ${codings.length} content codings`);
  let decoded = content;
  for (const name of codings.reverse()) {
    if (decoded.length === 0) return decoded;
    try {
      decoded = removeOne(decoded, name);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw new TooLarge();
      throw error;
    }
  }
  return decoded;
}

function removeOne(content: Buffer, coding: string): Buffer {
  const bounds = { maxOutputLength: largestContent };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(content, bounds);
    case 'br':
      return brotliDecompressSync(content, bounds);
    case 'deflate':
      try {
        return inflateSync(content, bounds);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw error;
        return inflateRawSync(content, bounds);
      }
    default:
      throw new Error(`content coding ${coding} is unknown to this suite`);
  }
}

/** Deeper nesting is no answer of this API, and a parser may refuse it (RFC 8259 §9). */
const deepest = 500;

/** Reads JSON. A byte order mark is passed over (its own requirement judges it). */
export function readJson(text: string): { json: unknown; problem?: string } {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (content.trim() === '') return { json: undefined, problem: 'there is no content' };
  if (isTooDeep(content)) return { json: undefined, problem: `it is nested deeper than ${deepest} levels` };
  try {
    return { json: JSON.parse(content) };
  } catch (error) {
    return { json: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether a text may be nested too deep at all: most are told apart by this, without a look at each character. */
function hasManyOpenings(text: string): boolean {
  let openings = 0;
  for (const opening of ['{', '[']) {
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
      openings += 1;
      if (openings > deepest) return true;
    }
  }
  return false;
}

function isTooDeep(text: string): boolean {
  if (!hasManyOpenings(text)) return false;
  let [depth, quoted] = [0, false];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}
