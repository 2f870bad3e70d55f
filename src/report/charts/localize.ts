import type { Figure } from '../../figure.ts';
import { languages } from '../../language.ts';
import { type Entry, Message, type Text, textIn } from '../../message.ts';
import { cellText } from '../../messages/cells.ts';
import { headings } from '../../messages/headings.ts';
import { escapeHtml, Html, otherLanguages } from '../html.ts';

/** Messages anywhere within a value, by their English text; words of a column are messages too. */
function messagesIn(value: unknown, found: Map<string, Message>, heading = ''): void {
  const text = typeof value === 'string' ? cellText(heading, value) : value;
  if (text instanceof Message) found.set(text.in('en'), text);
  else if (text !== null && typeof text === 'object')
    for (const [name, one] of Object.entries(text)) messagesIn(one, found, name);
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
const titles = new Set(['axis-title', 'legend-title', 'title-text']);

const decoded = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The message a cut label begins, where it is one alone: in English it stays cut, other languages have room. */
function cutIn(messages: ReadonlyMap<string, Message>, label: string): Text {
  if (!label.endsWith('…')) return label;
  const start = label.slice(0, -1);
  const whole = [...messages].filter(([text]) => text.startsWith(start));
  const [only] = whole;
  return only && whole.length === 1
    ? new Message(only[1].key, only[1].values, cutEntry(label, only[1]))
    : label;
}

const cutEntry = (label: string, whole: Message): Entry =>
  Object.fromEntries(
    languages.map((language) => [language, language === 'en' ? label : whole.in(language)]),
  ) as Entry;

/** The drawn chart of a figure in the language of its page, its labels able to change with the page. */
export function localizedSvg(svg: string, { rows, spec }: Figure): Html {
  const messages = new Map<string, Message>();
  messagesIn([rows, spec], messages);
  const textOf = (label: string, role: string): Text =>
    messages.get(label) ?? (titles.has(role) ? headings(label) : cutIn(messages, label));
  return new Html((language) =>
    svg.replace(textMarks, (group, role: string) =>
      group.replace(textElement, (element, attributes: string, label: string) => {
        const text = textOf(decoded(label), role);
        if (typeof text === 'string') return element;
        return `<text${attributes}${otherLanguages(text, language)}>${escapeHtml(textIn(text, language))}</text>`;
      }),
    ),
  );
}
