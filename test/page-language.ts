import { textOf } from './page-figures.ts';

/** Columns that quote others, hold names, or what is typed. */
export const quoted = new Set([
  'source',
  'priced by',
  'command',
  // Definitions of concepts: the Chinese term stands beside them.
  'what it is',
  // What a technique does at each event, as its price is built.
  'path',
  // Constants by the name the code and `--json` have for them.
  'term',
  // Concepts by their English term: the Chinese one stands beside it.
  'concept',
  // Instructions by their mnemonics, targets by their identifiers.
  'broken by',
  // Measures as their source prints them.
  'container',
  'vm',
  'figures',
]);

/** Texts of more than three English words: names and lists of ids that stand as they are given, and refusals, which are errors. */
const names = [
  /^virtcost /,
  /Xeon|EPYC|kvmperf/,
  // Products by their name, and columns of an export by theirs.
  /^(Red Hat Enterprise Linux|Oracle Database Enterprise Edition)：/,
  /未使用的列：/,
  // A what-if by the name its file gives it.
  /^two hosts fewer, a tenth more machines/,
  /^[a-z0-9.,; ^()/-]+ value(\.\d)?$/,
  /reservations add up to/,
  /^(命名空间|建立 cgroup)（/,
  /^[a-z\d-]+(, [a-z\d-]+)+$/,
];

/** Four words of plain English in a row. */
const prose = /(?:\b[A-Za-z][a-z'’-]+[,;:]? ){3}[A-Za-z][a-z'’-]+/;

const isUnspoken = (text: string) => prose.test(text) && !names.some((name) => name.test(text));

const parts = /<(\/?)([\w-]+)([^>]*)>|([^<]+)/g;

interface Open {
  tag: string;
  spoken: boolean;
}

/** A text of a page as a reader of Chinese sees it, and the column it stands in. */
export interface ChineseText {
  text: string;
  column: string | undefined;
}

/** Every text of a page in Chinese: what its attribute says where it has one, else what is the same in both languages. */
export function chineseTexts(page: string): ChineseText[] {
  const body = page
    .slice(page.indexOf('<body>'))
    .replaceAll(/<(script|style|code|cite)\b[^>]*>.*?<\/\1>/gs, '');
  const found: ChineseText[] = [];
  const open: Open[] = [];
  let headings: string[] = [];
  let column = -1;
  const within = (...tags: string[]) => open.some(({ tag }) => tags.includes(tag));
  const take = (text: string) => {
    if (text !== '') found.push({ text, column: within('td') ? headings[column] : undefined });
  };
  for (const [, closes, tag = '', attributes = '', text] of body.matchAll(parts)) {
    if (text !== undefined) {
      if (within('th')) headings[column] = textOf(text);
      if (!open.some(({ spoken }) => spoken)) take(textOf(text).trim());
    } else if (closes) {
      while (open.length > 0 && open.pop()?.tag !== tag);
    } else {
      if (tag === 'thead') headings = [];
      if (tag === 'tr') column = -1;
      if (tag === 'td' || tag === 'th') column++;
      const chinese = / data-zh="([^"]*)"/.exec(attributes)?.[1];
      if (!attributes.endsWith('/') && !['meta', 'br', 'rect', 'path'].includes(tag))
        open.push({ tag, spoken: chinese !== undefined });
      if (chinese !== undefined) take(textOf(chinese));
    }
  }
  return found;
}

/**
 * Prose of a page that is English in the other language too: text without the attribute that carries its Chinese, and
 * Chinese with English prose within it.
 */
export const unspoken = (page: string): string[] => [
  ...new Set(
    chineseTexts(page)
      .filter(({ text, column }) => !quoted.has(column ?? '') && isUnspoken(text))
      .map(({ text }) => text),
  ),
];
