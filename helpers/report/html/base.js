/** What the page's scripts share: the data that stands in the page, and making elements from text alone. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  let exchanges;

  /** An element with a class and content; texts become text, never HTML. */
  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content.filter((part) => part !== undefined));
    return made;
  };

  globalThis.page = {
    checks: read('checks-data'),
    element,
    hidden: (text) => element('span', 'sr', text),
    /** The exchanges of a check; the largest part of the page is read only when somebody looks at it. */
    exchangesOf(index) {
      exchanges ??= read('exchanges-data');
      return exchanges[index] ?? [];
    },
    /** Makes the content of a folded part when it is first opened. */
    fillOnce(details, make) {
      details.addEventListener('toggle', () => {
        if (!details.open || details.dataset.filled) return;
        details.dataset.filled = 'yes';
        details.append(...make());
      });
    },
  };
  document.documentElement.classList.add('script');
})();
