/** Families of requirements by operation: where it hurts, at a glance. */
import { everyOperation } from '../../../contracts/operations.ts';
import type { CheckReport, RunReport } from '../model.ts';
import { familyOf, grouped, shownVerdict, shownVerdicts } from '../text.ts';
import { type Markup, markup } from './markup.ts';
import { legend } from './overview.ts';
import { signs } from './signs.ts';

/** The section with the matrix. Each cell narrows the list of checks to what it stands for. */
export function matrix({ checks }: RunReport): Markup {
  const cells = grouped(checks, (check) => `${familyOf(check.requirement)} ${check.operation}`);
  const present = new Set(checks.map(({ operation }) => operation));
  const known: readonly string[] = everyOperation;
  const columns = [
    ...known.filter((operation) => present.has(operation)),
    ...[...present].filter((one) => !known.includes(one)),
  ];
  const families = [...new Set(checks.map(({ requirement }) => familyOf(requirement)))].sort();
  const heads = columns.map(
    (operation) =>
      markup`<th scope="col"><button type="button" data-operation="${operation}"><span>${operation}</span></button></th>`,
  );
  const rows = families.map(
    (family) =>
      markup`<tr><th scope="row"><button type="button" data-family="${family}">${family}</button></th>${columns.map(
        (operation) => cell(family, operation, cells.get(`${family} ${operation}`) ?? []),
      )}</tr>
`,
  );
  return markup`<section aria-labelledby="matrix"><h2 id="matrix">Families by operation</h2>
<p class="hint needs-script">Press a cell, a family or an operation to see its checks.</p>
<div class="scroll" role="group" aria-labelledby="matrix" tabindex="0"><table class="matrix"><thead><tr><th scope="col">family</th>${heads}</tr></thead><tbody>
${rows}</tbody></table></div>${legend()}</section>
`;
}

function cell(family: string, operation: string, checks: readonly CheckReport[]): Markup {
  if (checks.length === 0) return markup`<td class="empty"></td>`;
  const found = checks.map(shownVerdict);
  const worst = shownVerdicts.find((verdict) => found.includes(verdict)) ?? 'pass';
  const count = found.filter((verdict) => verdict === worst).length;
  const number = count === checks.length ? String(count) : `${count}/${checks.length}`;
  const label = `${family}, ${operation}: ${count} of ${checks.length} ${worst}`;
  return markup`<td class="${worst}"><button type="button" data-family="${family}" data-operation="${operation}" title="${label}"><span aria-hidden="true">${signs[worst].sign} ${number}</span><span class="sr">${label}</span></button></td>`;
}
