import type { Language } from '../../../language.ts';

/** A text in every language, as it crosses from the worker to the page. */
export type Said = Readonly<Record<Language, string>>;

/** One choice of a control; `value` stands in the address. */
export interface Choice {
  value: string;
  text: Said;
}

/** Something a reader can change. The first choice that equals `value` is shown as chosen. */
export interface Control {
  id: string;
  label: Said;
  choices: readonly Choice[];
  value: string;
  /** The value the page was asked with. */
  asked: string;
  /** Choices that follow one another in size are a slider, others a list. */
  kind: 'slider' | 'list';
  /** Folded away at first. */
  more?: boolean;
}

/** A value with its interval, drawn as a bar. */
export interface Bar {
  label: Said;
  value: number;
  low: number;
  high: number;
  text: Said;
  /** What the page stores for the same case. */
  was?: number | undefined;
}

export interface Bars {
  title: Said;
  rows: readonly Bar[];
  /** The scale all share; what reaches past it ends in an arrow. */
  domain: readonly [low: number, high: number];
}

export interface LiveCell {
  text: Said;
  /** All digits of a number; null for words. */
  exact: number | null;
}

export interface LiveTable {
  id: string;
  title: Said;
  headings: readonly Said[];
  rows: readonly (readonly LiveCell[])[];
}

/** What the page would say had it been asked so. */
export interface LiveAnswer {
  controls: readonly Control[];
  sentence: Said;
  keys: readonly { name: Said; value: Said; note: Said }[];
  bars: Bars | null;
  tables: readonly LiveTable[];
  /** How the numbers came about: a first look while the whole is computed, or the whole. */
  note: Said;
  /** False while a longer run is on its way. */
  final: boolean;
  /** The same question for the command line: a command, and the file it reads where it reads one. */
  ask: { command: string; file?: { name: string; text: string } };
}

/** What a reader chose, by control. */
export type Values = Readonly<Record<string, string>>;

/** How stored numbers of the page compare with those computed again. */
export interface Verified {
  /** Stored cells that were computed again, and those that differ. */
  equal: number;
  different: number;
  /** The first that differs. */
  first: string | null;
  /** Stored cells that cannot be computed here, and why. */
  left: number;
  why: Said;
  /** Tables as they are now computed, cells as a download has them, to hold against those of the page. */
  tables: readonly { id: string; cells: readonly (readonly string[])[] }[];
}

/** Another answer of the same kind against this page. */
export interface Compared {
  sentence: Said;
  /** How sure that is. */
  sure: Said;
  keys: LiveAnswer['keys'];
  tables: readonly LiveTable[];
}

/** How a page begins. */
export interface Opened {
  kind: 'opened';
  controls: readonly Control[];
  canVerify: boolean;
  compares: Said | null;
  /** The file nothing is computed without, as a reader is asked for it. */
  needs: Said | null;
}

export type Request =
  | { kind: 'open'; data: string; files: readonly File[] }
  | { kind: 'ask'; id: number; values: Values; whole: boolean }
  | { kind: 'verify'; id: number; files: readonly File[] }
  | { kind: 'compare'; id: number; files: readonly File[] };

export type Reply =
  | Opened
  | { kind: 'answer'; id: number; answer: LiveAnswer }
  | { kind: 'progress'; id: number; done: number; all: number }
  | { kind: 'verified'; id: number; verified: Verified }
  | { kind: 'compared'; id: number; compared: Compared }
  | { kind: 'failed'; id: number; message: string };
