import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { languages } from '../language.ts';
import { Message, type Text, tableOf, textIn } from '../message.ts';
import { statusMarks } from '../report/status.ts';
import { techniques } from '../techniques/compositions.ts';
import { events } from '../techniques/events.ts';
import { costParts as parts } from '../techniques/technique.ts';
import { cellText } from './cells.ts';
import { headings } from './headings.ts';
import { areas } from './index.ts';
import { costParts, statuses, techniqueNames, techniqueTitles } from './terms.ts';

const messages = areas.flatMap((area) => {
  const { name, entries } = area[tableOf];
  return Object.entries(entries).map(([key, entry]) => ({ key: `${name}.${key}`, entry }));
});

const holesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();

const chinese = /[\u4e00-\u9fff]/;
/** Names and units that Chinese text uses as they are. */
const asItIs = /^[\s{}\w:|.,%/×+()µ±≥\u3000-\u303f\uff00-\uffef…→\u00a0-]*$/;

it('every message has every language, with the same values in each', () => {
  expect(messages.length).toBeGreaterThan(100);
  for (const { key, entry } of messages) {
    for (const language of languages) {
      expect(entry[language]?.trim(), `${key} in ${language}`).toBeTruthy();
      expect(holesOf(entry[language]), `${key} in ${language}`).toEqual(holesOf(entry.en));
    }
  }
});

it('no message has braces that are not a hole, and keys are there once', () => {
  for (const { key, entry } of messages) {
    for (const text of Object.values(entry)) {
      expect(text.replaceAll(/\{\w+(:\w+|\|[^{}|]*\|[^{}|]*)?\}/g, ''), key).not.toMatch(/[{}]/);
    }
  }
  const keys = messages.map(({ key }) => key);
  expect(keys.filter((key, i) => keys.indexOf(key) < i)).toEqual([]);
});

it('a Chinese message is Chinese: sentences hold no English, and what is the same is a name or a unit', () => {
  for (const { key, entry } of messages) {
    if (!chinese.test(entry.zh)) expect(entry.zh, key).toMatch(asItIs);
    // Four words of the Latin alphabet in a row are a sentence that was left.
    const prose = entry.zh.replaceAll(/\{[^}]*\}/g, '§').replaceAll(/--[\w-]+|virtcost \w+/g, '§');
    expect(prose, key).not.toMatch(/(?:\b[a-z]{2,}\b[ ,]+){4}/);
    // A full-width stop ends a sentence, no space or half-width comma stands between ideographs.
    expect(prose, key).not.toMatch(/[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff ]/);
  }
});

it('every file of the table is listed', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (name) => !name.endsWith('.test.ts') && name !== 'index.ts',
  );
  expect(files.length).toBeGreaterThan(3);
  expect(areas.length).toBeGreaterThanOrEqual(files.length);
});

it('what figures name by an id or a title is known in every language', () => {
  const known = (text: Text) => expect(text, String(text)).toBeInstanceOf(Message);
  for (const { id, title } of techniques) {
    known(techniqueNames(id));
    known(techniqueTitles(title));
    known(headings(title));
  }
  for (const part of parts) {
    known(costParts(part));
    known(costParts(`${part}, estimated`));
  }
  for (const { title } of events) if (!asItIs.test(title)) known(cellText('event', title));
  for (const status of Object.keys(statusMarks)) known(statuses(status));
});

it('a cell is put into words by its column: words and quantities, never the name of a machine', () => {
  const zh = (heading: string, cell: string) => textIn(cellText(heading, cell), 'zh');
  expect(zh('verdict', 'never')).toBe('无法完成');
  expect(zh('machine', 'never')).toBe('never');
  expect(zh('time', '2.5 min')).toBe('2.5 分钟');
  expect(zh('interval', '+1.2 % … +3.4 %')).toBe('+1.2% … +3.4%');
  expect(zh('value', '8.31 s (8.1 s to 2 h)')).toBe('8.31 s（8.1 s 至 2 小时）');
  expect(zh('VM', '2.5 min')).toBe('2.5 min');
  expect(zh('lacks', 'own-kernel,live-migration')).toBe('独立内核、热迁移');
  for (const cell of ['2.5 min', '+1 % … +3 %', '8 s (7 s to 2 h)', 'own-kernel,snapshots', 'x'])
    expect(String(cellText('lacks', cell))).toBe(cell);
});
