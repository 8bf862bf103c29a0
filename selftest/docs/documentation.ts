/** The documentation: no dead link, no option that is not there, none left out, and its commands do run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { marked, type Token } from 'marked';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json } from '../../helpers/report/json.ts';
import { replaceFile } from '../../helpers/report/replace-file.ts';
import { example, nightBefore } from '../reports/example.ts';
import { commandsOf, helpOf, optionsOf, scripts } from './commands.ts';

const pages = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (path: string) => readFileSync(path, 'utf8');

/** Every token of a page, those within others too. */
function tokensOf(path: string): Token[] {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(textOf(path)), (token) => {
    tokens.push(token);
  });
  return tokens;
}

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(path: string): string[] {
  return tokensOf(path).flatMap((token) =>
    token.type === 'heading'
      ? [
          token.text
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
            .trim()
            .replaceAll(/\s/g, '-'),
        ]
      : [],
  );
}

describe.each(pages)('%s', (path) => {
  test('every link leads somewhere', () => {
    const links = tokensOf(path).flatMap((token) =>
      token.type === 'link' || token.type === 'image' ? [String(token.href)] : [],
    );
    const dead = links.filter((link) => {
      if (/^https:\/\//.test(link)) return !URL.canParse(link);
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(dead).toEqual([]);
  });

  test('every command and option in it exists', () => {
    for (const { script, options } of commandsOf(textOf(path).replaceAll('\\\n', ' '))) {
      expect(Object.keys(scripts)).toContain(script);
      const known = optionsOf(script);
      // A script that is none of ours says nothing of its options.
      if (helpOf(script) === '') continue;
      expect(
        options.filter((option) => !known.includes(option)),
        script,
      ).toEqual([]);
    }
  });
});

describe('docs/options.md says what --help says', () => {
  const sections = textOf('docs/options.md').split(/^## /m).slice(1);
  const described = sections.flatMap((section) => {
    const name = /^`([a-z-]+)`\n/.exec(section)?.[1];
    return name === undefined ? [] : [[name, section] as const];
  });

  test.each(described)('%s', (script, section) => {
    const inTable = [...section.matchAll(/^\| (.*?) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/--[a-z][a-z-]*/g) ?? [],
    );
    // What an explanation mentions is none of the command's own options.
    const inHelp = [...helpOf(script).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option);
    expect([...new Set(inTable)].sort()).toEqual(inHelp.filter((option) => option !== '--help').sort());
  });

  test('every variable of .env.example', () => {
    const variables = [...textOf('.env.example').matchAll(/^([A-Z_0-9]+)=/gm)].map(([, name = '']) => name);
    expect(variables.filter((name) => !textOf('docs/options.md').includes(`\`${name}\``))).toEqual([]);
  });
});

describe('commands of the documentation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const reports = join(folder, 'reports');
  beforeAll(() => {
    for (const [name, report] of [
      ['reports', example],
      ['monday', nightBefore],
    ] as const) {
      spawnSync('mkdir', ['-p', join(folder, name)]);
      replaceFile(join(folder, name, 'conformance.json'), [json(report)]);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Scripts that need neither a server, a broker nor a desktop, and end by themselves. */
  const runnable = new Set(['conformance', 'requirements', 'notification', 'sandbox']);
  /** Calls of them that are not made, and why. */
  const left: readonly (readonly [RegExp, string])[] = [
    [/^npm ci/, 'installs; CI does it, and it would take the ground from under this test'],
    [/TARGET_URL=|--target staging|--shard|--merge/, 'needs a server that nobody here can reach, or parts of a run'],
    [/^npm run conformance$/, 'a whole run: tests of their own'],
    [/^npm run sandbox(?!.*--list)/, 'stays until it is stopped'],
  ];
  const lines = pages.flatMap((path) =>
    tokensOf(path).flatMap((token) =>
      token.type === 'code' && token.lang === 'sh' ? String(token.text).split('\n') : [],
    ),
  );
  const run = [...new Set(lines)].filter((line) => {
    const script = /^npm run ([a-z-]+)/.exec(line)?.[1] ?? '';
    return runnable.has(script) && !left.some(([pattern]) => pattern.test(line));
  });

  test('some can be run at all', () => {
    expect(run.length).toBeGreaterThan(3);
  });

  test.each(run)('%s', (line) => {
    const [, script = '', rest = ''] = /^npm run ([a-z-]+)(?: -- (.*))?$/.exec(line) ?? [];
    const file = resolve((scripts[script] ?? '').replace(/^\S+ /, ''));
    // Its own folders, so that it disturbs nobody's reports.
    const own = script === 'conformance' ? `--out ${reports}-of-a-run --state ${folder}/state --no-allure-report` : '';
    const call = `"${process.execPath}" --import tsx "${file}" ${rest.replaceAll('reports/', `${reports}/`)} ${own}`;
    const { status, stderr } = spawnSync('bash', ['-c', call], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
    });
    expect(status, stderr).toBe(0);
  });
});
