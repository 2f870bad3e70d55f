/** Size of a name inside a bar and about the width of a letter of it, pixels. */
const BAR_FONT = 11;
const LETTER = 7;

/** A text mark for names in the middle of parts of bars, unseen where its part is shorter than it; fields of its rows. */
export const nameWithin = ({ length, name }: { length: string; name: string }) => ({
  type: 'text' as const,
  fontSize: BAR_FONT,
  fill: 'var(--bg)',
  opacity: {
    expr: `abs(scale('x', datum.${length}) - scale('x', 0)) > ${LETTER} * length(datum.${name}) ? 1 : 0`,
  },
});
