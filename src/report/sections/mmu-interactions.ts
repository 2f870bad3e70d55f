import type { InteractionRow } from '../../model/paging/interactions.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';
import { htmlTable, significant } from '../table.ts';

/** One line per interaction and setting, one column per mode. */
export function interactionTable(
  rows: readonly InteractionRow[],
): Record<string, string | number>[] {
  const lines = new Map<string, Record<string, string | number>>();
  for (const { interaction, setting, title, cycles } of rows) {
    const key = `${interaction}/${setting}`;
    const line = lines.get(key) ?? { interaction, setting };
    line[title] = significant(cycles);
    lines.set(key, line);
  }
  return [...lines.values()];
}

/** The largest factor a change makes for a mode, beside the first setting of its interaction. */
function largest(rows: readonly InteractionRow[]): { row: InteractionRow; factor: number } {
  let found = { row: rows[0]!, factor: 1 };
  for (const row of rows) {
    const first = rows.find(
      (other) => other.interaction === row.interaction && other.mode === row.mode,
    )!;
    const factor = first.cycles > 0 ? row.cycles / first.cycles : 1;
    if (factor > found.factor) found = { row, factor };
  }
  return found;
}

/** What other features of the machine do to each way of paging. */
export function mmuInteractionSection(rows: readonly InteractionRow[], host: string): Section {
  const { row, factor } = largest(rows);
  const values = rows.map(({ label, title, cycles }) => ({
    change: label,
    mode: title,
    cycles,
  }));
  const order = [...new Set(values.map(({ change }) => change))];
  return {
    id: 'mmu-interactions',
    title: 'What other features do to each way of paging',
    body: html`<p>The same accesses and page-table work on ${host}, with one thing changed at a time; cycles per access.
Where a change costs one mode and spares another, the choice between them depends on it. The lock is that of the shadow
pager alone, with every virtual CPU at the same work. First tables are those a walk starts in: the guest's under nested paging,
shadow tables elsewhere; remote ones cost more where no cache holds their lines.</p>${htmlTable(
      interactionTable(rows),
      'Cycles per access by mode and change',
    )}`,
    charts: [
      {
        id: 'mmu-one-change',
        title: 'One change at a time',
        description: `The largest effect: ${row.interaction}, ${row.setting}, makes ${row.title.toLowerCase()} ${significant(factor)} times as costly.`,
        spec: {
          data: { values },
          height: { step: 22 },
          mark: { type: 'point', filled: true, size: 80 },
          encoding: {
            y: {
              field: 'change',
              type: 'nominal',
              title: null,
              sort: order,
            },
            x: {
              field: 'cycles',
              type: 'quantitative',
              scale: { type: 'log', zero: false },
              title: 'cycles per access',
            },
            color: { field: 'mode', type: 'nominal', title: null },
            shape: { field: 'mode', type: 'nominal', title: null },
          },
        },
        table: values.map((value) => ({ ...value, cycles: significant(value.cycles) })),
      },
    ],
  };
}
