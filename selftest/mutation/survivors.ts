/** Mutants that no test kills: as a report of Stryker has them, and as they are listed with a reason. */

/** What is read of Stryker's JSON report. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** From 1 on. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A change of the source that no test notices, without its line number: it outlives other changes of the file. */
export interface Survivor {
  readonly file: string;
  /** `before → after`, each in one line. */
  readonly change: string;
}

/** The mutants of a report that no test killed; or those that ended in another way. */
export function survivorsOf(
  report: MutationReport,
  statuses: readonly string[] = ['Survived', 'NoCoverage'],
): Survivor[] {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => statuses.includes(status))
      .map(({ location, replacement = '' }) => ({
        file,
        change: `${oneLine(between(source, location.start, location.end))} → ${oneLine(replacement)}`,
      })),
  );
}

function between(source: string, start: Position, end: Position): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join('\n');
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** The listed ones: under the heading of each file a line ``- `before → after`: reason``, the backquotes doubled where need be. */
export function parseSurvivors(markdown: string): Survivor[] {
  const listed: Survivor[] = [];
  let file = '';
  for (const line of markdown.split('\n')) {
    file = /^## (\S+)$/.exec(line)?.[1] ?? file;
    if (!line.startsWith('- ')) continue;
    const [, , change] = /^- (`+) ?(.+?) ?\1: \S/.exec(line) ?? [];
    if (change === undefined) throw new Error(`survivors.md: no change and reason in: ${line}`);
    listed.push({ file, change });
  }
  return listed;
}

/** What the first list holds more often than the second. */
export function missing(these: readonly Survivor[], those: readonly Survivor[]): Survivor[] {
  const key = ({ file, change }: Survivor) => `${file}\n${change}`;
  const left = those.map(key);
  return these.filter((one) => {
    const at = left.indexOf(key(one));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
