/** A row of a delimited file, and the line it begins on. */
export interface Row {
  line: number;
  cells: string[];
}

/** Text from the start of a row on, the line it is on, and the end of a line where one was seen. */
export interface Rest {
  text: string;
  line: number;
  ending: '\n' | '\r\n' | undefined;
}

/** Of UTF-16 units: what is longer may be past the bytes a row may have, which is for the whole parser to say. */
const LONGEST_LINE = 1 << 18;
/** V8 keeps the whole text behind a part of it that is as long. */
const SHORTEST_PART = 13;

/** A cell that does not keep the text it was cut from. */
const owned = (cell: string): string => (cell.length < SHORTEST_PART ? cell : ` ${cell}`.slice(1));

/** How the first line of a text ends; `\r` alone as it is, which no caller cuts at. */
function endingOf(text: string): '\n' | '\r\n' | '\r' | undefined {
  const at = text.search(/[\r\n]/);
  if (at < 0) return undefined;
  if (text[at] === '\n') return '\n';
  if (at + 1 === text.length) return undefined;
  return text[at + 1] === '\n' ? '\r\n' : '\r';
}

/**
 * Rows of delimited text without quotes, given piece by piece: cut at ends of lines and at delimiters, which is all there
 * is to it. Blank lines are left out. At the first quote, at ends of lines that differ, at a byte order mark within the
 * text or a line too long it stops, and `rest` is what is left for a parser that knows more.
 */
export class PlainLines {
  rest: Rest | undefined;
  private readonly delimiter: string;
  private ending: Rest['ending'];
  /** What came after the last end of a line. */
  private open = '';
  private line = 1;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  /** The rows that a piece of text completes. */
  rows(piece: string): Row[] {
    const rows: Row[] = [];
    const text = this.open + piece;
    const ending = this.ending ?? endingOf(text);
    if (this.isOdd(text) || ending === '\r') return this.stop(text, rows);
    this.ending = ending;
    const quote = text.indexOf('"');
    const most = quote < 0 ? text.length : quote;
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0 && to < most; to = text.indexOf('\n', from)) {
      const end = ending === '\r\n' ? to - 1 : to;
      const mark = text.slice(from, to).indexOf('\r');
      if ((mark < 0 ? to : from + mark) !== end || to - from > LONGEST_LINE)
        return this.stop(text.slice(from), rows);
      if (end > from) rows.push(this.row(text.slice(from, end)));
      this.line++;
      from = to + 1;
    }
    this.open = text.slice(from);
    return quote >= 0 || this.open.length > LONGEST_LINE ? this.stop(this.open, rows) : rows;
  }

  /** The row that no end of a line follows. */
  end(): Row[] {
    const { open } = this;
    if (open.includes('\r')) return this.stop(open, []);
    return open === '' ? [] : [this.row(open)];
  }

  private row(text: string): Row {
    return { line: this.line, cells: text.split(this.delimiter).map(owned) };
  }

  private stop(text: string, rows: Row[]): Row[] {
    const { line, ending } = this;
    this.rest = { text, line, ending };
    return rows;
  }

  /** A delimiter that is not one byte, or a mark of byte order where the decoder left one. */
  private isOdd(text: string): boolean {
    return !/^[\t -~]$/.test(this.delimiter) || (this.line === 1 && text.startsWith('\ufeff'));
  }
}
