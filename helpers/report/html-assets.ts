/** Style and script of the page, inline so that it needs no request. */

export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--soft:#5b6675;--line:#d9dee6;--panel:#f6f8fa;--pass:#1a7f43;--fail:#c62828;--unsure:#a15c00;--none:#6b7684;--waived:#6a4fb3}
@media(prefers-color-scheme:dark){:root{--paper:#12161c;--ink:#e6eaf0;--soft:#9aa6b5;--line:#2c3440;--panel:#1a2029;--pass:#5fc98a;--fail:#ff7b72;--unsure:#f0b45b;--none:#8c97a6;--waived:#b7a3f5}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:var(--paper);color:var(--ink)}
header{padding:1.5rem clamp(1rem,4vw,3rem);border-bottom:6px solid var(--unsure);background:var(--panel)}header.good{border-color:var(--pass)}header.bad{border-color:var(--fail)}
h1{margin:0 0 .3rem;font-size:1.6rem}header p{margin:0;color:var(--soft);overflow-wrap:anywhere}main{padding:1rem clamp(1rem,4vw,3rem);max-width:100rem}
h2{margin:2rem 0 .6rem;font-size:1.2rem}table{border-collapse:collapse}th,td{padding:.25rem .6rem;border:1px solid var(--line);text-align:left}caption{text-align:left;color:var(--soft);padding-bottom:.3rem}
.counts td{text-align:right}.wide{overflow-x:auto}.matrix td{padding:0}.matrix thead th span{writing-mode:vertical-rl}.matrix button{width:100%;border:0;background:none;color:inherit;font:inherit;padding:.3rem .5rem;cursor:pointer;white-space:nowrap}
.pass{color:var(--pass)}.fail{color:var(--fail)}.inconclusive{color:var(--unsure)}.waived{color:var(--waived)}.not-applicable{color:var(--none)}
td.fail{background:color-mix(in srgb,var(--fail) 14%,transparent)}td.inconclusive{background:color-mix(in srgb,var(--unsure) 12%,transparent)}
.notice{border-left:4px solid var(--unsure);padding:.4rem .8rem;background:var(--panel)}.notice.error{border-color:var(--fail)}
.filters{display:flex;flex-wrap:wrap;gap:1rem;margin-bottom:.8rem;align-items:center}input,select{font:inherit;padding:.2rem .4rem}
.check{border:1px solid var(--line);border-radius:6px;margin:.3rem 0;padding:.3rem .7rem;background:var(--panel)}.check[data-verdict=fail]{border-left:5px solid var(--fail)}summary{cursor:pointer;overflow-wrap:anywhere}
.check i{color:var(--soft);font-style:normal;font-size:.85rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.6rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre,code{font:13px/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}pre{background:var(--paper);border:1px solid var(--line);padding:.6rem;border-radius:4px;max-height:24rem;overflow:auto}
.exchange{margin:.3rem 0 .3rem 1rem}.curl{display:flex;gap:.6rem;align-items:start}[hidden]{display:none}:focus-visible{outline:3px solid #3b82f6;outline-offset:1px}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@media print{.filters,.copy{display:none}.check{break-inside:avoid}}
`;

export const script = `
(() => {
  const byId = (id) => document.getElementById(id);
  const checks = [...document.querySelectorAll('.check')];
  const chosen = { family: '', operation: '' };
  const show = () => {
    const text = byId('text').value.toLowerCase();
    let count = 0;
    for (const check of checks) {
      const { verdict, level, family, operation } = check.dataset;
      const fits = (byId('level').value === '' || byId('level').value === level)
        && (byId('verdict').value === '' || byId('verdict').value === verdict)
        && (chosen.family === '' || (chosen.family === family && chosen.operation === operation))
        && (text === '' || check.textContent.toLowerCase().includes(text));
      check.hidden = !fits;
      if (fits) count += 1;
    }
    byId('shown').textContent = count + ' of ' + checks.length + ' checks' + (chosen.family === '' ? '' : ' · ' + chosen.family + ', ' + chosen.operation + ' (press again to undo)');
  };
  for (const id of ['text', 'level', 'verdict']) byId(id).addEventListener('input', show);
  document.querySelector('.filters').addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button === null) return;
    if (button.classList.contains('copy')) {
      const line = button.nextElementSibling.textContent;
      const done = () => { button.textContent = 'copied'; };
      if (navigator.clipboard) navigator.clipboard.writeText(line).then(done, () => {});
      return;
    }
    const { family, operation } = button.dataset;
    const same = chosen.family === family && chosen.operation === operation;
    chosen.family = same ? '' : family;
    chosen.operation = same ? '' : operation;
    show();
    byId('checks').scrollIntoView();
  });
  show();
})();
`;
