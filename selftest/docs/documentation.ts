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

  test('of every command that has options', () => {
    const described = sections.map((section) => /^`([a-z-]+)`\n/.exec(section)?.[1]);
    const undescribed = Object.keys(scripts).filter((script) => {
      const own = optionsOf(script).filter((option) => option !== '--help');
      return helpOf(script) !== '' && own.length > 0 && !described.includes(script);
    });
    expect(undescribed).toEqual([]);
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

  /** Calls that are not made here, and which test makes them or why none does. */
  const left: readonly (readonly [RegExp, string])[] = [
    [/^npm ci/, 'CI makes it first of all; here it would take the ground from under this test'],
    [/^(npx|export|curl|#)/, 'no script of ours'],
    [
      /TARGET_URL=|--target staging(?!.*--dry-run)/,
      'needs the server of the documentation, which nobody here can reach',
    ],
    [/^npm run conformance -- --(shard|merge)/, 'selftest/operation/command.test.ts'],
    [/^npm run (publish|can-i-deploy|record-deployment)|--broker|&& npm run publish/, 'selftest/broker/flow.test.ts'],
    [/^npm run verify/, 'selftest/pact/command.test.ts'],
    [/^npm run stub/, 'selftest/pact/stub.test.ts'],
    [/^npm run sandbox(?!.*--list)/, 'selftest/sandbox/lifecycle.test.ts'],
    [/^npm run report/, 'selftest/reports/commands.test.ts'],
    [/^npm run baseline/, 'selftest/operation/week.test.ts'],
    [/^npm run kill-matrix/, 'selftest/kill-matrix/matrix.test.ts'],
  ];
  const lines = pages.flatMap((path) =>
    tokensOf(path).flatMap((token) =>
      token.type === 'code' && String(token.lang).startsWith('sh') ? String(token.text).split('\n') : [],
    ),
  );
  const run = [...new Set(lines)].filter((line) => !left.some(([pattern]) => pattern.test(line)));

  test.each(left.filter(([, where]) => where.startsWith('selftest/')))('%s is called by %s', (pattern, where) => {
    expect(lines.some((line) => pattern.test(line))).toBe(true);
    expect(existsSync(where)).toBe(true);
  });

  test('some can be run at all', () => {
    expect(run.length).toBeGreaterThan(3);
  });

  test.each(run)('%s', (line) => {
    const [, script = '', rest = ''] = /^npm run ([a-z-]+)(?: -- (.*))?$/.exec(line) ?? [];
    const file = resolve((scripts[script] ?? '').replace(/^\S+ /, ''));
    // Their own folders, so that they disturb nobody's reports.
    const own: Readonly<Record<string, string>> = {
      conformance: `--out ${reports}-of-a-run --state ${folder}/state --no-allure-report`,
      contracts: `--out ${folder}/pacts`,
    };
    const placed = rest
      .replace(/^A B$/, 'monday reports')
      .replaceAll(/(?<=^| )(monday|reports)(?=[ /]|$)/g, (name) => join(folder, name));
    const call = `"${process.execPath}" --import tsx "${file}" ${placed} ${own[script] ?? ''}`;
    const { status, stderr } = spawnSync('bash', ['-c', call], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
    });
    // What is compared here became worse.
    expect(status, stderr).toBe(script === 'compare' ? 1 : 0);
  });
});
