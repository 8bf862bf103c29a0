/** The kill matrix as the documentation has it: requirement by requirement, with the faults that make it fail. */
import { catalogue, familyOf, type RequirementId, requirementIds } from '../../contracts/requirements/index.ts';
import { cell } from '../../helpers/report/markdown-text.ts';
import { summary } from './formats.ts';
import type { Matrix } from './matrix.ts';
import type { CaseResult } from './run-case.ts';

/** A requirement that is judged, and which faults made it fail. */
export interface Row {
  readonly requirement: RequirementId;
  readonly family: string;
  readonly aimedAt: readonly CaseResult[];
  /** Faults aimed at another requirement. */
  readonly others: readonly CaseResult[];
}

/** The rows of the matrix, in the order of the catalogue, each family together. */
export function rowsOf({ cases }: Matrix): readonly Row[] {
  const faults = cases.filter(({ kind }) => kind === 'fault');
  const rows = requirementIds
    .filter((id) => catalogue[id].level !== 'MAY')
    .map((requirement): Row => {
      const failing = faults.filter(({ failed }) => failed.some((one) => one.requirement === requirement));
      return {
        requirement,
        family: familyOf(requirement),
        aimedAt: faults.filter(({ breaks }) => breaks === requirement),
        others: failing.filter(({ breaks }) => breaks !== requirement),
      };
    });
  const families = [...new Set(rows.map(({ family }) => family))];
  return families.flatMap((family) => rows.filter((row) => row.family === family));
}

/** For the documentation; `picture` is the path from there to the picture. */
export function document(matrix: Matrix, picture: string): string {
  const rows = rowsOf(matrix);
  const lines = [
    '# The kill matrix',
    '',
    'A check that cannot fail proves nothing. So the suite is run against every fault and every freedom of the sandbox, one at a',
    'time. A **fault** breaks one requirement, and that requirement must fail. A **freedom** is something that the documents allow,',
    'and nothing may fail for it. This page and its picture are written by',
    '',
    '```sh',
    'npm run kill-matrix -- --docs',
    '```',
    '',
    `![${rows.length} requirements down, faults and freedoms across: a dark mark where a fault made the requirement fail that it is aimed at](${picture})`,
    '',
    ...summary(matrix),
  ];
  let family = '';
  for (const row of rows) {
    if (row.family !== family) {
      family = row.family;
      lines.push('', `## ${family}`, '', '| requirement | level | faults aimed at it | fails for these as well |');
      lines.push('| --- | --- | --- | --- |');
    }
    const { level } = catalogue[row.requirement];
    lines.push(`| ${cell(row.requirement)} | ${level} | ${named(row.aimedAt)} | ${named(row.others)} |`);
  }
  const freedoms = matrix.cases.filter(({ kind }) => kind === 'freedom');
  lines.push('', '## Freedoms', '', `${named(freedoms.filter(({ keeps }) => keeps === undefined))}.`);
  const should = freedoms.filter(({ keeps }) => keeps === 'MUST');
  if (should.length > 0) lines.push('', `These keep every MUST, and break a SHOULD: ${named(should)}.`);
  return `${lines.join('\n')}\n`;
}

function named(cases: readonly CaseResult[]): string {
  return cases.map(({ id }) => cell(id)).join(', ');
}
