/** Keys of earlier runs: what is kept of each, and which of them a later run looks at. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../api.ts';
import { describe } from '../expect.ts';
import { type Answer, isObject } from '../http/answer.ts';

/** Something that has to be there still for a key to say anything: a server that was reset has forgotten both rightly. */
const witness = z.strictObject({
  operation: z.enum(['getInvoice', 'getIdentity']),
  reference: z.string().min(1),
});

const json: z.ZodType<JsonObject> = z.record(z.string(), z.json());

const entry = z.strictObject({
  operation: z.enum(['resendInvoice', 'createInvoice']),
  /** Path parameter and body of the request, to repeat it by. Invented data alone. */
  reference: z.string().min(1),
  body: json,
  key: z.string().min(1),
  usedAt: z.iso.datetime(),
  /** Digest of the user that used it: a key may belong to its account. */
  account: z.string().min(1),
  url: z.string().min(1),
  /** Digest of status and content of the first answer. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The start of that answer, for people. */
  answer: z.string(),
  witness,
});

/** One key that was used, and the answer it got. */
export type KeyEntry = z.infer<typeof entry>;

/** The form of `keys.json`. */
export const keyFile = z.strictObject({ version: z.literal(1), keys: z.array(entry) });

/** How long the documentation promises that a key is kept, in ms. */
const promisedMs = 24 * 60 * 60 * 1000;

/** Clocks differ and answers take time: this near to the promised end nothing is said of a key, in ms. */
const marginMs = 10 * 60 * 1000;

/** Age at which a key is of no more use, in ms, and how many of an operation are kept. */
const limits = { ageMs: 7 * promisedMs, count: 24 };

/** A digest of a text, long enough to tell texts apart. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A digest of an answer: equal for the same status and content, whatever the order of members. */
export function digestOfAnswer({ status, json: content, content: bytes }: Answer): string {
  return digestOf(`${status}\n${content === undefined ? bytes.toString('base64') : canonical(content)}`);
}

/** The start of an answer, without anything that the record would not hold. */
export function startOf(answer: Answer): string {
  return describe({ ...answer, text: answer.exchange.response?.body ?? '' });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}

/** The age of a key, in ms. */
export function ageOf({ usedAt }: KeyEntry, now: Date): number {
  return now.getTime() - Date.parse(usedAt);
}

/** Keys that the documentation promises to be known still, the oldest first. */
export function promised(keys: readonly KeyEntry[], now: Date): KeyEntry[] {
  return keys
    .filter((key) => ageOf(key, now) >= 0 && ageOf(key, now) < promisedMs - marginMs)
    .sort((one, other) => ageOf(other, now) - ageOf(one, now));
}

/** Keys of which nothing is promised any more, the youngest first. */
export function expired(keys: readonly KeyEntry[], now: Date): KeyEntry[] {
  return keys
    .filter((key) => ageOf(key, now) > promisedMs + marginMs)
    .sort((one, other) => ageOf(one, now) - ageOf(other, now));
}

/** The keys worth keeping: young ones, and of each operation not too many. */
export function pruned(keys: readonly KeyEntry[], now: Date): KeyEntry[] {
  const young = keys.filter((key) => ageOf(key, now) < limits.ageMs);
  return young.filter(
    (key) =>
      young.filter((other) => other.operation === key.operation && other.usedAt > key.usedAt).length < limits.count,
  );
}
