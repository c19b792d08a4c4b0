/** What a fleet needs beside the style of every page: the list of integrations, and a table that may be wider than the screen. */
export const fleetStyle = `
.others { color: var(--soft); }
.members { list-style: none; margin-top: 2.25rem; border-bottom: 1px solid var(--hair); }
.members li { --tone: var(--fail); display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 4fr) minmax(0, 4fr); gap: .25rem 2rem; padding: .8rem 0; border-top: 1px solid var(--hair); break-inside: avoid; }
.members li.met { --tone: var(--pass); } .members li.open { --tone: var(--open); } .members li.error { --tone: var(--warn); }
.members h2 { font: 600 1.0625rem/1.4 var(--sans); } .members p { overflow-wrap: anywhere; }
.decided { font-weight: 600; color: var(--tone); } .decided::before { content: ''; display: inline-block; width: .6em; height: .6em; margin-right: .5em; background: var(--tone); }
.counted { font-size: .875rem; font-variant-numeric: tabular-nums; } .counted p + p { color: var(--soft); }

.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; list-style: none; margin: .5rem 0; } .legend .sign { display: inline-block; width: 1.1em; text-align: center; }
.grid { overflow: auto; max-height: 100svh; margin-top: 1rem; scroll-padding: 3rem 0 0 12rem; }
.grid table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .875rem; line-height: 1.4; }
.grid th, .grid td { border-top: 1px solid var(--hair); padding: 0; font-weight: 400; text-align: left; vertical-align: top; }
.grid thead th { position: sticky; top: 0; z-index: 2; background: var(--paper); border: 0; border-bottom: 1px solid var(--ink); padding: .4rem .5rem .4rem 0; vertical-align: bottom; overflow-wrap: anywhere; }
.grid thead th:first-child { left: 0; z-index: 3; color: var(--soft); }
.grid tbody th[scope='row'] { position: sticky; left: 0; z-index: 1; background: var(--paper); padding: .35rem 1rem .35rem 0; min-width: 20rem; font-variant-numeric: tabular-nums; }
.grid tbody th[scope='row'] a { color: inherit; text-decoration-color: var(--hair); } .grid .level { display: inline; margin: 0 .25rem; }
.grid .norm { font: .9375rem/1.4 var(--serif); } .grid .part-title th { padding: 1.6rem 0 .35rem; font-weight: 600; border: 0; } .grid .part-title span { position: sticky; left: 0; }
.grid td a, .grid td > span { display: block; position: relative; min-width: 1.9rem; min-height: 1.9rem; padding: .35rem .5rem .35rem 0; color: inherit; text-decoration: none; white-space: nowrap; }
.grid td a:hover { text-decoration: underline; background: var(--tint); } .grid .sign { display: inline-block; width: 1.5em; text-align: center; font-family: var(--sans); } .grid a:focus-visible { outline-offset: -2px; }
.grid td.fail { background: var(--fail-tint); } .grid td.fail, .grid td.harness-error { color: var(--fail); font-weight: 600; } .grid td.not-verified { color: var(--open); } .grid td.warn { color: var(--warn); }
.grid td.waived, .grid td.attested { color: var(--told); } .grid td.pass { color: var(--pass); } .grid td.not-applicable { color: var(--soft); }
.grid tr:target th[scope='row'] { box-shadow: inset .25rem 0 0 var(--link); padding-left: .6rem; } tr:target td:first-of-type { box-shadow: none; padding-left: 0; }
.many thead th:not(:first-child) { padding: .4rem 0; vertical-align: bottom; } .many thead th:not(:first-child) > * { display: block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 12rem; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; margin-inline: auto; }
.many .word { position: absolute; clip-path: inset(50%); width: 1px; overflow: hidden; } .many td a, .many td > span { padding-inline: 0; text-align: center; }
.many tbody th[scope='row'] { min-width: 17rem; }

@media (min-width: 60rem) { .grid:not(.many) { overflow: visible; max-height: none; } .grid:not(.many) td { width: 7.5rem; } }
@media (max-width: 60rem) {
  .grid thead th:not(:first-child) { padding: .4rem 0; } .grid thead th:not(:first-child) > * { display: block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 12rem; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; margin-inline: auto; }
  .grid .word { position: absolute; clip-path: inset(50%); width: 1px; overflow: hidden; } .grid td a, .grid td > span { padding-inline: 0; text-align: center; } .grid td { min-width: 2.2rem; }
  .grid tbody th[scope='row'] { min-width: 10.5rem; } .grid .norm { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-size: .8125rem; }
}
@media (max-width: 44rem) { .members li { grid-template-columns: minmax(0, 1fr); } }
@media print {
  @page { size: A4 landscape; }
  .grid { overflow: visible; max-height: none; } .grid table { font-size: 8pt; } .grid thead th, .grid tbody th[scope='row'] { position: static; } .grid .norm { font-size: 8pt; }
  .grid td a, .grid td > span { min-width: 0; min-height: 0; padding-block: .1rem; } .many tbody th[scope='row'] { min-width: 12rem; }
}
`;
