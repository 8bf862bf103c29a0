/** The pact files that are published: found, read and looked at before anything is sent. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../failures.ts';

/** One pact file. */
export interface PactFile {
  readonly path: string;
  readonly consumer: string;
  readonly provider: string;
  readonly interactions: number;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`${path}: no such file or folder; npm run contracts writes contracts/pacts`);
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function nameOf(document: unknown, role: string, path: string): string {
  const name = member(member(document, role), 'name');
  if (typeof name !== 'string' || name === '') throw new UsageError(`${path}: no pact; it names no ${role}`);
  return name;
}

function readPact(path: string): PactFile {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const interactions = member(document, 'interactions') ?? member(document, 'messages');
  const count = Array.isArray(interactions) ? interactions.length : 0;
  if (count === 0) throw new UsageError(`${path}: a pact without interactions promises nothing`);
  return {
    path,
    consumer: nameOf(document, 'consumer', path),
    provider: nameOf(document, 'provider', path),
    interactions: count,
  };
}

/** The pacts at some files and folders (their `*.json`). Throws UsageError where there is none, or one is no pact. */
export function findPacts(places: readonly string[]): PactFile[] {
  const paths = places.flatMap((place) => {
    if (!isDirectory(place)) return [resolve(place)];
    const found = readdirSync(place).filter((name) => name.endsWith('.json'));
    return found.sort().map((name) => resolve(join(place, name)));
  });
  const pacts = [...new Set(paths)].map(readPact);
  if (pacts.length === 0) {
    throw new UsageError(`${places.join(', ')}: no pacts to publish; npm run contracts writes them`);
  }
  return pacts;
}

/** A path as the client takes it: its patterns have four special characters, each plain inside brackets. */
export function literalPattern(path: string): string {
  return path.replace(/[?*[\]]/g, (character) => `[${character}]`);
}
