/** Files that are always whole. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Writes a file whole: beside it first, so that a reader meets the old one or the new one, never a part. Throws what the file system says. */
export function replaceFile(path: string, pieces: Iterable<string>): void {
  const part = `${path}.${process.pid}.part`;
  try {
    const file = openSync(part, 'w');
    try {
      for (const piece of pieces) writeWhole(file, Buffer.from(piece, 'utf8'));
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** One write may take a part only. */
function writeWhole(file: number, bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) at += writeSync(file, bytes, at);
}
