/** What the kill matrix says of the contract, and a sample of the verifications; `npm run kill-matrix -- --contract` runs all. */
import { expect, test } from 'vitest';
import { faults } from '../../sandbox/faults/index.ts';
import { freedoms } from '../../sandbox/freedoms/index.ts';
import { accusedByContract, type ContractCase, contractMarkdown, contractMatrix, contractText } from './contract.ts';
import type { Case } from './run-case.ts';

const seen: ContractCase = {
  kind: 'fault',
  id: 'a-fault',
  sentence: 'Breaks something.',
  breaks: 'resend.answers-with-job',
  failed: [{ operation: 'resendInvoice', description: 'a request', reason: 'status: 500 | not 200' }],
  inconclusive: 0,
};
const unseen: ContractCase = { ...seen, id: 'hidden-fault', failed: [] };

test('both lists are written, and a freedom is accused only where it keeps every requirement', () => {
  const text = contractMarkdown([seen, unseen]);
  expect(text.indexOf('a-fault')).toBeLessThan(text.indexOf('## Faults it cannot see'));
  expect(text.indexOf('hidden-fault')).toBeGreaterThan(text.indexOf('## Faults it cannot see'));
  expect(contractText([seen, unseen])).toContain('sees 1 of 2 faults');
  const accused: ContractCase = { ...seen, kind: 'freedom' };
  expect(accusedByContract([seen, accused, { ...accused, keeps: 'MUST' }])).toEqual([accused]);
});

test('of a sample no freedom is accused, and every fault of the status or shape of an answer is seen', async () => {
  const meant = ['resend.answers-with-job', 'contract.interactions-hold', 'operation.published-sample-accepted'];
  const cases: Case[] = [
    ...faults.filter(({ breaks }) => meant.includes(breaks)).map(({ id }): Case => ({ kind: 'fault', id })),
    ...freedoms.filter((_, index) => index % 30 === 3).map(({ id }): Case => ({ kind: 'freedom', id })),
  ];
  const results = await contractMatrix(cases);
  expect(accusedByContract(results)).toEqual([]);
  const missed = results.filter(({ kind, failed }) => kind === 'fault' && failed.length === 0).map(({ id }) => id);
  expect(missed).toEqual([]);
});
