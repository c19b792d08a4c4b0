/** How the page looks: one column of text with the verdicts in its margin, in a light and a dark theme, and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #15171a);
  --ink: light-dark(#17191d, #e7e8ea);
  --soft: light-dark(#555c66, #a4abb5);
  --hair: light-dark(#dfe2e6, #30353c);
  --tint: light-dark(#f5f6f7, #1c1f23);
  --link: light-dark(#1d4f91, #94bdf2);
  --fail: light-dark(#a8201a, #ff938a);
  --open: light-dark(#7a5300, #e8bc62);
  --warn: light-dark(#8f4200, #f0a36b);
  --pass: light-dark(#1b6a38, #84cf9a);
  --told: light-dark(#5a3d8a, #c2a8f0);
  --fail-tint: light-dark(#fbe9e7, #3a1f1e);
  --pass-tint: light-dark(#e3f3e7, #1b3323);
  --pass-edge: light-dark(#4f9c69, #4f9c69);
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', P052, 'Book Antiqua', 'Noto Serif', 'DejaVu Serif', Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono', 'Liberation Mono', 'DejaVu Sans Mono', monospace;
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 74rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: break-word; }
p, ul, ol, dl, dd, figure, h1, h2, h3, h4 { margin: 0; padding: 0; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
[hidden] { display: none !important; }
.quiet, .why { color: var(--soft); font-size: .875rem; }
.rule-id, code { font-family: var(--mono); font-size: .84em; }
.out { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; background: var(--paper); padding: .5rem; }

/* masthead */
.masthead { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--ink); padding-bottom: .6rem; font-size: .875rem; }
.masthead .title { font-weight: 600; }
.masthead nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-left: auto; }
.masthead label { color: var(--soft); }
select, button { font: inherit; font-size: .8125rem; color: var(--ink); background: var(--paper); border: 1px solid var(--hair); border-radius: 3px; padding: .2rem .55rem; }
select, button { border-color: var(--soft); }
button { cursor: pointer; } button:hover { background: var(--tint); }

/* decision */
.decision { --tone: var(--fail); padding-top: clamp(1.75rem, 5vw, 3.25rem); }
.decision.met { --tone: var(--pass); } .decision.open { --tone: var(--open); } .decision.error { --tone: var(--warn); }
h1 { font: 400 clamp(2rem, 5.2vw, 3.1rem)/1.12 var(--serif); letter-spacing: -.012em; text-wrap: balance; }
h1 em { font-style: italic; }
h1::before { content: ''; display: block; width: 3.5rem; height: .4rem; margin-bottom: 1.1rem; background: var(--tone); }
.because { margin-top: .6rem; font: 1.2rem/1.5 var(--serif); max-width: 46rem; color: var(--tone); }
.because::first-letter { text-transform: uppercase; }
.overview { display: grid; grid-template-columns: minmax(16rem, 20rem) minmax(0, 1fr); gap: 1.5rem clamp(2rem, 6vw, 5rem); margin-top: 2.25rem; }
.overview h2 { font: 600 1rem/1.4 var(--sans); margin: 0 0 .4rem; border: 0; padding: 0; }
.overview ul + h2 { margin-top: 1.5rem; }
.todo { list-style: none; } .todo li { padding: .4rem 0; border-top: 1px solid var(--hair); }
.counts { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums lining-nums; }
.counts caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
.counts th, .counts td { border-top: 1px solid var(--hair); padding: .28rem 0; font-weight: 400; }
.counts thead th, .counts thead td { border: 0; font-size: .75rem; letter-spacing: .06em; color: var(--soft); text-align: right; padding: 0; }
.counts tbody th, .counts tfoot th { text-align: left; } .counts td { text-align: right; width: 4.5rem; }
.counts tbody tr.fail td, .counts tbody tr.fail a { color: var(--fail); font-weight: 600; }
.counts tfoot th, .counts tfoot td { border-top: 1px solid var(--ink); }
.filter { display: inline-block; color: inherit; padding: 0 .4rem; margin-left: -.4rem; border-radius: 3px; }
.filter[aria-pressed='true'] { background: var(--ink); color: var(--paper) !important; text-decoration: none; }
.sum { margin-top: .75rem; font-size: .875rem; color: var(--soft); } .sum + .sum { margin-top: .2rem; }
.particulars { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin-top: 2rem; padding-top: .75rem; border-top: 1px solid var(--hair); font-size: .8125rem; }
.particulars dt { color: var(--soft); } .particulars dd { overflow-wrap: anywhere; }

/* sections */
main > section > h2 { font: 400 1.75rem/1.2 var(--serif); margin: 4.5rem 0 .5rem; padding-top: .8rem; border-top: 1px solid var(--ink); }
h3 { font: 600 1rem/1.4 var(--sans); margin: 1.75rem 0 .5rem; }
h4 { font: 600 .875rem/1.4 var(--sans); margin: 0 0 .3rem; }
.verdict { font-weight: 600; font-size: .875rem; white-space: nowrap; }
.verdict.fail, .verdict.harness-error { color: var(--fail); } .verdict.not-verified { color: var(--open); } .verdict.warn { color: var(--warn); }
.verdict.waived, .verdict.attested { color: var(--told); } .verdict.pass { color: var(--pass); } .verdict.not-applicable { color: var(--soft); font-weight: 400; }

/* findings */
/* what is not on the screen is laid out when it comes there: a large report opens at once */
.finding { padding: 2rem 0 2.25rem; content-visibility: auto; contain-intrinsic-size: auto 75rem; } .finding + .finding { border-top: 1px solid var(--hair); }
.finding h3 { font: 400 1.5rem/1.3 var(--serif); margin: .35rem 0 .5rem; max-width: 52rem; text-wrap: pretty; }
.eyebrow { font-size: .875rem; } .eyebrow .rule-id { margin-left: .75rem; }
.asked { max-width: 46rem; color: var(--soft); }
.against { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem 2.5rem; margin: 1.25rem 0 1.75rem; }
.against > div { border-top: 2px solid var(--pass); padding-top: .5rem; } .against > .observed { border-color: var(--fail); }
.against dt { font-size: .8125rem; color: var(--soft); } .against dd { font: 1.0625rem/1.45 var(--serif); overflow-wrap: anywhere; }
.plan { margin: 1.5rem 0; max-width: 52rem; } .plan ol { padding-left: 1.4rem; } .plan li { overflow-wrap: anywhere; }
.proof { display: grid; grid-template-columns: minmax(0, 27rem) minmax(0, 1fr); gap: 1.5rem 2.5rem; align-items: start; margin: 1.5rem 0; }
figure { position: sticky; top: 1rem; } figcaption { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .8125rem; color: var(--soft); margin-top: .5rem; }
.key { padding: 0 .35rem; border-radius: 2px; color: var(--ink); } .key.evidence { background: var(--fail-tint); } .key.allowed { background: var(--pass-tint); } .key.fault { padding: 0; color: var(--warn); }
.scroll { overflow-x: auto; }
table.events, table.rules, table.delays { border-collapse: collapse; width: 100%; font-size: .8125rem; line-height: 1.45; }
.events caption, .delays caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
.events th, .events td, .rules th, .rules td, .delays th, .delays td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--hair); }
.events th, .rules thead th, .delays thead th { color: var(--soft); font-weight: 400; border: 0; }
.delays th, .delays td, .events .at { font-variant-numeric: tabular-nums; } .events .at { white-space: nowrap; } .events .at a { color: inherit; text-decoration-color: var(--hair); }
.events .who { color: var(--soft); } .events .what { overflow-wrap: anywhere; min-width: 14rem; }
.events tr.marked td { background: var(--fail-tint); } .events tr.marked .who { color: var(--ink); } .events .here { font-weight: 600; color: var(--fail); }
.events tr.who-fault .what { color: var(--warn); }
tr:target td, li.clause:target, article:target > .eyebrow { box-shadow: inset .25rem 0 0 var(--link); } tr:target td ~ td { box-shadow: none; } tr:target td:first-child, article:target > .eyebrow { padding-left: .6rem; }
pre { margin: 0; overflow-x: auto; background: var(--tint); padding: .5rem .7rem; border-radius: 3px; font-size: .8125rem; line-height: 1.5; } pre code { font-size: 1em; }
.command { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr) auto; gap: .5rem 1rem; align-items: center; margin: .5rem 0; font-size: .875rem; } .command .label { color: var(--soft); }
.curl { margin-top: .25rem; } .curl summary, .further summary { cursor: pointer; color: var(--link); font-size: .8125rem; } .curl pre { margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.repair { margin-top: 1.25rem; max-width: 46rem; } .further { margin-top: .75rem; font-size: .875rem; } .further ul { padding-left: 1.2rem; }

/* pictures */
svg { display: block; width: 100%; height: auto; font-family: var(--sans); }
svg text { fill: var(--ink); font-size: 12px; }
svg .side { fill: var(--soft); } svg .time { fill: var(--soft); font-size: 10.5px; } svg .wait { fill: var(--soft); font-size: 11px; font-style: italic; }
svg .life { stroke: var(--soft); stroke-width: 1.25; } svg .passes { stroke: var(--paper); stroke-width: 2.5; stroke-dasharray: 2 4; }
svg .arrow { stroke: var(--ink); stroke-width: 1.5; } svg path.head { fill: var(--ink); }
svg .arrow.good { stroke: var(--pass); } svg path.head.good { fill: var(--pass); } svg .label.good { fill: var(--pass); }
svg .arrow.bad { stroke: var(--warn); } svg path.head.bad { fill: var(--warn); } svg .label.bad, svg .label.lost, svg .label.fault { fill: var(--warn); }
svg .arrow.lost { stroke: var(--warn); stroke-dasharray: 5 4; } svg .cross { stroke: var(--warn); stroke-width: 2; fill: none; }
svg .arrow.delivery { stroke: var(--link); } svg path.head.delivery { fill: var(--link); } svg .label.delivery { fill: var(--link); }
svg .fault { fill: var(--warn); } svg circle.action { fill: var(--ink); } svg circle.outcome { fill: var(--paper); stroke: var(--ink); stroke-width: 2; } svg .label.action, svg .label.outcome { font-weight: 600; }
svg rect.log, svg circle.log { fill: var(--soft); } svg .label.log { fill: var(--soft); } svg rect.effect { fill: var(--told); } svg .label.effect { fill: var(--told); }
svg .evidence { fill: var(--fail-tint); } svg .pointer { fill: var(--fail); }
svg .window { fill: var(--pass-tint); } svg .edge { stroke: var(--pass-edge); stroke-width: 1.25; stroke-dasharray: 6 3; } svg .edge-text { fill: var(--pass); font-size: 11px; } svg.scatter .edge-text { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
svg .grid { stroke: var(--hair); } svg .dots { stroke: var(--ink); stroke-opacity: .55; stroke-width: 4; stroke-linecap: round; fill: none; } svg .dots.above { stroke: var(--fail); stroke-opacity: 1; }

/* the standard */
.parts { font-size: .875rem; line-height: 1.9; font-variant-numeric: tabular-nums; } .parts a { margin-right: .6rem; }
.part h3 { font: 600 1.0625rem/1.4 var(--sans); margin: 2.5rem 0 .25rem; } .part h3 a { color: inherit; text-decoration: none; } .part h3 a:hover { text-decoration: underline; }
.part { content-visibility: auto; contain-intrinsic-size: auto 36rem; } .clauses { list-style: none; }
.clause { display: grid; grid-template-columns: 7.5rem 5.5rem minmax(0, 1fr); gap: 0 1rem; padding: .7rem 0; border-top: 1px solid var(--hair); scroll-margin-top: 1rem; }
.number { font-size: .875rem; font-variant-numeric: tabular-nums; white-space: nowrap; } .number a { color: inherit; text-decoration-color: var(--hair); } .level { display: block; font-size: .6875rem; letter-spacing: .06em; color: var(--soft); }
.clause > .verdict { padding-left: .6rem; } .clause.fail { background: linear-gradient(var(--fail), var(--fail)) 0 .9rem / .25rem calc(100% - 1.8rem) no-repeat; }
.norm { font: 1.0625rem/1.5 var(--serif); max-width: 44rem; } .clause.not-applicable .norm { color: var(--soft); }
.why { margin-top: .2rem; max-width: 44rem; }
ul.evidence { list-style: none; max-width: 50rem; margin-top: .3rem; font-size: .8125rem; color: var(--soft); } ul.evidence li { padding: .08rem 0; }
.filtered:not(:empty) { position: sticky; top: 0; background: var(--paper); padding: .5rem 0; border-bottom: 1px solid var(--hair); font-size: .875rem; z-index: 1; }
.by-verdict h3 span { color: var(--soft); font-weight: 400; } .by-verdict ul { list-style: none; } .by-verdict li { display: grid; grid-template-columns: 3.25rem 4.25rem minmax(0, 1fr); align-items: baseline; padding: .15rem 0; max-width: 52rem; font-size: .9375rem; } .by-verdict li a { justify-self: start; font-variant-numeric: tabular-nums; } .by-verdict p { max-width: 52rem; font-size: .9375rem; line-height: 1.8; }
.rules td:first-child { width: 7.5rem; } .rules td.of { width: 9rem; font-variant-numeric: tabular-nums; } .rules p { max-width: 46rem; margin-top: .15rem; } .rules td { font-size: .875rem; padding-block: .6rem; }
.seen { padding-left: 1.2rem; font-size: .875rem; } .seen li { overflow-wrap: anywhere; }

@media (max-width: 60rem) { .proof { grid-template-columns: minmax(0, 1fr); } figure { position: static; max-width: 30rem; } }
@media (max-width: 44rem) {
  .overview, .against { grid-template-columns: minmax(0, 1fr); } .masthead nav { margin-left: 0; }
  .clause { grid-template-columns: auto minmax(0, 1fr); gap: .1rem .75rem; } .clause .line { grid-column: 1 / -1; padding-left: .6rem; } .level { display: inline; margin-left: .25rem; }
  .events thead, .rules thead { position: absolute; clip-path: inset(50%); } .events tr, .rules tr { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; border-top: 1px solid var(--hair); padding: .3rem 0; } .events tr td, .rules tr td { border: 0; padding: 0; } .events .what, .rules td:nth-child(2) { grid-column: 1 / -1; min-width: 0; } .events tr.marked { background: var(--fail-tint); } .rules td.of { grid-area: 1 / 2; text-align: right; width: auto; }
  .command { grid-template-columns: minmax(0, 1fr); justify-items: start; } .command pre { width: 100%; }
  main > section > h2 { margin-top: 3.25rem; }
}
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  @page { margin: 16mm 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; } .masthead nav, .copy, .skip, .curl, .filtered button { display: none !important; }
  a { color: inherit; text-decoration: none; } main > section > h2 { margin-top: 2rem; } h1 { font-size: 26pt; }
  .clause, .against, figure, tr, .command, .todo li { break-inside: avoid; } h2, h3, h4, .eyebrow { break-after: avoid; }
  .proof { display: block; } figure { position: static; max-width: 9.5cm; margin-bottom: .8rem; } pre { white-space: pre-wrap; overflow-wrap: anywhere; } .scroll { overflow: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
