/** Clauses by integrations: each cell says its verdict by a sign and, where there is room, a word, and leads to its evidence. */
import { type Child, h, prose } from '../html/element.ts';
import { verdictNames } from '../html/verdicts.ts';
import { clauseName, type Shown, worstFirst } from '../sections.ts';
import { type Fleet, type FleetMember, type FleetRow, type FleetSection, fleetSections, verdictsOf } from './fleet.ts';

/** Never told by colour alone. */
const signs: { readonly [verdict in Shown]: string } = {
  fail: '✗',
  'harness-error': 'E',
  'not-verified': '?',
  warn: '!',
  waived: 'W',
  attested: 'A',
  pass: '✓',
  'not-applicable': '–',
};

/** Up to so many columns, there is room for words on a desk. */
const mostWithWords = 6;

const cell = (member: FleetMember, clause: string, verdict: Shown | undefined): Child => {
  if (verdict === undefined) return h('td', null);
  const name = verdictNames[verdict];
  const said = [
    h('span', { class: 'sign', 'aria-hidden': 'true' }, signs[verdict]),
    h('span', { class: 'word' }, name),
  ];
  const title = `${member.report.integration.service} ${clause}: ${name}`;
  return h(
    'td',
    { class: verdict },
    member.page === undefined
      ? h('span', { title }, said)
      : h('a', { href: `${member.page}#clause-${clause}`, title }, said),
  );
};

const row = ({ members }: Fleet, { clause, verdicts }: FleetRow): Child => {
  const name = clauseName(clause);
  return h(
    'tr',
    { id: `clause-${name}` },
    h(
      'th',
      { scope: 'row' },
      h('a', { href: `#clause-${name}` }, name),
      ' ',
      h('span', { class: 'level' }, clause.level.toUpperCase()),
      ' ',
      h('span', { class: 'norm', title: clause.text }, prose(clause.text)),
    ),
    members.map((member, index) => cell(member, name, verdicts[index])),
  );
};

const part = (fleet: Fleet, { ref, title, rows }: FleetSection): Child =>
  h(
    'tbody',
    { id: `section-${ref}` },
    h(
      'tr',
      { class: 'part-title' },
      h('th', { scope: 'rowgroup', colspan: fleet.members.length + 1 }, h('span', null, `${ref} ${title}`.trim())),
    ),
    rows.map((each) => row(fleet, each)),
  );

const heading = ({ report, page }: FleetMember): Child => {
  const { service } = report.integration;
  return h('th', { scope: 'col' }, page === undefined ? h('span', null, service) : h('a', { href: page }, service));
};

const legend = (fleet: Fleet): Child => {
  const occurring = verdictsOf(fleet);
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Signs' },
    worstFirst
      .filter((verdict) => occurring.has(verdict))
      .map((verdict) =>
        h(
          'li',
          { class: `verdict ${verdict}` },
          h('span', { class: 'sign' }, signs[verdict]),
          ' ',
          verdictNames[verdict],
        ),
      ),
  );
};

export const fleetGrid = (fleet: Fleet): Child => {
  const parts = fleetSections(fleet);
  return h(
    'section',
    { id: 'clauses', 'aria-labelledby': 'clauses-title' },
    h('h2', { id: 'clauses-title' }, 'Clause by clause'),
    legend(fleet),
    h(
      'p',
      { class: 'parts' },
      parts.map(({ ref }) => [h('a', { href: `#section-${ref}` }, ref), ' ']),
    ),
    h(
      'div',
      {
        class: fleet.members.length > mostWithWords ? 'grid many' : 'grid',
        role: 'region',
        'aria-label': 'Clauses by integrations',
        tabindex: 0,
      },
      h(
        'table',
        null,
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Clause'), fleet.members.map(heading))),
        parts.map((each) => part(fleet, each)),
      ),
    ),
  );
};
