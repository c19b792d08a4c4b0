/** Durations as people say them. */

const units = [
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
] as const;

const trimmed = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** `850 ms`, `1.204 s`, `1 min 2.5 s`, `24 h`. Exact to the millisecond below a minute. */
export const formatMs = (ms: number): string => {
  if (ms < 0) return `-${formatMs(-ms)}`;
  if (ms < 1000) return `${trimmed(ms, 3)} ms`;
  const parts: string[] = [];
  let rest = ms;
  for (const { name, ms: size } of units) {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    if (whole > 0) parts.push(`${whole} ${name}`);
  }
  if (rest > 0) parts.push(`${trimmed(rest / 1000, 3)} s`);
  return parts.join(' ');
};
