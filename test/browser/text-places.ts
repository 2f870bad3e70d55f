import type { Browser, Page } from 'playwright-core';

/** Charts whose cells hold numbers: they keep their width, and a phone scrolls sideways inside the figure. */
const cellCharts = ['event-heat-map', 'host-hours'];

/**
 * Texts of the charts of a page, as the page is: none is cut, none leaves its picture, no two lie on each other, and no
 * chart is wider than its room. Runs in the page; every `details` that holds a chart has to be open.
 */
function faultsInPage(wide: readonly string[]): string[] {
  interface Point {
    x: number;
    y: number;
  }
  /** Corners of a line of text as it stands on the screen, turned or not, a third of its height taken away. */
  interface Placed {
    text: string;
    corners: Point[];
    top: number;
    bottom: number;
    left: number;
    right: number;
  }
  const SLACK = 1.5;
  const faults: string[] = [];
  const linesOf = (element: SVGGraphicsElement): SVGGraphicsElement[] => {
    const lines = [...element.querySelectorAll<SVGGraphicsElement>('tspan')];
    return lines.length > 0 ? lines : [element];
  };
  const placedAt = (text: string, line: SVGGraphicsElement): Placed | null => {
    const { x, y, width, height } = line.getBBox();
    const matrix = line.getScreenCTM();
    if (width === 0 || !matrix) return null;
    const corners = [
      [x, y + height / 6],
      [x + width, y + height / 6],
      [x + width, y + (5 * height) / 6],
      [x, y + (5 * height) / 6],
    ].map(([px, py]) => new DOMPoint(px, py).matrixTransform(matrix));
    const xs = corners.map((one) => one.x);
    const ys = corners.map((one) => one.y);
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    return { text, corners, left, right, top: Math.min(...ys), bottom: Math.max(...ys) };
  };
  /** Turned rectangles lie apart where their shadows on a side of one of them do. */
  const overlap = (a: Placed, b: Placed) =>
    [a, b].every(({ corners: [p, q, , s] }) =>
      [q, s].every((end) => {
        const [dx, dy] = [end!.x - p!.x, end!.y - p!.y];
        const length = Math.hypot(dx, dy);
        const shadow = (one: Placed) => one.corners.map(({ x, y }) => (x * dx + y * dy) / length);
        const [one, other] = [shadow(a), shadow(b)];
        const shared =
          Math.min(Math.max(...one), Math.max(...other)) -
          Math.max(Math.min(...one), Math.min(...other));
        return shared > SLACK;
      }),
    );
  const isSame = (a: Placed, b: Placed) =>
    a.text === b.text && Math.abs(a.left - b.left) < 3 && Math.abs(a.top - b.top) < 3;
  for (const chart of document.querySelectorAll<SVGSVGElement>('svg:not([width="0"])')) {
    const frame = chart.getBoundingClientRect();
    if (frame.width === 0) continue;
    const figure = chart.closest('[id]')?.id ?? '';
    const placed: Placed[] = [];
    for (const element of chart.querySelectorAll<SVGGraphicsElement>('text:not([opacity="0"])'))
      for (const line of linesOf(element)) {
        const text = (line.textContent ?? '').trim();
        const one = text === '' ? null : placedAt(text, line);
        // A name on paper of its own is drawn twice, its outline first.
        if (one === null || placed.some((other) => isSame(one, other))) continue;
        if (text.endsWith('…')) faults.push(`${figure}: cut: ${text}`);
        const outside = Math.max(
          ...[frame.left - one.left, one.right - frame.right],
          ...[frame.top - one.top, one.bottom - frame.bottom],
        );
        if (outside > SLACK) faults.push(`${figure}: ${outside.toFixed(0)} px outside: ${text}`);
        placed.push(one);
      }
    const room = chart.closest('.scroll')?.getBoundingClientRect();
    if (room && frame.width > room.width + SLACK && !wide.includes(figure))
      faults.push(`${figure}: ${(frame.width - room.width).toFixed(0)} px wider than its room`);
    placed.sort((a, b) => a.top - b.top);
    placed.forEach((one, i) => {
      for (const other of placed.slice(i + 1)) {
        if (other.top > one.bottom) break;
        if (overlap(one, other)) faults.push(`${figure}: "${one.text}" on "${other.text}"`);
      }
    });
  }
  return faults;
}

/** What is wrong with the places of texts in the charts of a page that is open, everything unfolded. */
export async function textFaults(tab: Page): Promise<string[]> {
  await tab.evaluate(() => {
    for (const part of document.querySelectorAll('details')) part.open = true;
  });
  return tab.evaluate(faultsInPage, cellCharts);
}

/** The same at a desk and on a phone, in both languages, by width and language. */
export async function misplacedTexts(browser: Browser, page: string): Promise<string[]> {
  const tab = await browser.newPage();
  await tab.goto(page);
  const found: string[] = [];
  for (const language of ['en', 'zh'])
    for (const width of [1280, 390]) {
      await tab.setViewportSize({ width, height: 900 });
      const said = tab.locator(`[data-speak=${language}]`).first();
      if (await said.isVisible()) await said.click();
      const faults = await textFaults(tab);
      found.push(...faults.map((fault) => `${width} px, ${language}: ${fault}`));
    }
  await tab.close();
  return found;
}
