import type { Figure } from '../../figure.ts';
import { type Language, languages } from '../../language.ts';
import { type Entry, Message, type Text, textIn } from '../../message.ts';
import { cellText } from '../../messages/cells.ts';
import { headings } from '../../messages/headings.ts';
import { max } from '../../statistics.ts';
import { escapeHtml, Html, otherLanguages } from '../html.ts';
import { textWidth } from './text-width.ts';

/** Messages anywhere within a value, by their English text; words of a column are messages too. */
function messagesIn(value: unknown, found: Map<string, Message>, heading = ''): void {
  const text = typeof value === 'string' ? cellText(heading, value) : value;
  if (text instanceof Message) found.set(text.in('en'), text);
  else if (text !== null && typeof text === 'object')
    for (const [name, one] of Object.entries(text)) messagesIn(one, found, name);
}

/**
 * How wide a label of a chart may become, in the unit of its font size: in the language that needs most, as a chart is
 * laid out once and read in all of them.
 */
export function widestOf(spec: object): (label: string, fontSize: number) => number {
  const messages = new Map<string, Message>();
  messagesIn(spec, messages);
  return (label, fontSize) => {
    const text = messages.get(label) ?? headings(label);
    if (typeof text === 'string') return textWidth(text, fontSize);
    return max(languages.map((language) => textWidth(text.in(language), fontSize)));
  };
}

/** A specification with its messages in English: a chart is laid out in one language, then its labels are put into others. */
export function plainSpec<T>(value: T): T {
  if (value instanceof Message) return value.in('en') as T;
  if (Array.isArray(value)) return value.map(plainSpec) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, plainSpec(one)]),
  ) as T;
}

const textMarks = /<g class="mark-text role-([\w-]+)[^>]*>.*?<\/g>/gs;
const textElement = /<text([^>]*)>([^<]*)<\/text>/g;
/** A label of several lines, and one of its lines. */
const textLines = /<text[^>]*>(?:<tspan[^>]*>[^<]*<\/tspan>)+<\/text>/g;
const textLine = /<tspan([^>]*)>([^<]*)<\/tspan>/g;
const titles = new Set(['axis-title', 'legend-title', 'title-text']);

const decoded = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A label that has a text of its own in every language; names in it are no holes to fill. */
const spoken = (key: string, textOf: (language: Language) => string): Message =>
  new Message(
    key,
    Object.fromEntries(languages.map((language) => [language, textOf(language)])),
    Object.fromEntries(languages.map((language) => [language, `{${language}}`])) as Entry,
  );

/** The message a cut label begins, where it is one alone: in English it stays cut, other languages have room. */
function cutIn(messages: ReadonlyMap<string, Message>, label: string): Text {
  if (!label.endsWith('…')) return label;
  const start = label.slice(0, -1);
  const whole = [...messages].filter(([text]) => text.startsWith(start));
  const [only] = whole;
  return only && whole.length === 1
    ? spoken(only[1].key, (language) => (language === 'en' ? label : only[1].in(language)))
    : label;
}

/** Where a line of Chinese may end: after a Latin word or number, or a character with the mark that follows it. */
const chinesePieces = /[\w./+%-]+ ?|[^\w./+%-][，。；：、）]?/gu;

/** A text in at most so many lines of the same length; Chinese breaks between any two characters. */
function linesOf(text: string, most: number): string[] {
  const long = Math.ceil([...text].length / most);
  const words = text.match(/[\u3000-\u9fff]/)
    ? (text.match(chinesePieces) ?? [])
    : text.split(/(?<= )/);
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const full = line === undefined || [...line].length + [...word].length > long + 2;
    if (full && lines.length < most) lines.push(word);
    else lines[lines.length - 1] = `${line}${word}`;
  }
  return lines;
}

/** Lines of one label in the language of the page; a label of several messages keeps a message in each line. */
function localizedLines(element: string, language: Language, textOf: (label: string) => Text) {
  const lines = [...element.matchAll(textLine)].map(([, , line = '']) => decoded(line));
  const whole = textOf(lines.join(' '));
  const texts = lines.map((line, i): Text => {
    if (typeof whole === 'string') return textOf(line);
    const said = new Map(languages.map((one) => [one, linesOf(whole.in(one), lines.length)]));
    return spoken(whole.key, (one) => (one === 'en' ? line : (said.get(one)?.[i] ?? '')));
  });
  let i = 0;
  return element.replace(textLine, (tspan, attributes: string) => {
    const text = texts[i++];
    if (text === undefined || typeof text === 'string') return tspan;
    return `<tspan${attributes}${otherLanguages(text, language)}>${escapeHtml(textIn(text, language))}</tspan>`;
  });
}

/** The drawn chart of a figure in the language of its page, its labels able to change with the page. */
export function localizedSvg(svg: string, { rows, spec }: Figure): Html {
  const messages = new Map<string, Message>();
  messagesIn([rows, spec], messages);
  const textOf = (label: string, role: string): Text =>
    messages.get(label) ?? (titles.has(role) ? headings(label) : cutIn(messages, label));
  return new Html((language) =>
    svg.replace(textMarks, (group, role: string) =>
      group
        .replace(textElement, (element, attributes: string, label: string) => {
          const text = textOf(decoded(label), role);
          if (typeof text === 'string') return element;
          return `<text${attributes}${otherLanguages(text, language)}>${escapeHtml(textIn(text, language))}</text>`;
        })
        .replace(textLines, (element) =>
          localizedLines(element, language, (label) => textOf(label, role)),
        ),
    ),
  );
}
