/**
 * What the page does where scripts may run: filters kept in the address, copy buttons, the choice of a theme. Everything
 * is in the page without it. Plain text, since the page has one script and its hash.
 */
export const script = `
'use strict';
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const filters = all('a.filter');
  const clauses = all('li.clause');
  const status = document.getElementById('filtered');

  const chosen = () => new Set((new URLSearchParams(location.search).get('show') ?? '').split(',').filter(Boolean));

  const show = () => {
    const verdicts = chosen();
    let visible = 0;
    for (const clause of clauses) {
      clause.hidden = verdicts.size > 0 && !verdicts.has(clause.dataset.verdict);
      if (!clause.hidden) visible += 1;
    }
    for (const part of all('section.part')) part.hidden = part.querySelector('li.clause:not([hidden])') === null;
    const names = [];
    for (const filter of filters) {
      const on = verdicts.has(filter.dataset.verdict);
      if (on) names.push(filter.textContent.toLowerCase());
      filter.setAttribute('aria-pressed', String(on));
    }
    status.replaceChildren();
    if (verdicts.size === 0) return;
    const every = document.createElement('button');
    every.type = 'button';
    every.textContent = 'Show all';
    every.addEventListener('click', () => choose(new Set()));
    status.append('Showing ' + visible + ' of ' + clauses.length + ' clauses: ' + names.join(', ') + '. ', every);
  };

  const choose = (verdicts) => {
    const address = new URL(location.href);
    if (verdicts.size === 0) address.searchParams.delete('show');
    else address.search = '?show=' + [...verdicts].join(',');
    history.pushState(null, '', address);
    show();
  };

  const toggle = (verdict) => {
    const verdicts = chosen();
    if (!verdicts.delete(verdict)) verdicts.add(verdict);
    choose(verdicts);
  };

  for (const filter of filters) {
    filter.setAttribute('role', 'button');
    filter.addEventListener('click', (event) => {
      event.preventDefault();
      toggle(filter.dataset.verdict);
    });
    filter.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      toggle(filter.dataset.verdict);
    });
  }

  // A deep link wins over a filter that hides what it leads to, and over what is folded.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id === '' ? null : document.getElementById(id);
    if (target === null) return;
    if (target.closest('[hidden]') !== null) choose(new Set());
    for (let folded = target.closest('details'); folded !== null; folded = folded.parentElement.closest('details')) folded.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  addEventListener('popstate', show);

  const said = document.getElementById('said');
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      return done;
    }
  };
  for (const button of all('button.copy')) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const done = await copy(button.parentElement.querySelector('code').textContent);
      button.focus();
      button.textContent = said.textContent = done ? 'Copied' : 'Not allowed: select and copy by hand';
      setTimeout(() => { button.textContent = label; said.textContent = ''; }, 2000);
    });
  }

  const theme = document.getElementById('theme');
  const use = (name) => { if (name === 'auto') delete root.dataset.theme; else root.dataset.theme = name; };
  const remembered = () => { try { return localStorage.getItem('gauntlet-theme') ?? 'auto'; } catch { return 'auto'; } };
  theme.value = remembered();
  if (theme.value === '') theme.value = 'auto';
  use(theme.value);
  theme.closest('[hidden]').hidden = false;
  theme.addEventListener('change', () => {
    use(theme.value);
    try { localStorage.setItem('gauntlet-theme', theme.value); } catch { /* it lasts as long as the page */ }
  });

  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('details.further:not([open])');
    for (const each of folded) each.open = true;
  });
  addEventListener('afterprint', () => { for (const each of folded) each.open = false; });

  show();
  reveal();
})();
`;
