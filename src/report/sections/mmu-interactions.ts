import { nth, present } from '../../elements.ts';
import { modeInSentence } from '../../messages/answers.ts';
import { cellWords } from '../../messages/cells.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { translateWords } from '../../messages/translate.ts';
import type { InteractionRow } from '../../model/paging/interactions.ts';
import { html } from '../html.ts';
import type { FigureRow, Section } from '../section.ts';

/** One line per interaction and setting, one column per mode. */
export function interactionTable(rows: readonly InteractionRow[]): FigureRow[] {
  const lines = new Map<string, Record<string, string | number>>();
  for (const { interaction, setting, title, cycles } of rows) {
    const key = `${interaction}/${setting}`;
    const line = lines.get(key) ?? { interaction, setting };
    line[title] = cycles;
    lines.set(key, line);
  }
  return [...lines.values()];
}

/** How many times as costly a change makes its mode, beside the first setting of its interaction. */
function factorOf(row: InteractionRow, rows: readonly InteractionRow[]): number {
  const first = present(
    rows.find((other) => other.interaction === row.interaction && other.mode === row.mode),
  );
  return first.cycles > 0 ? row.cycles / first.cycles : 1;
}

/** Smaller differences are no effect to a reader. */
const LEAST_EFFECT = 0.005;

/** What other features of the machine do to each way of paging. */
export function mmuInteractionSection(rows: readonly InteractionRow[], host: string): Section {
  const effects = rows.map((row) => ({ row, factor: factorOf(row, rows) }));
  const largest = effects.reduce((a, b) => (b.factor > a.factor ? b : a), nth(effects, 0));
  const { row, factor } = largest;
  const values = effects
    .filter((effect) => Math.abs(effect.factor - 1) >= LEAST_EFFECT)
    .map((effect) => ({
      change: effect.row.label,
      mode: effect.row.title,
      times: effect.factor,
    }));
  const order = [...new Set(values.map(({ change }) => change))];
  return {
    id: 'mmu-interactions',
    title: translateWords.interactionsTitle(),
    text: html`<p>${translateWords.interactionsText({ host: hostTitles(host) })}</p>`,
    figures: [
      {
        id: 'mmu-one-change',
        title: translateWords.oneChange(),
        description: translateWords.oneChangeText({
          interaction: cellWords(row.interaction),
          setting: cellWords(row.setting),
          title: modeInSentence(row.title),
          factor,
        }),
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
              field: 'times',
              type: 'quantitative',
              scale: { type: 'log', zero: false },
              title: 'times as costly',
            },
            color: { field: 'mode', type: 'nominal', title: null },
            shape: { field: 'mode', type: 'nominal', title: null },
          },
        },
        rows: interactionTable(rows),
      },
    ],
  };
}
