/** What is not green, sorted by level and cause, for Allure; families stand within. */
import { Status } from 'allure-js-commons';
import type { Category } from 'allure-js-commons/sdk';
import type { Verdict } from '../model.ts';

interface Kind {
  readonly name: string;
  readonly status: Status;
  readonly verdict: Verdict;
  readonly level?: 'MUST' | 'SHOULD';
}

const kinds: readonly Kind[] = [
  { name: 'MUST broken: promised by the documentation', status: Status.FAILED, verdict: 'fail', level: 'MUST' },
  { name: 'SHOULD broken: said by a standard', status: Status.FAILED, verdict: 'fail', level: 'SHOULD' },
  { name: 'Inconclusive: could not be decided', status: Status.BROKEN, verdict: 'inconclusive' },
  { name: 'Waived: broken, and accepted until a date', status: Status.SKIPPED, verdict: 'waived' },
  { name: 'Not applicable to this target', status: Status.SKIPPED, verdict: 'not-applicable' },
];

/** For the results folder, in the form of Allure 2: whoever generates a report from it gets the same categories. */
export const categories: Category[] = kinds.map(({ name, status, verdict, level }) => ({
  name,
  matchedStatuses: [status],
  messageRegex: `(?:${level ?? 'MUST|SHOULD|MAY'}) ${verdict}: [\\s\\S]*`,
}));

/** For our own report, by label instead of by text, with the families as groups. */
export const categoryRules = kinds.map(({ name, status, verdict, level }) => ({
  name,
  matchers: {
    statuses: [status],
    labels: { verdict, ...(level === undefined ? {} : { level }) },
  },
  groupBy: [{ label: 'epic' }],
  groupByMessage: false,
  expand: verdict === 'fail',
}));
