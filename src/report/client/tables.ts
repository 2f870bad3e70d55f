import { NONE } from '../../format.ts';
import { page } from '../../messages/page.ts';
import { button } from './button.ts';
import { englishOf, onLanguage, speak, speakIn } from './language.ts';
import { keep, recall } from './state.ts';

/** Tables longer than this keep only the rows in sight in the document. */
const MOST_ROWS = 400;
const MOST_CARDS = 30;
/** Cards show so many fields first, where all of them would be a longer list than that. */
const FIRST_FIELDS = 4;
const MOST_LINES = 24;
const LEAST_FILTERED = 8;
const ROW_PX = 32;
/** As high as a frame is where nobody has laid it out. */
const FRAME_PX = 512;
/** Rows drawn above and below what is in sight. */
const MARGIN = 20;

type Cell = HTMLTableCellElement;

const shownIn = (cell: Cell | undefined) => cell?.dataset.value ?? (cell ? englishOf(cell) : '');

/** A cell as a number, where it is one: with separators, a sign and a unit behind it. */
function numberOf(text: string): number {
  const found = /^[^\d−+-]*([−+-]?[\d,]*\.?\d+(?:e[+-]?\d+)?)/i.exec(text);
  return found ? Number((found[1] ?? '').replaceAll(',', '').replace('−', '-')) : Number.NaN;
}

/** Rows in the order of a column: numbers by size, words by letters, what is neither last. */
function compare(column: number, direction: number) {
  return (a: HTMLTableRowElement, b: HTMLTableRowElement): number => {
    const [left, right] = [shownIn(a.cells[column]), shownIn(b.cells[column])];
    const [x, y] = [numberOf(left), numberOf(right)];
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    return direction * (Number.isNaN(x) ? left.localeCompare(right) : x - y);
  };
}

/** A table a reader can sort and filter; long ones show a window of their rows. */
export class LiveTable {
  readonly #table: HTMLTableElement;
  readonly #body: HTMLTableSectionElement;
  readonly #frame: HTMLElement;
  readonly #id: string;
  /** Every row in the order of the answer. */
  readonly rows: HTMLTableRowElement[];
  #shown: HTMLTableRowElement[];
  #sorted: [column: number, direction: number] | undefined;
  #query = '';
  #count: HTMLElement | undefined;

  constructor(table: HTMLTableElement, frame: HTMLElement, id: string) {
    this.#table = table;
    this.#body = table.tBodies[0] ?? table.createTBody();
    this.#frame = frame;
    this.#id = id;
    this.rows = [...this.#body.rows];
    this.#shown = this.rows;
    this.#headings();
    const [column, direction] = (recall(`s.${id}`) ?? '').split('.').map(Number);
    if (column !== undefined && (direction === 1 || direction === -1))
      this.#sorted = [column, direction];
    this.#query = recall(`q.${id}`) ?? '';
    if (this.#long) {
      const scrolled = () => this.#window(frame.scrollTop, frame.clientHeight || FRAME_PX);
      frame.addEventListener('scroll', scrolled, { passive: true });
    }
    if (this.#long || this.#sorted || this.#query) this.#arrange();
    if (!this.#long) this.#cards();
  }

  get #long(): boolean {
    return this.rows.length > MOST_ROWS;
  }

  #headings(): void {
    [...(this.#table.tHead?.rows[0]?.cells ?? [])].forEach((heading, column) => {
      const sort = document.createElement('button');
      sort.type = 'button';
      sort.className = 'sort';
      sort.append(...heading.childNodes);
      sort.addEventListener('click', () => this.#sort(column));
      heading.append(sort);
    });
  }

  /** Rising, falling, then as it was. */
  #sort(column: number): void {
    const [was, direction] = this.#sorted ?? [];
    if (was !== column) this.#sorted = [column, 1];
    else this.#sorted = direction === 1 ? [column, -1] : undefined;
    keep(`s.${this.#id}`, this.#sorted?.join('.'));
    this.#arrange();
  }

  /** A field that keeps the rows with these words; none for tables seen at a glance. */
  filter(): HTMLElement[] {
    if (this.rows.length < LEAST_FILTERED) return [];
    const field = document.createElement('input');
    field.type = 'search';
    field.value = this.#query;
    for (const attribute of ['placeholder', 'aria-label']) speakIn(field, attribute, page.filter());
    field.addEventListener('input', () => {
      this.#query = field.value;
      keep(`q.${this.#id}`, field.value);
      this.#arrange();
    });
    this.#count = document.createElement('span');
    this.#count.className = 'soft small';
    this.#count.setAttribute('role', 'status');
    return [field, this.#count];
  }

  #arrange(): void {
    const words = this.#query.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = this.rows.filter((row) => {
      const text = words.length > 0 ? (row.textContent ?? '').toLowerCase() : '';
      return words.every((word) => text.includes(word));
    });
    this.#shown = this.#sorted ? kept.sort(compare(...this.#sorted)) : kept;
    [...(this.#table.tHead?.rows[0]?.cells ?? [])].forEach((heading, column) => {
      const sorted = this.#sorted?.[0] === column ? this.#sorted[1] : 0;
      if (sorted === 0) heading.removeAttribute('aria-sort');
      else heading.setAttribute('aria-sort', sorted > 0 ? 'ascending' : 'descending');
    });
    if (this.#count)
      speak(this.#count, page.rowsShown({ shown: kept.length, all: this.rows.length }));
    // Asked for its size while it holds every row, the browser would lay out all of them.
    if (this.#long && this.#body.rows.length === this.rows.length) this.#window(0, FRAME_PX);
    else if (this.#long) this.#window(this.#frame.scrollTop, this.#frame.clientHeight || FRAME_PX);
    else this.#body.replaceChildren(...this.#shown);
  }

  /** The rows in sight of a frame scrolled by `top` pixels, between two rows as high as all the others. */
  #window(top: number, height: number): void {
    const first = Math.max(0, Math.floor(top / ROW_PX) - MARGIN);
    const count = Math.ceil(height / ROW_PX) + 2 * MARGIN;
    const from = Math.min(first, Math.max(0, this.#shown.length - count));
    const space = (rows: number) => {
      const row = document.createElement('tr');
      row.style.height = `${rows * ROW_PX}px`;
      row.setAttribute('aria-hidden', 'true');
      return row;
    };
    const rest = Math.max(0, this.#shown.length - from - count);
    this.#body.replaceChildren(
      ...(from > 0 ? [space(from)] : []),
      ...this.#shown.slice(from, from + count),
      ...(rest > 0 ? [space(rest)] : []),
    );
    this.#table.setAttribute('aria-rowcount', String(this.#shown.length + 1));
  }

  /** On a phone a short table is a list of cards; each cell then says its heading. */
  #cards(): void {
    const headings = [...(this.#table.tHead?.rows[0]?.cells ?? [])];
    if (this.rows.length > MOST_CARDS || headings.length < 3) return;
    this.#frame.classList.add('cards');
    const name = () => {
      for (const row of this.rows)
        [...row.cells].forEach((cell, i) => {
          cell.dataset.h = headings[i]?.textContent ?? '';
        });
    };
    name();
    onLanguage(name);
  }

  /** A button that shows and hides the fields beyond the first of each card; none where all are soon read. */
  fields(): HTMLElement[] {
    const all = this.#table.tHead?.rows[0]?.cells.length ?? 0;
    const { classList } = this.#frame;
    if (!classList.contains('cards') || all * this.rows.length <= MOST_LINES) return [];
    if (all <= FIRST_FIELDS + 1) return [];
    for (const row of this.rows) {
      // What holds nothing is the first to go.
      const told = [...row.cells].filter((cell) => !['', NONE].includes(cell.textContent ?? ''));
      const shown = told.slice(0, FIRST_FIELDS);
      for (const cell of row.cells) cell.classList.toggle('more', !shown.includes(cell));
    }
    const toggle = button(page.allFields({ fields: all }), () => {
      const few = classList.toggle('few');
      speak(toggle, few ? page.allFields({ fields: all }) : page.fewFields());
      toggle.setAttribute('aria-expanded', String(!few));
    });
    classList.add('few');
    toggle.classList.add('phone');
    toggle.setAttribute('aria-expanded', 'false');
    return [toggle];
  }

  /** The rows a mark of the chart stands for: cells that hold the words of what it says. */
  light(words: readonly string[]): void {
    for (const row of this.#shown) {
      const cells = new Set([...row.cells].map((cell) => cell.textContent ?? ''));
      const hit = words.length > 0 && words.every((word) => cells.has(word));
      row.classList.toggle('lit', hit);
    }
  }
}
