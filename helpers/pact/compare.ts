/** The contract beside the description of the API, in both directions: what only one of them knows. */
import * as library from '@pactflow/openapi-pact-comparator';
import { description } from '../../contracts/fields.ts';
import type { PactFile } from './file.ts';

/** What the library offers, as far as it is used; its package hides the types it brings. */
interface Library {
  readonly Comparator: new (
    description: unknown,
  ) => {
    compare(pact: unknown): AsyncIterable<{
      readonly type: string;
      readonly code: string;
      readonly message: string;
      readonly mockDetails?: { readonly interactionDescription?: string; readonly location?: string };
    }>;
  };
}
const { Comparator } = library as unknown as Library;

/** Something that a pact says and the description does not allow, in one line. */
export type Disagreement = string;

/**
 * What a pact says against the description: unknown paths, members, statuses. Credentials are left out of the comparison:
 * a pact never holds them, they are added when it is verified.
 */
export async function disagreements(pact: PactFile): Promise<Disagreement[]> {
  const { security: _security, ...open } = description as typeof description & { security?: unknown };
  const found: Disagreement[] = [];
  const comparator = new Comparator(open);
  for await (const { type, code, message, mockDetails } of comparator.compare(pact)) {
    if (type !== 'error') continue;
    const { interactionDescription = '', location = '' } = mockDetails ?? {};
    found.push(`${interactionDescription}: ${message} (${code}, ${location.replace('[root].', '')})`);
  }
  return found;
}

/** What the contract says of one documented operation. */
export interface ContractCoverage {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** How many interactions there are by documented status. */
  readonly statuses: Readonly<Record<string, number>>;
}

interface DescribedOperation {
  readonly operationId?: string;
  readonly responses?: Readonly<Record<string, unknown>>;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every operation of the description and how many interactions of the pacts each of its statuses has. */
export function contractCoverage(pacts: readonly PactFile[]): ContractCoverage[] {
  const interactions = pacts.flatMap((pact) => pact.interactions);
  return Object.entries(description.paths).flatMap(([path, item]) =>
    methods.flatMap((method): ContractCoverage[] => {
      const described = item[method] as DescribedOperation | undefined;
      if (described === undefined) return [];
      const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
      const own = interactions.filter(
        ({ request }) => request.method.toLowerCase() === method && pattern.test(request.path),
      );
      const statuses = Object.fromEntries(
        Object.keys(described.responses ?? {}).map((status) => [
          status,
          own.filter(({ response }) => String(response.status) === status).length,
        ]),
      );
      return [{ operation: described.operationId ?? '', method: method.toUpperCase(), path, statuses }];
    }),
  );
}

/** The coverage as a table for the terminal; a dot is a documented status without an interaction. */
export function coverageTable(coverage: readonly ContractCoverage[]): string {
  const statuses = [...new Set(coverage.flatMap((one) => Object.keys(one.statuses)))].sort();
  const width = Math.max(...coverage.map(({ operation }) => operation.length), 'operation'.length);
  const cell = (text: string) => text.padStart(5);
  const rows = coverage.map((one) => {
    const counts = statuses.map((status) =>
      cell(one.statuses[status] === undefined ? '' : shown(one.statuses[status])),
    );
    return `${one.operation.padEnd(width)}${counts.join('')}`;
  });
  const uncovered = coverage.filter((one) => Object.values(one.statuses).every((count) => count === 0));
  return `${[
    `${'operation'.padEnd(width)}${statuses.map(cell).join('')}`,
    ...rows,
    '',
    `Interactions by documented status; · is documented and in no contract.`,
    `Operations that no contract covers (${uncovered.length}): ${uncovered.map(({ operation }) => operation).join(', ') || 'none'}`,
  ].join('\n')}\n`;
}

const shown = (count: number) => (count === 0 ? '·' : String(count));
