import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../figure.ts';
import { page as words } from '../messages/page.ts';
import { localizedSvg } from './charts/localize.ts';
import { chartWidths, renderSvg } from './charts/render.ts';
import { type Html, html } from './html.ts';
import { foldedTable, htmlTable } from './table.ts';

const captionHtml = ({ title, description }: Figure): Html =>
  html`<figcaption><strong>${title}</strong>${description && html`<span>${description}</span>`}</figcaption>`;

const csvButton = html`<button type="button" data-csv>CSV</button>`;

/** A chart with the table behind it. */
async function chartHtml(figure: Figure, spec: TopLevelSpec): Promise<Html> {
  const wide = await renderSvg(spec, chartWidths.wide);
  const narrow = await renderSvg(spec, chartWidths.narrow);
  return html`<figure id="${figure.id}" class="chart">${captionHtml(figure)}
<div class="wide scroll" data-chart tabindex="0" role="img" aria-label="${figure.title}">${localizedSvg(wide, figure)}</div><div class="narrow scroll" tabindex="0" role="img" aria-label="${figure.title}">${localizedSvg(narrow, figure)}</div>
<details><summary>${words.table()}</summary>${htmlTable(figure.rows, figure.title)}</details>
<div class="tools" hidden>${csvButton}<button type="button" data-svg>SVG</button></div></figure>`;
}

/** A figure without a chart: the table itself, folded where it is long. */
const tableHtml = (figure: Figure): Html =>
  html`<figure id="${figure.id}">${captionHtml(figure)}${foldedTable(figure.rows, figure.title)}
<div class="tools" hidden>${csvButton}</div></figure>`;

export const figureHtml = async (figure: Figure): Promise<Html> =>
  figure.spec ? chartHtml(figure, figure.spec) : tableHtml(figure);
