import { textOf } from './page-figures.ts';

/** A summary as `--json` has it. */
export interface SpokenSummary {
  question: string;
  inputs: Record<string, string>;
  sentence: string;
  whatIfs?: string[];
  confidence: string;
  wouldChange: string;
  advice: { action: string; gain: string }[];
  keyFigures: { name: string; value: string; note?: string }[];
}

/** Everything a reader of the first screen is told, in order. */
export const openingOf = (summary: SpokenSummary): string[] => [
  summary.question,
  summary.sentence,
  ...(summary.whatIfs ?? []),
  ...summary.keyFigures.flatMap(({ name, value, note }) => [name, value, ...(note ? [note] : [])]),
  ...summary.advice.map(({ action, gain }) => `${action} ${gain}`),
  summary.confidence,
  summary.wouldChange,
];

const found = (markup: string, pattern: RegExp): string[] =>
  [...markup.matchAll(pattern)].map(([, text]) => textOf(text ?? '').replaceAll('\u00a0', ' '));

/** The same, as a page tells it. */
export function openingOfPage(page: string): string[] {
  const header = page.slice(page.indexOf('<header'), page.indexOf('</header>'));
  const list = (name: string) =>
    new RegExp(`<ul class="${name}"[^>]*>(.*?)</ul>`, 's').exec(header)?.[1] ?? '';
  const brief = header.slice(header.indexOf('class="brief"'), header.indexOf('<details'));
  return [
    ...found(header, /<h1>(.*?)<\/h1>/gs),
    ...found(header, /<p class="lead[^>]*>(.*?)<\/p>/gs),
    ...found(list('what-ifs'), /<li>(.*?)<\/li>/gs),
    ...found(list('keys'), /<(?:span|b)>(.*?)<\/(?:span|b)>/gs),
    ...found(brief, /<li>(.*?)<\/li>/gs),
    ...found(brief, /<p>(.*?)<\/p>/gs),
  ];
}

/** What an opening must not be: a part missing, too many or too few figures, numbers of false precision. */
export function weaknessesOf(summary: SpokenSummary): string[] {
  const { question, confidence, wouldChange, advice, keyFigures, inputs } = summary;
  const said = [
    question,
    confidence,
    wouldChange,
    ...advice.flatMap(({ action, gain }) => [action, gain]),
  ];
  const shown = [
    ...said,
    ...keyFigures.flatMap(({ name, value, note = '' }) => [name, value, note]),
  ];
  return [
    ...(said.some((text) => text.trim() === '') ? ['a part is empty'] : []),
    ...(/\?$/.test(question) ? [] : [`no question: ${question}`]),
    ...(keyFigures.length >= 3 && keyFigures.length <= 5
      ? []
      : [`${keyFigures.length} key figures`]),
    ...(Object.keys(inputs).length > 0 ? [] : ['inputs are not told']),
    ...shown
      .filter((text) => /undefined|NaN|Infinity|\[object/.test(text))
      .map((text) => `broken: ${text}`),
    ...shown
      .filter((text) => /\d\.\d{3,}(?![\d.])/.test(text) && !/\b0\.0*\d{1,3}\b/.test(text))
      .map((text) => `more digits than are read: ${text}`),
  ];
}
