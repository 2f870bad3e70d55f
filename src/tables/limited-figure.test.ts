import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limited, limitedTable, MOST_FIGURE_ROWS, shownOf } from './limited-figure.ts';

const named = { id: 'x', title: 'X', description: 'what there is' };

it('a table of which no more rows are made than are drawn is the whole one cut', () => {
  // Groups of equal first cells of any size, about as many rows as are drawn.
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 12 });
  fc.assert(
    fc.property(sizes, (groups) => {
      const all = groups.flatMap((size, group) =>
        Array.from({ length: size }, (_, i) => [group, i] as const),
      );
      let made = 0;
      const row = ([group, i]: readonly [number, number]) => {
        made++;
        return { group, i };
      };
      const whole = limited({ ...named, rows: all.map(row) });
      made = 0;
      const cut = limitedTable(named, all, row);
      expect(cut.rows).toEqual(whole.rows);
      expect([String(cut.title), String(cut.description)]).toEqual([
        String(whole.title),
        String(whole.description),
      ]);
      expect(made).toBeLessThanOrEqual(MOST_FIGURE_ROWS + 1);
      expect(shownOf(all, row).count).toBe(all.length);
    }),
  );
});
