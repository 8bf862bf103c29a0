/** The faults and freedoms as a set. That each is found, or accused of nothing, is proved by the kill matrix. */
import { expect, test } from 'vitest';
import { catalogue, operationsOf, requirementIds } from '../../contracts/requirements/index.ts';
import { faults } from '../../sandbox/faults/index.ts';
import { freedoms } from '../../sandbox/freedoms/index.ts';
import { defaultRules, type Rules, withChange } from '../../sandbox/rules.ts';

test('ids are readable and used once', () => {
  const ids = [...faults, ...freedoms].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  for (const { sentence } of [...faults, ...freedoms]) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

test('there are enough of them', () => {
  expect(faults.length).toBeGreaterThanOrEqual(160);
  expect(freedoms.length).toBeGreaterThanOrEqual(35);
});

test('every requirement that is judged can be broken', () => {
  const broken = new Set<string>(faults.map(({ breaks }) => breaks));
  const never = requirementIds.filter((id) => catalogue[id].level !== 'MAY' && !broken.has(id));
  expect(never).toEqual([]);
});

test('a fault breaks a requirement where the requirement holds', () => {
  for (const { id, breaks, operation } of faults) {
    expect(catalogue[breaks].level, id).not.toBe('MAY');
    if (operation !== undefined) expect(operationsOf(breaks), id).toContain(operation);
  }
});

test('every fault and freedom replaces a rule that exists', () => {
  for (const { id, change } of [...faults, ...freedoms]) {
    const changed = change(defaultRules);
    const groups = Object.keys(changed) as (keyof Rules)[];
    expect(groups.length, id).toBeGreaterThan(0);
    for (const group of groups) {
      for (const rule of Object.keys(changed[group] ?? {})) expect(defaultRules[group], id).toHaveProperty(rule);
    }
    expect(withChange(defaultRules, changed)).not.toEqual(defaultRules);
  }
});
