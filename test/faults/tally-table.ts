/** What a fault did to results: cells that should be there and are not, and cells that are there twice. */
export interface Tally {
  tried: number;
  lost: number;
  doubled: number;
}

/** A line for each fault, one for all of its tallies. */
export function tallyTable(tallies: Iterable<readonly [fault: string, tally: Tally]>): string {
  const sums = new Map<string, Tally>();
  for (const [fault, { tried, lost, doubled }] of tallies) {
    const sum = sums.get(fault) ?? { tried: 0, lost: 0, doubled: 0 };
    sums.set(fault, {
      ...{ tried: sum.tried + tried, lost: sum.lost + lost },
      doubled: sum.doubled + doubled,
    });
  }
  const width = Math.max(...[...sums.keys()].map((fault) => fault.length), 5);
  const line = (fault: string, numbers: readonly (string | number)[]) =>
    [fault.padEnd(width), ...numbers.map((cell) => String(cell).padStart(7))].join('  ');
  const rows = [...sums].map(([fault, { tried, lost, doubled }]) =>
    line(fault, [tried, lost, doubled]),
  );
  return `\n${[line('fault', ['tried', 'lost', 'doubled']), ...rows].join('\n')}\n\n`;
}
