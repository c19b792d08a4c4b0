/**
 * A fleet as one self-contained page without a script: what was decided about each integration, the worst first, and every
 * clause by every integration. Whatever stands in it leads to the evidence in the page of that integration.
 */
import { countsText } from '../counts.ts';
import { decisionNames, decisionOf } from '../gate-decision.ts';
import { htmlDocument, masthead } from '../html/document.ts';
import { type Child, h, when } from '../html/element.ts';
import { style } from '../html/style.ts';
import { tones } from '../html/verdicts.ts';
import { decisions, type Fleet, type FleetMember, headline, others } from './fleet.ts';
import { fleetGrid } from './grid.ts';
import { fleetStyle } from './style.ts';

const made = ({ integration, run }: FleetMember['report']): string =>
  [
    integration.contract,
    run.startedAt.replace('T', ' ').replace(/:\d+\.\d+Z$/, ' UTC'),
    ...(integration.commit === undefined ? [] : [`commit ${integration.commit.slice(0, 12)}`]),
  ].join(' · ');

const memberItem = ({ report, page }: FleetMember): Child => {
  const { integration, run, gate } = report;
  const decision = decisionOf(report);
  return h(
    'li',
    { class: tones[decision] },
    h(
      'div',
      null,
      h('h2', null, page === undefined ? integration.service : h('a', { href: page }, integration.service)),
      h('p', { class: 'quiet' }, made(report)),
    ),
    h(
      'div',
      null,
      h('p', { class: 'decided' }, decisionNames[decision]),
      h('p', { class: 'quiet' }, run.void ?? gate.because),
    ),
    h(
      'div',
      { class: 'counted' },
      h('p', null, countsText(report, 'must')),
      h('p', null, countsText(report, 'should')),
    ),
  );
};

const first = (fleet: Fleet): Child => {
  const [[worst] = ['met'] as const] = decisions(fleet);
  const rest = others(fleet);
  return h(
    'section',
    { id: 'decision', class: `decision ${tones[worst]}` },
    h('h1', null, headline(fleet)),
    when(rest !== '', () => h('p', { class: 'because others' }, rest)),
    h('ol', { class: 'members' }, fleet.members.map(memberItem)),
  );
};

export const fleetHtml = (fleet: Fleet): string =>
  htmlDocument({
    title: `${headline(fleet)} · ${fleet.standard.id}`,
    style: style + fleetStyle,
    body: [
      masthead(fleet.standard, 'Parts of this page', [
        ['#decision', 'Integrations'],
        ['#clauses', 'Clauses'],
      ]),
      h('main', null, first(fleet), fleetGrid(fleet)),
    ],
  });
