import { createHash } from 'node:crypto';
import { writeWhole } from '../files/write-whole.ts';
import type { Language } from '../language.ts';
import { type Text, textIn } from '../message.ts';
import { page as words } from '../messages/page.ts';
import type { Summary } from '../summary.ts';
import { language } from '../terminal/language.ts';
import { clientScript } from './client/generated/client.ts';
import { figureHtml } from './figure-html.ts';
import { escapeHtml, Html, html, otherLanguages } from './html.ts';
import { type Live, liveHtml } from './live-html.ts';
import { mastheadHtml, type Origin } from './masthead.ts';
import type { Section } from './section.ts';
import { statusesOf, statusLegend } from './status.ts';
import { hatchDefinitions, themeCss } from './theme.ts';

export interface Page {
  /** Title of the document: what it is about. */
  title: Text;
  summary: Summary;
  sections: readonly Section[];
  /** What the page computes itself once scripts run; absent or too large: nothing. */
  live?: Live;
}

/** What a folded section holds, where it does not say itself. */
function gistOf({ gist, figures }: Section): Text {
  if (gist !== undefined) return gist;
  const charts = figures.filter(({ spec }) => spec !== undefined).length;
  const tables = figures.length - charts;
  if (charts === 0) return tables === 0 ? '' : words.tables({ tables });
  return tables === 0 ? words.charts({ charts }) : words.chartsAndTables({ charts, tables });
}

/** Something stands open under the answer: the first section where none asks for it. */
function opened(sections: readonly Section[]): Section[] {
  if (sections.some(({ depth }) => depth === 'first')) return [...sections];
  return sections.map((section, i) => (i === 0 ? { ...section, depth: 'first' } : section));
}

async function sectionHtml(section: Section): Promise<Html> {
  const figures: Html[] = [];
  for (const figure of section.figures) figures.push(await figureHtml(figure));
  const { id, title, text, depth = 'third' } = section;
  const open = new Html(depth === 'first' ? ' open' : '');
  return html`<section id="${id}" class="part ${depth}"><details${open}><summary><h2>${title}</h2><span class="gist">${gistOf(section)}</span></summary>
<div class="inside">${text}${figures}</div></details></section>`;
}

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Computing in the page takes a worker, which stands in the page, and the kernels. */
const policy = (live: boolean) =>
  [
    "default-src 'none'",
    ...(live ? ['worker-src blob:'] : []),
    `script-src ${digest(clientScript)} 'wasm-unsafe-eval'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The title of the window, which holds no markup. */
const titleHtml = (title: Text) =>
  new Html(
    (language) =>
      `<title${otherLanguages(title, language)}>${escapeHtml(textIn(title, language))}</title>`,
  );

/** What browsers and screen readers call the languages. */
const tags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/**
 * The whole report as one self-contained document in a language: charts as SVG, readable with scripts off, no network
 * (the content policy forbids it). The other languages travel in attributes, for the switch. Same page and origin, same
 * bytes.
 */
export async function renderPage(
  page: Page,
  origin: Origin,
  language: Language = 'en',
): Promise<string> {
  const sections: Html[] = [];
  for (const section of opened(page.sections)) sections.push(await sectionHtml(section));
  const statuses = statusesOf(page.sections);
  const live = page.live && (await liveHtml(page.live));
  const document = html`<!doctype html>
<html lang="${tags[language]}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy(live !== undefined)}">
<meta name="viewport" content="width=device-width, initial-scale=1">${titleHtml(page.title)}
<style>${new Html(themeCss)}</style></head><body>${new Html(hatchDefinitions)}<a class="skip" href="#evidence">${words.skip()}</a>
${mastheadHtml(page.summary, origin)}${live ?? ''}
<div class="sheet columns" id="evidence"><nav class="list" aria-label="${words.sections()}"><ul>${page.sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>
<main>${sections}</main></div>
<footer class="sheet">${statuses.length > 0 ? statusLegend(statuses) : ''}<p>${words.footer()}</p></footer>
<script>${new Html(clientScript)}</script></body></html>
`;
  return document.in(language);
}

export async function writePage(path: string, page: Page, origin: Origin): Promise<void> {
  await writeWhole(path, await renderPage(page, origin, language()));
}
