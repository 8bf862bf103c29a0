/** From the bytes of an answer to text and JSON, within bounds. */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** The largest content that is taken for an answer of this API, in bytes, on the wire and decoded. */
export const largestContent = 16 * 1024 * 1024;

/** Removes the content codings of RFC 9110 §8.4. Throws an Error with one line when the content is broken or too large. */
export function removeCoding(content: Buffer, coding: string | undefined): Buffer {
  const codings = (coding ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  let decoded = content;
  for (const name of codings.reverse()) {
    if (decoded.length === 0) return decoded;
    decoded = removeOne(decoded, name);
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
      } catch {
        return inflateRawSync(content, bounds);
      }
    default:
      throw new Error(`content coding ${coding} is unknown`);
  }
}

/** Reads JSON. A byte order mark is passed over (its own requirement judges it). */
export function readJson(text: string): { json: unknown; problem?: string } {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (content.trim() === '') return { json: undefined, problem: 'there is no content' };
  try {
    return { json: JSON.parse(content) };
  } catch (error) {
    return { json: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}
