/** `keys.json`: keys that outlive a run, in a file that several runs may share. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { replaceFile } from '../report/replace-file.ts';
import { type KeyEntry, keyFile, pruned } from './entry.ts';

/** Largest file that is read, in bytes. */
const largestFile = 4 * 1024 * 1024;

/** How long another run may hold the file, and after how long its lock counts as left behind by a run that died, in ms. */
const lock = { waitMs: 5000, staleMs: 20_000 };

/** Reads and changes the keys of one target. */
export class KeyLedger {
  private readonly folder: string;
  private readonly path: string;
  private readonly warn: (text: string) => void;
  private warned = false;

  /** `warn` is told, once, of a file that cannot be read. */
  constructor(folder: string, warn: (text: string) => void) {
    this.folder = folder;
    this.path = join(folder, 'keys.json');
    this.warn = warn;
  }

  /** Every key. None where there is no file, or where it is damaged: then it is begun anew. */
  read(): readonly KeyEntry[] {
    let text: string;
    try {
      const { size } = statSync(this.path);
      if (size > largestFile) return this.damaged(`it is ${size} bytes long`);
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      return codeOf(error) === 'ENOENT' ? [] : this.damaged(codeOf(error));
    }
    try {
      const parsed = keyFile.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data.keys;
      const [issue] = parsed.error.issues;
      return this.damaged(issue === undefined ? 'wrong form' : `${issue.path.join('.')}: ${issue.message}`);
    } catch {
      return this.damaged('it is no JSON');
    }
  }

  /** Adds and removes keys. What another run wrote meanwhile stays. A file that cannot be written is told, never thrown. */
  async change(change: { readonly add?: readonly KeyEntry[]; readonly remove?: readonly KeyEntry[] }, now: Date) {
    const { add = [], remove = [] } = change;
    const gone = new Set(remove.map(({ key }) => key));
    try {
      await this.alone(() => {
        const keys = [...this.read().filter(({ key }) => !gone.has(key)), ...add];
        replaceFile(this.path, [`${JSON.stringify({ version: 1, keys: pruned(keys, now) }, null, 2)}\n`]);
      });
    } catch (error) {
      this.warn(
        `${this.path} could not be written (${codeOf(error)}): the next run knows nothing of the keys of this one`,
      );
    }
  }

  /** Runs while no other run changes the file. */
  private async alone(action: () => void): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    const path = `${this.path}.lock`;
    const start = performance.now();
    for (;;) {
      try {
        writeFileSync(path, String(process.pid), { flag: 'wx' });
        break;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
        if (isStale(path)) rmSync(path, { force: true });
        else if (performance.now() - start > lock.waitMs) throw new Error(`${path} is held by another run`);
        else await sleep(5 + Math.random() * 20);
      }
    }
    try {
      action();
    } finally {
      rmSync(path, { force: true });
    }
  }

  private damaged(problem: string): readonly KeyEntry[] {
    if (!this.warned)
      this.warn(`${this.path} is damaged (${problem}) and was begun anew: keys of earlier runs are not judged`);
    this.warned = true;
    return [];
  }
}

function isStale(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > lock.staleMs;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
