/** Where pacts come from: files, folders, addresses. A broker's are read by the verifier itself. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { UsageError } from '../failures.ts';
import { type PactFile, type PactInteraction, statesOf } from './file.ts';

/** A pact and where it was read. */
export interface LoadedPact {
  readonly place: string;
  readonly content: PactFile;
}

/** Which interactions are verified: each is a part of a name or a glob, and empty for all. */
export interface Filters {
  readonly consumer: string;
  readonly description: string;
  readonly state: string;
}

const fetchTimeoutMs = 20_000;

/** Reads every pact of the named files, folders and addresses. Throws UsageError for what is no pact, and where there is none. */
export async function loadPacts(places: readonly string[]): Promise<LoadedPact[]> {
  const pacts: LoadedPact[] = [];
  for (const place of places) {
    if (/^https?:\/\//i.test(place)) pacts.push({ place, content: pactIn(place, await fetched(place)) });
    else for (const file of filesIn(place)) pacts.push({ place: file, content: pactIn(file, read(file)) });
  }
  if (pacts.length === 0) throw new UsageError(`${places.join(', ')}: no pact here; write one with: npm run contracts`);
  return pacts;
}

function filesIn(place: string): string[] {
  try {
    if (!statSync(place).isDirectory()) return [place];
    return readdirSync(place)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(place, name));
  } catch {
    throw new UsageError(`${place}: there is no such file or folder; name a pact, a folder of pacts, or an address`);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

async function fetched(address: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(fetchTimeoutMs);
    const { statusCode, body } = await request(address, { headers: { accept: 'application/json' }, signal });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`status ${statusCode}`);
    return text;
  } catch (error) {
    throw new UsageError(`${withoutSecrets(address)}: no pact could be read there (${reasonOf(error)})`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** An address without user, password and query. */
function withoutSecrets(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname}`;
}

function pactIn(place: string, text: string): PactFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${place}: is no JSON, so it is no pact`);
  }
  const { consumer, provider, interactions, messages } = (value ?? {}) as Partial<PactFile> & { messages?: unknown };
  if (typeof consumer?.name !== 'string' || typeof provider?.name !== 'string' || !Array.isArray(interactions)) {
    const what =
      messages === undefined ? 'is no pact: consumer, provider or interactions are missing' : 'holds messages';
    throw new UsageError(`${place}: ${what}; only pacts of HTTP interactions can be verified`);
  }
  for (const { type, description } of interactions as readonly PactInteraction[]) {
    if (type === undefined || type === 'Synchronous/HTTP') continue;
    throw new UsageError(`${place}: '${description}' is of type ${type}; only HTTP interactions can be verified`);
  }
  return value as PactFile;
}

/** The pacts with the interactions that the filters leave. Throws UsageError where they leave none. */
export function filtered(pacts: readonly LoadedPact[], filters: Filters): LoadedPact[] {
  const [consumer, description, state] = [filters.consumer, filters.description, filters.state].map(matcherOf);
  const kept = pacts
    .filter(({ content }) => consumer?.(content.consumer.name))
    .map(({ place, content }): LoadedPact => {
      const interactions = content.interactions.filter(
        (one) =>
          description?.(one.description) && (filters.state === '' || statesOf(one).some((name) => state?.(name))),
      );
      return { place, content: { ...content, interactions } };
    })
    .filter(({ content }) => content.interactions.length > 0);
  if (kept.length > 0) return kept;
  const asked = Object.entries(filters).filter(([, pattern]) => pattern !== '');
  if (asked.length === 0) {
    throw new UsageError(`${pacts.map(({ place }) => place).join(', ')}: no interaction to verify`);
  }
  const options = asked.map(([name, pattern]) => `--${name} '${pattern}'`).join(', ');
  throw new UsageError(`${options}: no interaction matches; leave it out to verify all`);
}

/** Part of a text or a glob, in any letter case. */
function matcherOf(pattern: string): (text: string) => boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const matcher = new RegExp(pattern.includes('*') ? `^${escaped}$` : escaped, 'i');
  return (text) => matcher.test(text);
}
