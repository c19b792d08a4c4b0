/** Calendar days as text (`2027-01-31`, UTC), which compare as they sort. */

const dayMs = 86_400_000;

export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
};

export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** Whole days from one to the other; negative when `to` is the earlier one. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);

export const frequencies = ['month', 'quarter', 'half-year', 'year'] as const;
export type Frequency = (typeof frequencies)[number];
const months: { readonly [frequency in Frequency]: number } = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** The same day so much later, or the last of that month when it has no such day. */
export const after = (day: string, frequency: Frequency): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const index = month - 1 + months[frequency];
  const last = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, index, Math.min(date, last))));
};
