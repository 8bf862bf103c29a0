/** The cases of a kill matrix as they end, one a line, so that a run that was interrupted can be gone on with. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Case, CaseResult } from './run-case.ts';

/** Cases that have ended. */
export interface Journal {
  /** What came of cases before this run. */
  readonly done: readonly CaseResult[];
  /** The cases that are left. */
  readonly left: readonly Case[];
  /** Takes note of one more. */
  add(result: CaseResult): void;
  /** Forgets all of them: they are in the reports now. */
  end(): void;
}

/** Opens the journal in a file; what stands there counts where the run is to be gone on with. */
export function openJournal(path: string, cases: readonly Case[], resume: boolean): Journal {
  const noted = new Map(resume ? read(path).map((result) => [nameOf(result), result]) : []);
  const done = cases.flatMap((one) => noted.get(nameOf(one)) ?? []);
  // Written anew: a line that was cut off would spoil the next one.
  writeFileSync(path, [...noted.values()].map((result) => `${JSON.stringify(result)}\n`).join(''));
  return {
    done,
    left: cases.filter((one) => !noted.has(nameOf(one))),
    add: (result) => appendFileSync(path, `${JSON.stringify(result)}\n`),
    end: () => rmSync(path, { force: true }),
  };
}

const nameOf = ({ kind, id }: Pick<CaseResult, 'kind' | 'id'>) => `${kind} ${id}`;

function read(path: string): CaseResult[] {
  try {
    return readFileSync(path, 'utf8').split('\n').flatMap(resultIn);
  } catch {
    return [];
  }
}

/** The last line may have been cut off by what interrupted the run. */
function resultIn(line: string): CaseResult[] {
  try {
    return [JSON.parse(line) as CaseResult];
  } catch {
    return [];
  }
}
