/** The top of the page: what the run says in one sentence, how many checks stand behind it, and its facts. */
import type { RunReport } from '../model.ts';
import { counted, duration, type ShownVerdict, shownVerdicts } from '../text.ts';
import { Markup, markup } from './markup.ts';
import { pill, signs } from './signs.ts';

const tones: Readonly<Record<number, readonly [tone: string, sign: string, word: string]>> = {
  0: ['good', '✓', 'Conforms'],
  1: ['bad', '✗', 'Does not conform'],
  4: ['broken', '!', 'The suite failed'],
};

/** Banner with the conclusion. */
export function banner({ run, target, suite }: RunReport): Markup {
  const [tone, sign, word] = tones[run.exitCode] ?? ['unsure', '?', 'No verdict'];
  const facts: readonly (readonly [string, string])[] = [
    ['Target', `${target.name} · ${target.url}`],
    ['Started', `${run.startedAt.replace('T', ' ').slice(0, 19)} UTC`],
    ['Took', `${duration(run.durationMs)}, ${counted(run.requests, 'request')}`],
    ['Gate', run.gate.toUpperCase()],
    ['Exit code', String(run.exitCode)],
  ];
  return markup`<header class="banner ${tone}"><div class="inside">
<p class="product">${suite.name}</p>
<div class="verdict"><span class="seal" aria-hidden="true">${sign}</span><div><p class="word">${word}</p><h1>${run.conclusion}</h1></div></div>
<dl class="facts">${facts.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</div></header>
`;
}

/** Cards with the counts of each level. */
export function counts({ summary }: RunReport): Markup {
  const levels = [
    ['MUST', 'promised by the documentation', summary.MUST],
    ['SHOULD', 'said by a standard, or shown by an example', summary.SHOULD],
  ] as const;
  const cards = levels.map(([level, meaning, verdicts]) => {
    const shown = shownVerdicts.flatMap((verdict) =>
      verdict === 'observed' ? [] : [[verdict, verdicts[verdict]] as const],
    );
    return card(level, meaning, shown);
  });
  const observed = card('MAY', 'left open: recorded, not judged', [['observed', summary.MAY.observed]]);
  return markup`<section aria-labelledby="result"><h2 id="result">Result</h2><div class="cards">${cards}${observed}</div></section>
`;
}

function card(level: string, meaning: string, verdicts: readonly (readonly [ShownVerdict, number])[]): Markup {
  const total = verdicts.reduce((sum, [, count]) => sum + count, 0);
  const shown = verdicts.filter(([verdict, count]) => count > 0 || verdict === 'fail' || verdict === 'pass');
  return markup`<div class="card"><h3>${level} <small>${meaning}</small></h3>${bar(verdicts, total)}<ul class="counts">${shown.map(
    ([verdict, count]) =>
      markup`<li${count === 0 ? new Markup(' class="zero"') : undefined}>${pill(verdict)} <b>${count.toLocaleString('en')}</b></li>`,
  )}</ul></div>`;
}

/** A bar in the proportions of the verdicts; the numbers beside it say the same in words. */
function bar(verdicts: readonly (readonly [ShownVerdict, number])[], total: number): Markup {
  let at = 0;
  const parts = verdicts.flatMap(([verdict, count]) => {
    if (count === 0) return [];
    // One failure in a thousand is still to be seen.
    const width = Math.max(1.5, (count / total) * 100);
    const part = markup`<rect class="${verdict}" x="${at.toFixed(2)}" width="${width.toFixed(2)}" height="8"/>`;
    at += width;
    return [part];
  });
  return markup`<svg class="bar" viewBox="0 0 ${Math.max(1, at).toFixed(2)} 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** What a reader has to know about the run beside its verdicts. */
export function notices({ notices: all }: RunReport): Markup | undefined {
  if (all.length === 0) return undefined;
  const items = all.map(({ severity, text }) => markup`<li class="${severity}"><b>${severity}</b> ${text}</li>`);
  return markup`<section aria-labelledby="notices"><h2 id="notices">Notices</h2><ul class="notices">${items}</ul></section>
`;
}

/** Everything needed to run the same again. */
export function facts({ suite, target, run }: RunReport): Markup {
  const all = {
    suite: `${suite.name} ${suite.version} (${suite.commit})`,
    target: `${target.name}, ${target.url}`,
    run: run.id,
    started: run.startedAt,
    duration: duration(run.durationMs),
    requests: run.requests.toLocaleString('en'),
    seed: String(run.seed),
    gate: run.gate,
    'exit code': String(run.exitCode),
    ...(run.interrupted === true ? { interrupted: 'yes, before its end' } : {}),
    ...run.environment,
  };
  const rows = Object.entries(all).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return markup`<section aria-labelledby="run"><h2 id="run">Run and environment</h2><dl class="table">${rows}</dl></section>
`;
}

/** What the signs of the page mean. */
export function legend(): Markup {
  const items = shownVerdicts.map((verdict) => markup`<li>${pill(verdict)} ${signs[verdict].meaning}</li>`);
  return markup`<ul class="legend">${items}</ul>`;
}
