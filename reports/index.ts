/** The public surface of reports: the formats, and `normalise` for those who compare two runs. */
export { complianceSchema } from './compliance-schema.ts';
export { html } from './formats/html.ts';
export { json } from './formats/json.ts';
export { junit } from './formats/junit.ts';
export { md } from './formats/md.ts';
export { sarif } from './formats/sarif.ts';
export { terminal, terminalFormat } from './formats/terminal.ts';
export { normalise } from './normalise.ts';
export { type TimelineLine, timeline, timelineText } from './timeline.ts';
