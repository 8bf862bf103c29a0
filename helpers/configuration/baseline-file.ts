/** Reading and writing `targets/<name>.baseline.json`. */
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../failures.ts';
import type { Baseline } from '../target.ts';
import type { TargetFile } from './target-file.ts';
import { readIfThere } from './targets-folder.ts';

const schema = z.object({
  recordedAt: z.string(),
  verdicts: z.record(z.string(), z.string()),
  observations: z.record(z.string(), z.string()),
});

/** Where the baseline of a target lies: as its file says, else under its name. */
export function baselinePath(name: string, folder: string, file: TargetFile | undefined): string {
  return join(folder, file?.settings.baseline ?? `${name}.baseline.json`);
}

/** The baseline of a target; nothing where none was recorded. Throws UsageError where it is none, or is named and missing. */
export function loadBaseline(name: string, folder: string, file: TargetFile | undefined): Baseline | undefined {
  const path = baselinePath(name, folder, file);
  const remedy = `record it anew with: npm run baseline -- --target ${name}`;
  const text = readIfThere(path);
  if (text === undefined) {
    if (file?.settings.baseline === undefined) return undefined;
    throw new UsageError(`${file.placeOf('baseline')}: ${path} is missing; ${remedy}`);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${path}: is not a baseline; ${remedy}`);
  }
}

/** The text of a baseline's file: sorted by name, so that two recordings differ only where the server does. */
export function formatBaseline({ recordedAt, verdicts, observations }: Baseline): string {
  const sorted = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1)));
  return `${JSON.stringify({ recordedAt, verdicts: sorted(verdicts), observations: sorted(observations) }, null, 2)}\n`;
}
