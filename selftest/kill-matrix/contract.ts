/** Which faults and freedoms of the sandbox the contract sees: it is verified against each of them, one after another. */
import { readFileSync } from 'node:fs';
import type { PactFile } from '../../helpers/pact/file.ts';
import { type VerifiedInteraction, verifyAgainst } from '../../helpers/pact/verification.ts';
import { Verifier } from '../../helpers/pact/verifier.ts';
import { cell } from '../../helpers/report/markdown-text.ts';
import { faultOf } from '../../sandbox/faults/index.ts';
import { freedomOf } from '../../sandbox/freedoms/index.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { sandboxTarget } from '../suite/target.ts';
import type { Case } from './run-case.ts';

/** What the verification of the contract said of one fault or freedom. */
export interface ContractCase {
  readonly kind: Case['kind'];
  readonly id: string;
  readonly sentence: string;
  readonly breaks?: string;
  readonly keeps?: 'MUST';
  /** Interactions that were not kept, each with the reason. */
  readonly failed: readonly { readonly operation: string; readonly description: string; readonly reason: string }[];
  readonly inconclusive: number;
}

/** The committed contract. */
export function committedContract(): PactFile {
  const path = new URL('../../contracts/pacts/abillify-conformance-abillify-api.json', import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as PactFile;
}

/** Verifies the contract against each case. */
export async function contractMatrix(
  cases: readonly Case[],
  onResult: (result: ContractCase) => void = () => {},
): Promise<ContractCase[]> {
  const sandbox = await startSandbox({ managementPort: false });
  const verifier = new Verifier();
  const pacts = [{ place: 'contract', content: committedContract() }];
  const results: ContractCase[] = [];
  try {
    for (const one of cases) {
      sandbox.use(one.kind === 'fault' ? { faults: [one.id] } : { freedoms: [one.id] });
      const target = sandboxTarget(sandbox, { settleTimeoutMs: one.kind === 'fault' ? 300 : 2000 });
      const { interactions } = await verifyAgainst(target, { pacts }, verifier, new Date());
      const result = caseOf(one, interactions);
      results.push(result);
      onResult(result);
    }
  } finally {
    verifier.close();
    await sandbox.close();
  }
  return results;
}

function caseOf(one: Case, interactions: readonly VerifiedInteraction[]): ContractCase {
  const { sentence, ...rest } = one.kind === 'fault' ? faultOf(one.id) : freedomOf(one.id);
  return {
    kind: one.kind,
    id: one.id,
    sentence,
    ...('breaks' in rest ? { breaks: rest.breaks } : {}),
    ...('keeps' in rest && rest.keeps !== undefined ? { keeps: rest.keeps } : {}),
    failed: interactions
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ operation, description, reason }) => ({ operation, description, reason })),
    inconclusive: interactions.filter(({ verdict }) => verdict === 'inconclusive').length,
  };
}

/** Freedoms that keep every requirement and that the contract accuses all the same. */
export function accusedByContract(cases: readonly ContractCase[]): readonly ContractCase[] {
  return cases.filter(({ kind, keeps, failed }) => kind === 'freedom' && keeps === undefined && failed.length > 0);
}

/** For the terminal. */
export function contractText(cases: readonly ContractCase[]): string {
  const faults = cases.filter(({ kind }) => kind === 'fault');
  const seen = faults.filter(({ failed }) => failed.length > 0);
  const accused = accusedByContract(cases);
  const lines = [
    `The contract sees ${seen.length} of ${faults.length} faults; the others need what a pact cannot say: several calls, what was stored, headers of the connection.`,
    `Freedoms that the contract accuses: ${accused.length === 0 ? 'none' : accused.length}`,
    ...accused.map(({ id, failed }) => `  ${id}: ${failed[0]?.description}: ${failed[0]?.reason}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** For people: both lists, each fault with the interaction that shows it. */
export function contractMarkdown(cases: readonly ContractCase[]): string {
  const faults = cases.filter(({ kind }) => kind === 'fault');
  const seen = faults.filter(({ failed }) => failed.length > 0);
  const unseen = faults.filter(({ failed }) => failed.length === 0);
  const lines = ['# What the contract sees', '', contractText(cases).trim(), ''];
  lines.push(
    '## Faults it sees',
    '',
    '| fault | breaks | operations | first interaction | why |',
    '| --- | --- | --- | --- | --- |',
  );
  for (const { id, breaks = '', failed } of seen) {
    const operations = [...new Set(failed.map(({ operation }) => operation))].join(', ');
    const [first] = failed;
    lines.push(`| ${[id, breaks, operations, first?.description ?? '', first?.reason ?? ''].map(cell).join(' | ')} |`);
  }
  lines.push('', '## Faults it cannot see', '', '| fault | breaks | states not arranged |', '| --- | --- | ---: |');
  for (const { id, breaks = '', inconclusive } of unseen)
    lines.push(`| ${cell(id)} | ${cell(breaks)} | ${inconclusive} |`);
  lines.push('', '## Freedoms', '', '| freedom | interactions not kept |', '| --- | --- |');
  for (const { id, failed } of cases.filter(({ kind }) => kind === 'freedom')) {
    lines.push(`| ${cell(id)} | ${cell(failed.map(({ description }) => description).join('; ') || 'none')} |`);
  }
  return `${lines.join('\n')}\n`;
}
