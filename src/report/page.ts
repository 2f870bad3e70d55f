import { createHash } from 'node:crypto';
import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../figure.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { Language } from '../language.ts';
import { type Text, textIn } from '../message.ts';
import { headings } from '../messages/headings.ts';
import { page as words } from '../messages/page.ts';
import { language } from '../terminal/language.ts';
import { localizedSvg } from './charts/localize.ts';
import { chartWidths, renderSvg } from './charts/render.ts';
import { clientScript } from './client/generated/client.ts';
import { escapeHtml, Html, html, otherLanguages } from './html.ts';
import type { Section } from './section.ts';
import { statusLegend } from './status.ts';
import { foldedTable, htmlTable } from './table.ts';
import { hatchDefinitions, themeCss } from './theme.ts';

export interface Page {
  title: Text;
  /** One or two sentences: the answer, before anything else. */
  lead?: Text;
  sections: readonly Section[];
  /** False for a page whose numbers carry no marks of how they are known: no legend of them then. */
  marks?: boolean;
  /** What reproduces this page: name -> value, e.g. command, input hash, seed, version. */
  provenance: Readonly<Record<string, Text>>;
}

const captionHtml = ({ title, description }: Figure): Html =>
  html`<figcaption><strong>${title}</strong>${description && html`<span>${description}</span>`}</figcaption>`;

const csvButton = html`<button type="button" data-csv>CSV</button>`;

/** A chart with the table behind it. */
async function chartHtml(figure: Figure, spec: TopLevelSpec): Promise<Html> {
  const wide = await renderSvg(spec, chartWidths.wide);
  const narrow = await renderSvg(spec, chartWidths.narrow);
  return html`<figure id="${figure.id}">${captionHtml(figure)}
<div class="wide scroll" data-chart>${localizedSvg(wide, figure)}</div><div class="narrow scroll" tabindex="0" role="group" aria-label="${figure.title}">${localizedSvg(narrow, figure)}</div>
<details><summary>${words.tableOf({ title: figure.title })}</summary>${htmlTable(figure.rows, figure.title)}</details>
<div class="tools" hidden>${csvButton}<button type="button" data-svg>SVG</button></div></figure>`;
}

/** A figure without a chart: the table itself, folded where it is long. */
const tableHtml = (figure: Figure): Html =>
  html`<figure id="${figure.id}">${captionHtml(figure)}${foldedTable(figure.rows, figure.title)}
<div class="tools" hidden>${csvButton}</div></figure>`;

const figureHtml = async (figure: Figure): Promise<Html> =>
  figure.spec ? chartHtml(figure, figure.spec) : tableHtml(figure);

async function sectionHtml(section: Section): Promise<Html> {
  const figures: Html[] = [];
  for (const figure of section.figures) figures.push(await figureHtml(figure));
  return html`<section id="${section.id}"><h2>${section.title}</h2>${section.text}${figures}</section>`;
}

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

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
 * (the content policy forbids it). The other languages travel in attributes, for the switch. Same input, same bytes.
 */
export async function renderPage(page: Page, language: Language = 'en'): Promise<string> {
  const sections: Html[] = [];
  for (const section of page.sections) sections.push(await sectionHtml(section));
  const policy = [
    "default-src 'none'",
    `script-src ${digest(clientScript)} 'wasm-unsafe-eval'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const document = html`<!doctype html>
<html lang="${tags[language]}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">${titleHtml(page.title)}
<style>${new Html(themeCss)}</style></head><body>${new Html(hatchDefinitions)}
<header><h1>${page.title}</h1>${page.lead ? html`<p class="lead">${page.lead}</p>` : ''}
<nav aria-label="${words.sections()}"><ul>${page.sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}
<li><a href="#provenance">${words.provenance()}</a></li></ul></nav>${page.marks === false ? '' : statusLegend()}</header>
<main>${sections}<section id="provenance"><h2>${words.provenance()}</h2><dl>${Object.entries(
    page.provenance,
  ).map(
    ([name, value]) =>
      html`<dt>${headings(name)}</dt><dd>${name === 'command' ? html`<code>${value}</code>` : value}</dd>`,
  )}</dl></section></main>
<footer>${words.footer()}</footer>
<script>${new Html(clientScript)}</script></body></html>
`;
  return document.in(language);
}

export async function writePage(path: string, page: Page): Promise<void> {
  await writeWhole(path, await renderPage(page, language()));
}
