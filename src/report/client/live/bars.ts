import { make, spoken } from './make.ts';
import type { Bar, Bars } from './protocol.ts';

const SVG = 'http://www.w3.org/2000/svg';

function shape(name: string, values: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, String(value));
  return made;
}

/** A bar from zero with its interval and a mark for what is stored; what is cut ends in an arrow. */
function drawn({ value, low, high, was }: Bar, [from, to]: Bars['domain']): SVGElement {
  const at = (number: number) =>
    `${(100 * (Math.min(Math.max(number, from), to) - from)) / (to - from)}%`;
  const picture = shape('svg', { width: '100%', height: 18, 'aria-hidden': 'true' });
  const [left, right] = [Math.min(0, value), Math.max(0, value)];
  const width = (100 * (Math.min(right, to) - Math.max(left, from))) / (to - from);
  picture.append(
    shape('rect', { class: 'bar', x: at(left), y: 4, width: `${Math.max(0, width)}%`, height: 10 }),
    shape('line', { class: 'span', x1: at(low), x2: at(high), y1: 9, y2: 9 }),
  );
  if (was !== undefined)
    picture.append(shape('line', { class: 'was', x1: at(was), x2: at(was), y1: 1, y2: 17 }));
  if (Math.max(value, high) > to) {
    const arrow = shape('text', { x: '100%', y: 13, 'text-anchor': 'end' });
    arrow.textContent = '▸';
    picture.append(arrow);
  }
  return picture;
}

/** Values as a table whose rows are also drawn. */
export function barTable({ title, rows, domain }: Bars): HTMLElement {
  const table = make('table', 'bars');
  table.append(spoken('caption', title));
  for (const row of rows) {
    const line = table.insertRow();
    const name = spoken('th', row.label);
    name.scope = 'row';
    line.append(name, make('td', 'draw', drawn(row, domain)), spoken('td', row.text, 'n'));
  }
  return table;
}
