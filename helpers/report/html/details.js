/** What is behind a check: its facts, its exchanges, and the button that copies a curl line. */
(() => {
  const { checks, element, exchangesOf, fillOnce, hidden } = globalThis.page;

  const term = (name, ...value) => element('div', '', element('dt', '', name), element('dd', '', ...value));

  const checkLink = (name) => {
    const link = element('a', 'code', name);
    link.href = `#${encodeURIComponent(name)}`;
    return link;
  };

  const side = (title, text) => element('div', title.toLowerCase(), element('h4', '', title), element('pre', '', text));

  /** Everything known of a check. */
  const describe = (check, index) => {
    const facts = element('dl', 'table', term('requirement', check.text));
    if (check.reason) facts.append(term('found', check.reason));
    facts.append(term('consequence', check.consequence));
    if (check.link) {
      const link = element('a', '', check.source);
      link.href = check.link;
      link.rel = 'noreferrer';
      facts.append(term('source', link));
    } else facts.append(term('source', check.source));
    if (check.followsFrom) {
      facts.append(term('follows from', ...check.followsFrom.flatMap((name) => [checkLink(name), ' '])));
    }
    if (check.retries) facts.append(term('begun anew', `${check.retries} × after a lost connection`));
    facts.append(term('cost', check.cost));
    const parts = [facts];
    if (check.expected !== undefined || check.actual !== undefined) {
      const none = 'not recorded';
      parts.push(
        element('div', 'pair', side('Expected', check.expected ?? none), side('Actual', check.actual ?? none)),
      );
    }
    return [...parts, ...exchangeList(index, check.exchanges)];
  };

  const exchangeList = (index, count) => {
    const all = exchangesOf(index);
    const list = all.map(showExchange);
    if (all.length > 1 && all.every((one) => one.curl)) list.push(copyAll(all));
    if (all.length < count)
      list.push(element('p', 'none', `${count - all.length} exchanges are in exchanges.har only.`));
    return list;
  };

  /** The way to the failure, for a shell: every line in its order. */
  const copyAll = (all) => {
    const lines = element('pre', '', all.map((one) => one.curl).join('\n'));
    lines.hidden = true;
    const button = element('button', 'copy', `Copy all ${all.length} curl lines`);
    button.type = 'button';
    return element('div', 'all', lines, button);
  };

  const message = (title, head, body, note) => {
    const part = element('section', 'message', element('h5', '', title));
    if (head !== undefined) part.append(block(head, 'head'));
    if (body) part.append(block(body, 'body'));
    if (note !== undefined) part.append(element('p', 'none', note));
    return part;
  };

  const block = (text, className) => {
    const made = element('pre', className, text);
    // What scrolls has to be reached without a mouse.
    if (text.length > 1500) made.tabIndex = 0;
    return made;
  };

  const showExchange = (one, position) => {
    const kind = /^2/.test(one.outcome) ? 'ok' : /^\d/.test(one.outcome) ? 'refused' : 'lost';
    const title = element('h4', '', `${position + 1}. ${one.title} `, element('span', `status ${kind}`, one.outcome));
    title.append(' ', element('small', '', one.about));
    const sides = element('div', 'messages', message('Request', one.sent, one.sentBody));
    const cut = one.cut ? 'Cut here: the answer was longer.' : undefined;
    sides.append(message('Answer', one.came, one.cameBody, one.problem ?? cut));
    const made = element('article', 'exchange', title, sides);
    if (one.curl) {
      const line = element('pre', '', one.curl);
      line.tabIndex = 0;
      line.setAttribute('aria-label', 'curl line');
      const button = element('button', 'copy', 'Copy', hidden(' curl line'));
      button.type = 'button';
      made.append(element('div', 'curl', line, button));
    } else made.append(element('p', 'none', 'The curl line is too long for this page; the body is in exchanges.har.'));
    return made;
  };

  const copy = async (text, source) => {
    try {
      await navigator.clipboard.writeText(text);
      return 'Copied';
    } catch {
      // Without permission the line is at least selected.
      getSelection().selectAllChildren(source);
      return document.execCommand('copy') ? 'Copied' : 'Press Ctrl+C';
    }
  };

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('button.copy');
    if (button === null) return;
    if (button.dataset.said) return;
    const source = button.parentElement.querySelector('pre');
    const before = [...button.childNodes];
    button.dataset.said = 'yes';
    button.setAttribute('aria-live', 'polite');
    button.replaceChildren(await copy(source.textContent, source));
    setTimeout(() => {
      button.replaceChildren(...before);
      delete button.dataset.said;
    }, 2000);
  });

  for (const details of document.querySelectorAll('details[data-exchanges]')) {
    const index = Number(details.dataset.exchanges);
    details.querySelector('.without-script').remove();
    fillOnce(details, () => exchangeList(index, checks[index].exchanges));
  }

  globalThis.page.describe = describe;
})();
