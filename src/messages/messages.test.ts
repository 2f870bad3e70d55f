import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { languages } from '../language.ts';
import { tableOf } from '../message.ts';
import { areas } from './index.ts';

const messages = areas.flatMap((area) => {
  const { name, entries } = area[tableOf];
  return Object.entries(entries).map(([key, entry]) => ({ key: `${name}.${key}`, entry }));
});

const holesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();

const chinese = /[\u4e00-\u9fff]/;
/** Names and units that Chinese text uses as they are. */
const asItIs = /^[\s{}\w:|.,%/×+()\u3000-\u303f\uff00-\uffef…→\u00a0-]*$/;

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
