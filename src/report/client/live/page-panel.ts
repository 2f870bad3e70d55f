import type { Figure } from '../../../figure.ts';
import type { Text } from '../../../message.ts';
import { liveWords as words } from '../../../messages/live.ts';
import { commandLine, type OptionChange, withOptions } from '../../../shell-words.ts';
import type { Summary } from '../../../summary.ts';
import type { Bar, Bars, Control, LiveAnswer, Values } from './protocol.ts';
import { said, saidKeys, saidTable } from './said.ts';
import type { LiveModel } from './serve.ts';
import { tablesOf } from './tables-of.ts';

/** Rows of bars with what they are; what the page stores is put beside by its label. */
export interface PanelBars {
  title: Text;
  rows: readonly Bar[];
}

/** What the command's page says of a question: all its figures, or those that do not take long. */
export interface PanelAnswer {
  summary: Summary;
  figures: readonly Figure[];
  bars: PanelBars | null;
  /** Of a first look: what it is of. */
  note?: Text;
}

type Maybe<T> = T | Promise<T>;

/**
 * What a page can be asked anew: its controls, and with their values what its command answers and by which words it
 * is asked so. Rows of bars are those of the answer alone; scale and stored marks are put to them.
 */
export interface PagePanel {
  controls(values: Values): readonly Control[];
  answer(values: Values): Maybe<PanelAnswer>;
  /** A first look where the whole takes long: the same shape from less work, with wider intervals. */
  look?: ((values: Values) => Maybe<PanelAnswer>) | undefined;
  ask(values: Values): {
    changes: readonly OptionChange[];
    /** Options of several values that the question does without. */
    without?: readonly string[];
    file?: { name: string; text: string };
  };
  /** Files of another answer, compared with what the page was asked. */
  compare?: LiveModel['compare'];
  /** Every figure of the page as it was asked, where answers leave out what takes long. */
  page?: (() => Maybe<readonly Figure[]>) | undefined;
  needs?: LiveModel['needs'];
}

/** Tables of more rows than that are the command's. */
const MOST_ROWS = 200;

const keyOf = ({ label }: Bar) => label.en;

/** A bar this often as long as the middle one leaves no room to see the others: the scale ends at half of that. */
const LONE = 6;

function endOf(rows: readonly Bar[]): number {
  const ends = rows.flatMap(({ high, was = 0 }) => [high, was]).filter(Number.isFinite);
  const longest = Math.max(1e-9, ...ends);
  const sorted = rows.map(({ value }) => value).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return 1.02 * (middle > 0 && longest > LONE * middle ? (LONE / 2) * middle : longest);
}

function barsOf({ title, rows }: PanelBars, stored: ReadonlyMap<string, number>): Bars {
  const beside = rows.map((row) => ({ ...row, was: stored.get(keyOf(row)) }));
  const low = Math.min(0, ...rows.map((row) => row.low));
  return { title: said(title), rows: beside, domain: [low, endOf(beside)] };
}

/** A panel as a worker serves it. */
export function panelModel(asked: readonly string[], panel: PagePanel): LiveModel {
  let stored: ReadonlyMap<string, number> | undefined;
  const storedBars = async () => {
    stored ??= new Map(
      ((await panel.answer({})).bars?.rows ?? []).map((row) => [keyOf(row), row.value]),
    );
    return stored;
  };
  const shown = async (
    values: Values,
    { summary, figures, bars, note = words.shorter() }: PanelAnswer,
    final: boolean,
  ): Promise<LiveAnswer> => {
    const { changes, without, file } = panel.ask(values);
    const tables = final ? figures.filter(({ rows }) => rows.length <= MOST_ROWS) : [];
    return {
      controls: panel.controls(values),
      sentence: said(summary.sentence),
      keys: saidKeys(summary.keyFigures),
      // A look waits for nothing: marks of what is stored come with the whole.
      bars: bars && barsOf(bars, final ? await storedBars() : (stored ?? new Map())),
      tables: tables.map(saidTable),
      note: said(note),
      final,
      ask: {
        command: commandLine(withOptions(asked, changes, without)),
        ...(file ? { file } : {}),
      },
    };
  };
  const { look } = panel;
  return {
    controls: (values) => panel.controls(values),
    ...(look ? { look: async (values: Values) => shown(values, await look(values), false) } : {}),
    answer: async (values) => shown(values, await panel.answer(values), true),
    verify: () => verified(panel),
    compare: panel.compare,
    needs: panel.needs,
  };
}

/** The page computed again from what stands in it. */
async function verified(panel: PagePanel) {
  const figures = panel.page ? await panel.page() : (await panel.answer({})).figures;
  return {
    ...{ equal: 0, different: 0, first: null, left: 0, why: said(words.nothingLeft()) },
    tables: tablesOf(figures),
  };
}
