/** `--merge`: one report from the parts of a run that several runners shared. Nothing is sent. */
import { join } from 'node:path';
import { readIfThere } from '../helpers/configuration/targets-folder.ts';
import { UsageError } from '../helpers/failures.ts';
import { buildReport } from '../helpers/report/build.ts';
import { joinParts, parsePart, partFile } from '../helpers/report/parts.ts';
import { rankOf } from '../helpers/run/every-answer.ts';
import { checks } from '../specs/all.ts';
import type { Finished } from './check-target.ts';

/** A run that was joined from its parts. */
export interface Merged extends Finished {
  /** The entries of the archives of all parts. */
  readonly archived: readonly unknown[];
}

/** The finished run of these folders. Throws UsageError where they do not hold all the parts of one run. */
export function mergeParts(folders: readonly string[]): Merged {
  const parts = folders.map((folder) => {
    const path = join(folder, partFile);
    const text = readIfThere(path);
    if (text === undefined) {
      throw new UsageError(`--merge: there is no ${path}; name the folder of a run with --shard I/N`);
    }
    return parsePart(text, path);
  });
  const { results, facts } = joinParts(parts, rankOf(checks));
  const archived = folders.flatMap(entriesIn);
  return { report: buildReport(results, facts), results, facts, exchanges: [], archived };
}

/** The entries of a part's archive; an archive is no reason to lose the verdicts. */
function entriesIn(folder: string): unknown[] {
  const path = join(folder, 'exchanges.har');
  try {
    const { log } = JSON.parse(readIfThere(path) ?? '') as { log?: { entries?: unknown } };
    if (Array.isArray(log?.entries)) return log.entries;
  } catch {
    // Said below.
  }
  process.stderr.write(`${path} is missing or broken: its exchanges are not in the merged archive\n`);
  return [];
}
