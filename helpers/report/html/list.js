/** The list of all checks: grouping, filters, and links to a single one. */
(() => {
  const { checks, describe, element, fillOnce } = globalThis.page;
  const form = document.getElementById('filters');
  const list = document.getElementById('list');
  const shown = document.getElementById('shown');
  const signs = { fail: '✗', inconclusive: '?', waived: '⚑', pass: '✓', observed: '○', 'not-applicable': '–' };
  /** More rows than a browser lays out at once come on demand. */
  const rowsAtOnce = 2000;
  const urgency = Object.keys(signs);
  const matrixButtons = [...document.querySelectorAll('.matrix button')];

  const rows = checks.map((check, index) => {
    const sign = element('span', '', signs[check.verdict]);
    sign.ariaHidden = 'true';
    const name = element('span', 'name', check.requirement);
    if (check.subject !== undefined) name.append(element('span', 'subject', check.subject));
    const summary = element(
      'summary',
      '',
      element('span', `pill ${check.verdict}`, sign, ` ${check.verdict}`),
      element('span', 'level', check.level),
      name,
      element('span', 'text', check.text),
      element('span', 'operation', check.operation),
    );
    if (check.reason) summary.append(element('span', 'reason', check.reason.slice(0, 300)));
    const details = element('details', `check ${check.verdict}`, summary);
    details.id = encodeURIComponent(check.name);
    fillOnce(details, () => describe(check, index));
    return details;
  });
  const texts = checks.map((check) =>
    [check.name, check.verdict, check.reason, check.text, check.source, check.expected, check.actual]
      .join('\n')
      .toLowerCase(),
  );

  const addOptions = (name) => {
    for (const value of [...new Set(checks.map((check) => check[name]))].sort()) {
      form.elements[name].append(new Option(value, value));
    }
  };

  const wanted = () => {
    const data = new FormData(form);
    return {
      words: data.get('text').toLowerCase().split(/\s+/).filter(Boolean),
      family: data.get('family'),
      operation: data.get('operation'),
      verdicts: data.getAll('verdict'),
      levels: data.getAll('level'),
      group: data.get('group'),
    };
  };

  const fits = ({ words, family, operation, verdicts, levels }, check, index) =>
    (family === '' || check.family === family) &&
    (operation === '' || check.operation === operation) &&
    (verdicts.length === 0 || verdicts.includes(check.verdict)) &&
    (levels.length === 0 || levels.includes(check.level)) &&
    words.every((word) => texts[index].includes(word));

  const grouped = (indexes, by) => {
    const groups = new Map();
    for (const index of indexes) {
      const key = checks[index][by];
      if (groups.has(key)) groups.get(key).push(index);
      else groups.set(key, [index]);
    }
    const sorted = [...groups].sort(([left], [right]) =>
      by === 'verdict' ? urgency.indexOf(left) - urgency.indexOf(right) : left.localeCompare(right),
    );
    return by === 'operation' ? [...groups] : sorted;
  };

  const show = (limit = rowsAtOnce) => {
    const filter = wanted();
    const found = checks.flatMap((check, index) => (fits(filter, check, index) ? [index] : []));
    const groups = grouped(found.slice(0, limit), filter.group).map(([name, indexes]) => {
      const count = element('small', '', ` ${indexes.length}`);
      return element('section', 'group', element('h3', '', name, count), ...indexes.map((index) => rows[index]));
    });
    list.dataset.group = filter.group;
    list.replaceChildren(...groups);
    if (found.length > limit) {
      const more = element('button', 'more', `Show the other ${found.length - limit}`);
      more.type = 'button';
      more.addEventListener('click', () => show(Number.POSITIVE_INFINITY));
      list.append(more);
    }
    if (found.length === 0) list.append(element('p', 'none', 'No check fits these filters.'));
    shown.textContent = `${found.length} of ${checks.length} checks`;
    for (const button of matrixButtons) {
      const { family = '', operation = '' } = button.dataset;
      const isChosen =
        (family !== '' || operation !== '') && family === filter.family && operation === filter.operation;
      button.setAttribute('aria-pressed', String(isChosen));
    }
  };

  /** Opens the check that the address names, whatever the filters are. */
  const openNamed = () => {
    const details = rows.find(({ id }) => id !== '' && `#${id}` === location.hash);
    if (details === undefined) return;
    form.reset();
    show(Number.POSITIVE_INFINITY);
    details.open = true;
    details.scrollIntoView({ block: 'start' });
    details.firstChild.focus({ preventScroll: true });
  };

  addOptions('family');
  addOptions('operation');
  let waiting;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 60);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(show));
  for (const button of matrixButtons) {
    button.addEventListener('click', () => {
      const wasChosen = button.getAttribute('aria-pressed') === 'true';
      form.reset();
      form.elements.family.value = wasChosen ? '' : (button.dataset.family ?? '');
      form.elements.operation.value = wasChosen ? '' : (button.dataset.operation ?? '');
      if (button.dataset.operation === undefined) form.elements.group.value = 'operation';
      else if (button.dataset.family === undefined) form.elements.group.value = 'family';
      // After the reset's own turn, which would otherwise show everything again.
      setTimeout(() => {
        show();
        if (wasChosen) return;
        const heading = document.getElementById('checks');
        heading.scrollIntoView();
        heading.focus({ preventScroll: true });
      });
    });
  }
  addEventListener('hashchange', openNamed);
  show();
  openNamed();
})();
