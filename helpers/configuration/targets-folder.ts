/** Finding what is committed of a target: `targets/<name>.yaml` and what lies beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failures.ts';
import { parseTargetFile, type TargetFile } from './target-file.ts';

/** Names of targets: what they may hold cannot lead out of the folder. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Reads the file of a target. Throws UsageError where it is wrong, or where it is demanded and missing. */
export function findTargetFile(name: string, folder: string, demanded: boolean): TargetFile | undefined {
  if (!namePattern.test(name)) throw new UsageError(`--target: '${name}' is not a name; there is ${known(folder)}`);
  const path = join(folder, `${name}.yaml`);
  const text = readIfThere(path);
  if (text !== undefined) return parseTargetFile(text, path);
  if (demanded) throw new UsageError(`--target: there is no ${path}; write it, or choose ${known(folder)}`);
  return undefined;
}

/** The content of a file; nothing where there is none. Throws UsageError where it cannot be read. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return undefined;
    throw new UsageError(`${path}: cannot be read (${code}); mend its permissions`);
  }
}

function known(folder: string): string {
  try {
    const names = readdirSync(folder).flatMap((file) =>
      file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : [],
    );
    return names.length === 0 ? `none in ${folder}/` : names.sort().join(', ');
  } catch {
    return `none: ${folder}/ is missing`;
  }
}
