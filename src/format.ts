/** How a number is shown: one rule for the terminal, the page, CSV and every sentence, in the language of the reader. */

import type { Language } from './language.ts';
import { MIB_PER_GIB } from './units.ts';

const locales: Readonly<Record<Language, string>> = { en: 'en-US', zh: 'zh-CN' };

/** Chinese sets no space before a percent sign. */
const percentSign: Readonly<Record<Language, string>> = { en: ' %', zh: '%' };

/** Durations above seconds have names of their own; SI and binary units are the same everywhere. */
const longTimes: Readonly<Record<Language, { minutes: string; hours: string }>> = {
  en: { minutes: 'min', hours: 'h' },
  zh: { minutes: '分钟', hours: '小时' },
};

const BILLION = 1e9;
/** Below it a row of zeros is no longer counted by eye. */
const SMALL = 1e-4;

type NumberStyle = 'whole' | 'words' | 'digits';

const styles: Readonly<Record<NumberStyle, Intl.NumberFormatOptions>> = {
  whole: {},
  words: { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 4 },
  digits: { maximumSignificantDigits: 4 },
};

/** Made once each: a formatter costs more than a thousand numbers. */
const formatters = new Map<string, Intl.NumberFormat>();

function inStyle(value: number, style: NumberStyle, language: Language): string {
  const key = `${style} ${language}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locales[language], styles[style]);
    formatters.set(key, formatter);
  }
  return formatter.format(value);
}

/** A number with `digits` significant digits: the cell of a table, the point of a chart. */
export const rounded = (value: number, digits = 4): number => Number(value.toPrecision(digits));

/** A share of the time, in percent, of which hundredths are enough: nobody waits for less. */
export const percentOfTime = (percent: number): number | string =>
  percent > 0 && percent < 0.01 ? '<0.01' : rounded(percent, 3);

/** A number with at most `places` decimals, where a step is fixed: seconds to the tenth, a published column. */
export const toPlaces = (value: number, places: number): number => Number(value.toFixed(places));

/** A share as percent: one decimal from ten on, three significant digits below. */
export function percentOf(share: number): number {
  const percent = 100 * share;
  return Math.abs(percent) >= 10 ? toPlaces(percent, 1) : rounded(percent, 3);
}

/** "64.4 %" for a share of 0.6438: three significant digits. */
export const percentText = (share: number, language: Language = 'en'): string => {
  const percent = percentOf(share);
  const shown = Math.abs(percent) >= 100 ? count(percent, language) : String(percent);
  return `${shown}${percentSign[language]}`;
};

/** Bytes as MiB to the tenth, and to three digits where there are fewer before it. */
export function mebibytes(bytes: number): number {
  const value = bytes / 2 ** 20;
  return Math.abs(value) < 10 ? rounded(value, 3) : toPlaces(value, 1);
}

/** A count as people read it: all digits below a billion, four of them and a word from there on. */
export function count(value: number, language: Language = 'en'): string {
  return Math.abs(value) < BILLION
    ? inStyle(Math.round(value), 'whole', language)
    : inStyle(value, 'words', language);
}

/** All digits a number has (twelve of a fraction), grouped from ten thousand on: a year or a port stays one word. */
export function exact(value: number, language: Language = 'en'): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e4
    ? inStyle(value, 'whole', language)
    : String(Number(value.toPrecision(12)));
}

/** Four significant digits; words instead of an exponent where a number is large. */
export function significant(value: number, language: Language = 'en'): string {
  const size = Math.abs(value);
  if (size !== 0 && size < SMALL) return value.toExponential(2);
  return size >= BILLION ? count(value, language) : inStyle(rounded(value), 'digits', language);
}

/** A number of prose: at most three significant digits, with separators. */
export const inProse = (value: number): string =>
  value !== 0 && Math.abs(value) < SMALL
    ? value.toExponential(2)
    : Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** "12.3k" for 12,345: three significant digits with an SI suffix from a thousand on, for the marks of a chart. */
export function suffixed(value: number): string {
  const suffixes = ['', 'k', 'M', 'G', 'T'];
  let size = rounded(value, 3);
  let i = 0;
  while (Math.abs(size) >= 1000 && i < suffixes.length - 1) {
    size = rounded(size / 1000, 3);
    i++;
  }
  return `${size}${suffixes[i]}`;
}

/** An amount of money: cents below a hundred, none above. */
export const money = (amount: number, language: Language = 'en'): string =>
  Math.abs(amount) < 100 ? String(toPlaces(amount, 2)) : count(amount, language);

/** What stands where there is no number. */
export const NONE = '—';

/** The number of a table's cell, on the page and in the terminal: whole numbers as counts, others with four digits. */
export function shownNumber(value: number, language: Language = 'en'): string {
  if (!Number.isFinite(value)) return NONE;
  return Number.isInteger(value) ? count(value, language) : significant(value, language);
}

/** "1,234 GiB" for an amount in MiB, to the whole GiB: what a site buys memory in. */
export const gibibytesText = (mib: number): string => `${count(mib / MIB_PER_GIB)} GiB`;

/** "1.5 GiB" for 1610612736; as many significant digits as asked, three in prose. */
export function formatBytes(bytes: number, digits = 4): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = bytes;
  let unit = 0;
  while (Math.abs(size) >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  // Bytes are counted, not measured.
  const exactly = unit === 0 && Number.isInteger(size);
  return `${exactly ? size : Number(size.toPrecision(digits))} ${units[unit]}`;
}

/** "1.5 ms" for 0.0015. */
export function formatSeconds(value: number, language: Language = 'en'): string {
  const size = Math.abs(value);
  if (size === 0) return '0 s';
  if (size < 1e-6) return `${Number((value * 1e9).toPrecision(3))} ns`;
  if (size < 1e-3) return `${Number((value * 1e6).toPrecision(3))} µs`;
  if (size < 1) return `${Number((value * 1e3).toPrecision(3))} ms`;
  if (size < 120) return `${Number(value.toPrecision(3))} s`;
  const { minutes, hours } = longTimes[language];
  return size < 7200
    ? `${Number((value / 60).toPrecision(3))} ${minutes}`
    : `${Number((value / 3600).toPrecision(3))} ${hours}`;
}

/** "+14.0 %" for an overhead ratio of 0.14; three significant digits. */
export function formatOverhead(overheadRatio: number, language: Language = 'en'): string {
  const percent = overheadRatio * 100;
  const digits = Math.abs(percent) >= 100 ? 0 : Math.abs(percent) >= 10 ? 1 : 2;
  return `${percent >= 0 ? '+' : '−'}${Math.abs(percent).toFixed(digits)}${percentSign[language]}`;
}
