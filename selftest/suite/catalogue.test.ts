/** The catalogue and the specs agree: nothing is promised that nobody checks, without a reason. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue, isRequirementId, requirementIds } from '../../contracts/requirements/index.ts';
import { uncheckedIds } from '../../contracts/unchecked.ts';
import { faults } from '../../sandbox/faults/index.ts';
import { checks } from '../../specs/all.ts';

test('every requirement has a spec, or a written reason why not', () => {
  const checked = new Set<string>(checks.map(({ requirement }) => requirement));
  expect(requirementIds.filter((id) => !checked.has(id))).toEqual([...uncheckedIds]);
});

test('every requirement that judges has a fault that breaks it', () => {
  const broken = new Set<string>(faults.map(({ breaks }) => breaks));
  const judging = requirementIds.filter((id) => catalogue[id].level !== 'MAY');
  expect(judging.filter((id) => !broken.has(id))).toEqual([]);
});

test('ids are frozen: those that waivers, baselines and histories may name are there for good, new ones are added', () => {
  const released: unknown = JSON.parse(readFileSync(new URL('./released-ids.json', import.meta.url), 'utf8'));
  expect([...requirementIds].sort()).toEqual(released);
});

test('requirements rest on requirements that exist', () => {
  const known = new Set<string>(['*', ...requirementIds]);
  expect(requirementIds.flatMap((id) => catalogue[id].restsOn ?? []).filter((id) => !known.has(id))).toEqual([]);
});

test('no requirement rests on itself by way of others, and foundations rest on foundations alone', () => {
  const rests = (id: string) => (isRequirementId(id) ? (catalogue[id].restsOn ?? []) : []).filter((on) => on !== '*');
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    rests(from).some((on) => {
      if (on === to) return true;
      if (seen.has(on)) return false;
      seen.add(on);
      return reaches(on, to, seen);
    });
  expect(requirementIds.filter((id) => reaches(id, id))).toEqual([]);
  const foundations = requirementIds.filter((id) => catalogue[id].foundation === true);
  expect(foundations.flatMap((id) => rests(id)).filter((id) => !foundations.some((one) => one === id))).toEqual([]);
});

test('each check has a key of its own', () => {
  expect(new Set(checks.map(({ key }) => key)).size).toBe(checks.length);
});

test('open questions have a vocabulary, and nothing else has', () => {
  for (const id of requirementIds) {
    expect((catalogue[id].answers ?? []).length > 0, id).toBe(catalogue[id].level === 'MAY');
  }
});
