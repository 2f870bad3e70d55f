import { area, type Message, type Text, vocabulary } from '../message.ts';
import { benchCells } from './bench.ts';
import { patternText, placeText } from './cell-patterns.ts';
import { devicesCellWords } from './cell-words/devices.ts';
import { memoryAndDisksCellWords } from './cell-words/memory-and-disks.ts';
import { processorCellWords } from './cell-words/processor.ts';
import { translationCellWords } from './cell-words/translation.ts';
import { unitWords } from './cell-words/units.ts';
import { cellWordsInChinese } from './cell-words.ts';
import { figureNames } from './compare.ts';
import { evidenceSystems } from './evidence.ts';
import { findingText } from './findings.ts';
import { peerNames } from './peers.ts';
import { seriesText } from './plan-cell-patterns.ts';
import { planCellWordsInChinese } from './plan-cell-words.ts';
import { powerCells } from './plan-power.ts';
import { instructionSets } from './sensitive.ts';
import { needs } from './studies.ts';
import { costParts, statuses, techniqueNames, techniqueTitles, terms } from './terms.ts';

/** Verdicts, mechanisms and other words of our own that cells hold. */
export const cellWords = vocabulary('cell', {
  zh: {
    ...cellWordsInChinese,
    ...translationCellWords,
    ...processorCellWords,
    ...devicesCellWords,
    ...memoryAndDisksCellWords,
    ...powerCells,
    ...benchCells,
    ...planCellWordsInChinese,
    // Verdicts of plans do not break over lines.
    'not\u00a0after\u00a0a\u00a0failure': cellWordsInChinese['not after a failure'],
    'does\u00a0not\u00a0fit': cellWordsInChinese['does not fit'],
  },
});

export const quantities = area('quantity', {
  percent: { en: '{digits} %', zh: '{digits}%' },
  minutes: { en: '{digits} min', zh: '{digits} 分钟' },
  hours: { en: '{digits} h', zh: '{digits} 小时' },
  cycles: { en: '{digits} cycles', zh: '{digits} 个周期' },
  pagesPerS: { en: '{digits} pages/s', zh: '{digits} 页/s' },
});

/** Needs as rows store them, with commas. */
const needsText = (stored: string): Text => {
  const found = stored.split(',').map((need) => needs(need));
  return found.length > 1 ? terms.listed({ names: found }) : (found[0] ?? stored);
};

/** "estimated, unverified": a status, and that no source was read. */
const knownText = (known: string): Text =>
  known.endsWith(', unverified')
    ? terms.unverified({ text: statuses(known.slice(0, -', unverified'.length)) })
    : statuses(known);

type Words = (text: string) => Text;

/** Columns that hold names people gave: they are shown as they are, whatever word they look like. */
const names = new Set([
  ...'VM vm machine host workload cluster name file group zone from to fails source'.split(' '),
  'figures',
  'hangs on',
]);

/** Columns with words of their own; every other column may hold the common words. */
const columns: Readonly<Record<string, readonly Words[]>> = {
  technique: [techniqueNames, techniqueTitles],
  part: [costParts, cellWords],
  known: [statuses],
  status: [statuses, cellWords],
  'comes from': [statuses, cellWords],
  'expected values of': [evidenceSystems],
  program: [peerNames],
  unit: [unitWords, cellWords],
  series: [seriesText],
  place: [placeText],
  where: [placeText],
  figure: [figureNames, cellWords],
  study: [costParts, cellWords],
  'instruction set': [instructionSets],
  lacks: [needsText, cellWords],
  'what was found': [findingText],
  'known as': [knownText],
};

const units: Readonly<Record<string, (values: { digits: string }) => Message>> = {
  '%': quantities.percent,
  min: quantities.minutes,
  h: quantities.hours,
  cycles: quantities.cycles,
  'pages/s': quantities.pagesPerS,
};

const number = String.raw`[−+-]?\d[\d,]*(?:\.\d+)?(?: [^\s()]+)?`;
const one = /^([−+-]?\d[\d,]*(?:\.\d+)?) (\S+)$/;
const two = new RegExp(`^(${number}) (…|to) (${number})$`);
const three = new RegExp(String.raw`^(${number}) \((${number}) to (${number})\)$`);

/** "+4.2 %", "2.5 min": a number with a unit that languages write differently. */
function oneQuantity(cell: string): Text {
  const [, digits, unit = ''] = one.exec(cell) ?? [];
  const written = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return digits && written ? written({ digits }) : cell;
}

const UNVERIFIED = ' (unverified)';

/** A quantity, two with "…" or "to" between them, or one with its interval in brackets. */
function quantityText(cell: string): Text {
  if (cell.endsWith(UNVERIFIED))
    return terms.unverified({ text: quantityText(cell.slice(0, -UNVERIFIED.length)) });
  const pair = two.exec(cell);
  if (pair) {
    const [low = '', high = ''] = [pair[1], pair[3]];
    const ends = { low: oneQuantity(low), high: oneQuantity(high) };
    return pair[2] === 'to' ? terms.range(ends) : terms.interval(ends);
  }
  const [, value, low, high] = three.exec(cell) ?? [];
  if (value && low && high)
    return terms.around({
      value: oneQuantity(value),
      low: oneQuantity(low),
      high: oneQuantity(high),
    });
  return oneQuantity(cell);
}

function readCell(heading: string, cell: string): Text {
  for (const lookUp of (Object.hasOwn(columns, heading) && columns[heading]) || [cellWords]) {
    const text = lookUp(cell);
    if (typeof text !== 'string') return text;
  }
  const patterned = patternText(cell);
  return typeof patterned === 'string' ? quantityText(cell) : patterned;
}

/** Cells remembered: of 27,600 on the page of the quickstart 1,600 differ. */
const MOST = 4096;
const known = new Map<string, Map<string, Text>>();
let size = 0;

/** A text in a column: a message where it is a quantity or one of the column's words. */
export function cellText(heading: string, cell: string): Text {
  if (names.has(heading)) return cell;
  const before = known.get(heading)?.get(cell);
  if (before !== undefined) return before;
  const text = readCell(heading, cell);
  if (size >= MOST) {
    known.clear();
    size = 0;
  }
  const column = known.get(heading) ?? new Map<string, Text>();
  known.set(heading, column.set(cell, text));
  size++;
  return text;
}
