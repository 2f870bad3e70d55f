// What the page does once scripts run: downloads of what is shown, a light/dark switch, and a switch of the language.

import type { Message } from '../../message.ts';
import { page } from '../../messages/page.ts';
import { csvCell } from './csv-cell.ts';
import { englishOf, offerLanguages, speak } from './language.ts';

/** A button that says this in the language of the page. */
function button(text: Message): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  speak(made, text);
  return made;
}

function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The rows as they stand in `--json`: numbers with all their digits. */
function tableCsv(table: HTMLTableElement): string {
  const rows = [...table.rows].map((row) =>
    [...row.cells].map((cell) => csvCell(cell.dataset.value ?? englishOf(cell))).join(','),
  );
  return `${rows.join('\r\n')}\r\n`;
}

/** An SVG that stands alone: theme colours resolved, hatch patterns copied in. */
function standaloneSvg(svg: SVGElement): string {
  const copy = svg.cloneNode(true) as SVGElement;
  const defs = document.querySelector('body > svg defs');
  if (defs) copy.prepend(defs.cloneNode(true));
  const style = getComputedStyle(document.documentElement);
  const probe = document.body.appendChild(document.createElement('span'));
  const text = new XMLSerializer()
    .serializeToString(copy)
    .replace(/var\((--[a-z0-9]+)\)/g, (_, name: string) => {
      probe.style.color = style.getPropertyValue(name);
      return getComputedStyle(probe).color;
    });
  probe.remove();
  return text;
}

for (const figure of document.querySelectorAll('figure')) {
  const tools = figure.querySelector<HTMLElement>('.tools');
  const table = figure.querySelector('table');
  const svg = figure.querySelector<SVGElement>('[data-chart] svg');
  if (!tools) continue;
  tools.hidden = false;
  tools.querySelector('[data-csv]')?.addEventListener('click', () => {
    if (table) download(`${figure.id}.csv`, 'text/csv', tableCsv(table));
  });
  tools.querySelector('[data-svg]')?.addEventListener('click', () => {
    if (svg) download(`${figure.id}.svg`, 'image/svg+xml', standaloneSvg(svg));
  });
}

const switcher = button(page.theme());
switcher.addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});
const nav = document.querySelector('nav');
nav?.append(switcher);
if (nav) offerLanguages(nav);

for (const details of document.querySelectorAll('details')) {
  window.addEventListener('beforeprint', () => details.setAttribute('open', ''));
}
