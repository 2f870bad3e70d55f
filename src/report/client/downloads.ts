import { csvText } from '../../csv-cell.ts';
import { page } from '../../messages/page.ts';
import { button } from './button.ts';
import { englishOf } from './language.ts';
import { parquetOf, plainValue } from './parquet.ts';
import type { LiveTable } from './tables.ts';

function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Hands a text out as a file. */
export const save = (name: string, type: string, content: string): void =>
  download(name, text(type, content));

const text = (type: string, content: string) => new Blob([content], { type });
const shownIn = (cell: HTMLTableCellElement) => cell.dataset.value ?? englishOf(cell);

/** Cells of a row as a download has them. */
export const shownCells = (row: HTMLTableRowElement): string[] => [...row.cells].map(shownIn);

/** Every row as it stands in `--json`, whatever is sorted, filtered or in sight: numbers with all their digits. */
function cellsOf(table: HTMLTableElement, { rows }: LiveTable): string[][] {
  const head = table.tHead?.rows[0];
  return [...(head ? [head] : []), ...rows].map(shownCells);
}

/** Rows as objects; what is a number is one. */
function jsonOf([headings = [], ...rows]: string[][]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(headings.map((name, i) => [name, plainValue(row[i] ?? '')])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** An SVG that stands alone: theme colours and fonts resolved, hatch patterns copied in. */
function standaloneSvg(svg: SVGElement): string {
  const copy = svg.cloneNode(true) as SVGElement;
  const defs = document.querySelector('body > svg defs');
  if (defs) copy.prepend(defs.cloneNode(true));
  const style = getComputedStyle(document.documentElement);
  const body = getComputedStyle(document.body);
  copy.setAttribute('font-family', body.fontFamily);
  copy.style.background = body.backgroundColor;
  const probe = document.body.appendChild(document.createElement('span'));
  const resolved = new XMLSerializer()
    .serializeToString(copy)
    .replace(/var\((--[a-z0-9]+)\)/g, (_, name: string) => {
      probe.style.color = style.getPropertyValue(name);
      return getComputedStyle(probe).color;
    });
  probe.remove();
  return resolved;
}

/** The chart as pixels, twice as many as are seen. */
async function pngOf(svg: SVGElement): Promise<Blob | null> {
  const picture = new Image();
  const address = URL.createObjectURL(text('image/svg+xml', standaloneSvg(svg)));
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * picture.width;
  canvas.height = 2 * picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

/** The buttons of one figure: its table as CSV and JSON, its chart as SVG and PNG. */
export function offerDownloads(
  figure: HTMLElement,
  table: HTMLTableElement | null,
  live: LiveTable | undefined,
): void {
  const tools = figure.querySelector<HTMLElement>('.tools');
  const svg = figure.querySelector<SVGElement>('[data-chart] svg');
  if (!tools) return;
  tools.hidden = false;
  tools.querySelector('[data-csv]')?.addEventListener('click', () => {
    if (table && live)
      download(`${figure.id}.csv`, text('text/csv', csvText(cellsOf(table, live), '\r\n')));
  });
  if (table && live)
    tools.append(
      button(page.json(), () =>
        download(`${figure.id}.json`, text('application/json', jsonOf(cellsOf(table, live)))),
      ),
      button(page.parquet(), () =>
        download(`${figure.id}.parquet`, new Blob([parquetOf(cellsOf(table, live))])),
      ),
    );
  if (!svg) return;
  tools.querySelector('[data-svg]')?.addEventListener('click', () => {
    download(`${figure.id}.svg`, text('image/svg+xml', standaloneSvg(svg)));
  });
  tools.append(
    button(page.png(), async () => {
      const picture = await pngOf(svg);
      if (picture) download(`${figure.id}.png`, picture);
    }),
  );
}
