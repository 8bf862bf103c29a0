/** What the cases show together: which faults are caught and named rightly, and which requirements can fail. */
import { catalogue, requirementIds } from '../../contracts/requirements/index.ts';
import { whyUnchecked } from '../../contracts/unchecked.ts';
import type { CaseResult } from './run-case.ts';

/** The kill matrix: fault × requirement, and what is wrong with it. */
export interface Matrix {
  readonly cases: readonly CaseResult[];
  /** Faults that the requirement they break did not catch. */
  readonly uncaught: readonly CaseResult[];
  /** Faults that were caught, but not listed first or with more than three failed requirements. */
  readonly misnamed: readonly CaseResult[];
  /** Freedoms that were accused of breaking a requirement, or led to a defect of the suite. */
  readonly accused: readonly CaseResult[];
  /** Requirements that no fault made fail; empty lists of faults say nothing here. */
  readonly unfailable: readonly string[];
}

/** At the most so many requirements may fail for one fault if it is to be named rightly. */
export const mostFailures = 3;

/** Whether a run fails in a way that a fault has to. */
function isCaught({ breaks, failed, exitCode, suiteDefects }: CaseResult): boolean {
  return exitCode === 1 && suiteDefects.length === 0 && failed.some(({ requirement }) => requirement === breaks);
}

function isRightlyNamed({ breaks, failed }: CaseResult): boolean {
  return failed.length <= mostFailures && failed[0]?.requirement === breaks;
}

function isAccused({ failed, keeps, suiteDefects, exitCode }: CaseResult): boolean {
  const counting = failed.filter(({ level }) => level === 'MUST' || keeps === undefined);
  return counting.length > 0 || suiteDefects.length > 0 || exitCode !== 0;
}

/** Sums up cases. Requirements are missed only where every fault was run. */
export function matrixOf(cases: readonly CaseResult[], everyFault: boolean): Matrix {
  const faults = cases.filter(({ kind }) => kind === 'fault');
  const failed = new Set(faults.flatMap((one) => one.failed.map(({ requirement }) => requirement)));
  return {
    cases,
    uncaught: faults.filter((one) => !isCaught(one)),
    misnamed: faults.filter((one) => isCaught(one) && !isRightlyNamed(one)),
    accused: cases.filter((one) => one.kind === 'freedom' && isAccused(one)),
    unfailable: everyFault
      ? requirementIds.filter(
          (id) => catalogue[id].level !== 'MAY' && whyUnchecked(id) === undefined && !failed.has(id),
        )
      : [],
  };
}

/** The share of caught faults that are named rightly, from 0 to 1. */
export function shareNamedRightly({ cases, uncaught, misnamed }: Matrix): number {
  const faults = cases.filter(({ kind }) => kind === 'fault').length - uncaught.length;
  return faults === 0 ? 1 : (faults - misnamed.length) / faults;
}
