/** The kill matrix as a picture: requirements down, faults and freedoms across, a mark where a requirement failed. */
import { markup } from '../../helpers/report/html/markup.ts';
import { rowsOf } from './document.ts';
import type { Matrix } from './matrix.ts';

const [step, height, left, top] = [3, 7, 150, 54];

const style = `
svg { font: 11px system-ui, sans-serif; fill: #24292f; background: #fff; }
.band { fill: #f3f5f8; } .title { font-size: 15px; font-weight: 600; } .small { fill: #57606a; }
.meant { fill: #0b5cad; } .other { fill: #e08a00; } .wrong { fill: #c62828; } .frame { fill: none; stroke: #c8ccd1; }
@media (prefers-color-scheme: dark) {
  svg { fill: #e6edf3; background: #0d1117; } .band { fill: #161b22; } .small { fill: #9aa4ae; }
  .meant { fill: #6cb6ff; } .other { fill: #f0b040; } .wrong { fill: #ff8a80; } .frame { stroke: #3d444d; }
}`;

const title = 'The kill matrix: which fault makes which requirement fail';

/** The matrix as SVG. */
export function picture(matrix: Matrix): string {
  const rows = rowsOf(matrix);
  const rowOf = new Map<string, number>(rows.map(({ requirement }, index) => [requirement, index]));
  const freedoms = matrix.cases.filter(({ kind }) => kind === 'freedom');
  const faults = rows.flatMap(({ aimedAt }) => aimedAt);
  const columns = [...faults, ...freedoms];
  const gap = 12;
  const xOf = (column: number) => left + column * step + (column < faults.length ? 0 : gap);
  const [width, bottom] = [xOf(columns.length) + 10, top + rows.length * height];

  const families = [...new Set(rows.map(({ family }) => family))];
  let lastName = 0;
  const bands = families.map((family, index) => {
    const own = rows.filter((row) => row.family === family);
    const y = top + rows.findIndex((row) => row.family === family) * height;
    // Families of one requirement leave their names too little room.
    lastName = Math.max(lastName + 11, y + (own.length * height) / 2 + 4);
    const band = markup`<rect class="band" x="${left}" y="${y}" width="${width - left - 10}" height="${own.length * height}"/>`;
    return markup`${index % 2 === 0 ? band : undefined}<text x="${left - 8}" y="${lastName}" text-anchor="end">${family}</text>\n`;
  });
  const marks = columns.flatMap((one, column) =>
    one.failed.map(({ requirement }) => {
      const kind = one.kind === 'freedom' && one.keeps === undefined ? 'wrong' : 'other';
      const name = one.breaks === requirement ? 'meant' : kind;
      const y = top + (rowOf.get(requirement) ?? 0) * height;
      return markup`<rect class="${name}" x="${xOf(column)}" y="${y}" width="${step}" height="${height}"><title>${one.id}: ${requirement}</title></rect>\n`;
    }),
  );
  const frame = (from: number, to: number) =>
    markup`<rect class="frame" x="${xOf(from)}" y="${top}" width="${(to - from) * step}" height="${rows.length * height}"/>\n`;
  const legend = [
    ['meant', 'the requirement that the fault is aimed at failed'],
    ['other', 'failed as well; for a freedom: a SHOULD that it leaves'],
    ['wrong', 'a freedom was accused'],
  ] as const;
  const legends = legend.map(
    ([name, said], index) =>
      markup`<rect class="${name}" x="${left + index * 340}" y="${bottom + 14}" width="9" height="9"/><text x="${left + 15 + index * 340}" y="${bottom + 22}">${said}</text>\n`,
  );
  const svg = markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 36}" width="${width}" height="${bottom + 36}">
<title>${title}</title>
<style>${style}</style>
<text class="title" x="${left}" y="22">${title}</text>
<text class="small" x="${left}" y="44">${faults.length} faults, each a run of its own, in the order of the requirements that they break</text>
<text class="small" x="${xOf(faults.length)}" y="44">${freedoms.length} freedoms</text>
${bands}${marks}${frame(0, faults.length)}${faults.length === columns.length ? undefined : frame(faults.length, columns.length)}${legends}</svg>
`;
  return svg.content;
}
