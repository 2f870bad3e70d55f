import type { LiveTable } from './tables.ts';

const bubble = document.createElement('div');
bubble.className = 'bubble';
bubble.setAttribute('role', 'status');
bubble.hidden = true;
document.body.append(bubble);

/** Columns that hold words, of what a mark says: names, not numbers. */
const wordsOf = (label: string): string[] =>
  label
    .split('; ')
    .map((pair) => pair.slice(pair.indexOf(': ') + 2))
    .filter((value) => !/^[−+-]?[\d.,]+(e[+-]?\d+)?$/i.test(value));

function show(mark: Element, chart: Element, table: LiveTable | undefined): void {
  const label = mark.getAttribute('data-v') ?? '';
  for (const other of chart.querySelectorAll('.lit')) other.classList.remove('lit');
  mark.classList.add('lit');
  bubble.textContent = label.replaceAll('; ', '\n');
  bubble.hidden = false;
  const { left, top, bottom, width } = mark.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = bubble;
  const x = Math.max(8, Math.min(innerWidth - offsetWidth - 8, left + width / 2 - offsetWidth / 2));
  bubble.style.left = `${x}px`;
  bubble.style.top = `${top - offsetHeight - 8 > 0 ? top - offsetHeight - 8 : bottom + 8}px`;
  const known = new Set(table?.rows.flatMap((row) => [...row.cells].map((c) => c.textContent)));
  table?.light(wordsOf(label).filter((word) => known.has(word)));
}

function hide(chart: Element, table: LiveTable | undefined): void {
  bubble.hidden = true;
  for (const mark of chart.querySelectorAll('.lit')) mark.classList.remove('lit');
  table?.light([]);
}

/** Values of a chart's marks under the pointer, and by arrow keys where the chart has the focus. */
export function tellValues(chart: HTMLElement, table: LiveTable | undefined): void {
  const marks = [...chart.querySelectorAll('[data-v]')];
  if (marks.length === 0) return;
  let at = -1;
  chart.addEventListener('pointerover', ({ target }) => {
    const mark = (target as Element).closest('[data-v]');
    if (mark) show(mark, chart, table);
    else hide(chart, table);
  });
  chart.addEventListener('pointerleave', () => hide(chart, table));
  chart.addEventListener('blur', () => hide(chart, table));
  chart.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') hide(chart, table);
    if (step === undefined) return;
    event.preventDefault();
    at = (at + step + marks.length) % marks.length;
    const mark = marks[at];
    if (mark) show(mark, chart, table);
  });
}
