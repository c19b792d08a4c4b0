import type { Report } from '../model/report.ts';

/** One way to show a report. Pure. */
export interface Format {
  readonly id: 'terminal' | 'json' | 'html' | 'md' | 'junit' | 'sarif';
  /** The file it is written to: `compliance.json`. */
  readonly file: string;
  render(report: Report): string;
}
