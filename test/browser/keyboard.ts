import type { Page } from 'playwright-core';

interface Stop {
  /** Position among all elements of the page; -1: the focus left it. */
  at: number;
  name: string;
  outlined: boolean;
}

const reachable = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Elements the keyboard has to reach, by their position in the page, in reading order. */
const expected = (tab: Page) =>
  tab.evaluate((selector) => {
    const all = [...document.querySelectorAll('*')];
    return [...document.querySelectorAll<HTMLElement>(selector)]
      .filter((one) => one.tabIndex >= 0 && one.checkVisibility() && !one.matches(':disabled'))
      .map((one) => ({ at: all.indexOf(one), name: one.outerHTML.slice(0, 120) }));
  }, reachable);

const here = (tab: Page): Promise<Stop> =>
  tab.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return { at: -1, name: '', outlined: true };
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return {
      at: [...document.querySelectorAll('*')].indexOf(one),
      name: one.outerHTML.slice(0, 120),
      outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
    };
  });

/** What Tab passes over, meets out of order, or does not show as focused. */
async function faultsOfTab(tab: Page): Promise<string[]> {
  const wanted = await expected(tab);
  await tab.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const faults: string[] = wanted.length > 5 ? [] : ['hardly anything to reach'];
  const met: number[] = [];
  // A few more steps than stops: the walk ends where the focus leaves the page or stands where it stood.
  for (let step = 0; step < wanted.length + 5; step++) {
    await tab.keyboard.press('Tab');
    const { at, name, outlined } = await here(tab);
    if (at < 0 || met.includes(at)) break;
    if (!outlined) faults.push(`no visible focus: ${name}`);
    met.push(at);
  }
  const start = met.indexOf(Math.min(...met));
  const inOrder = [...met.slice(start), ...met.slice(0, start)];
  if (inOrder.some((at, i) => i > 0 && at < (inOrder[i - 1] ?? 0)))
    faults.push('Tab leaves the reading order');
  for (const { at, name } of wanted) if (!met.includes(at)) faults.push(`not reached: ${name}`);
  return faults;
}

/** What Enter and Space do not open and close; anything that acts has to be an element that takes both. */
async function faultsOfFolds(tab: Page): Promise<string[]> {
  const faults = await tab.evaluate(() =>
    [...document.querySelectorAll('[role=button], [onclick]')].map(
      (one) => `acts and is no button: ${one.outerHTML.slice(0, 120)}`,
    ),
  );
  const fold = tab.locator('.part > details').last();
  if ((await fold.count()) === 0) return faults;
  const isOpen = () => fold.evaluate((one) => (one as HTMLDetailsElement).open);
  const summary = fold.locator('> summary');
  for (const key of ['Enter', 'Space']) {
    const before = await isOpen();
    await summary.press(key);
    if ((await isOpen()) === before) faults.push(`${key} does not move a fold`);
    await summary.press(key);
  }
  return faults;
}

/** What arrows do not tell of the first chart that is open, and what Escape leaves. */
async function faultsOfChart(tab: Page): Promise<string[]> {
  const chart = tab.locator('figure .wide[tabindex="0"]:visible').first();
  if ((await chart.count()) === 0) return [];
  const bubble = tab.locator('.bubble');
  await chart.press('ArrowRight');
  if (!(await bubble.isVisible())) return ['an arrow tells nothing of the first chart'];
  await tab.keyboard.press('Escape');
  return (await bubble.isVisible()) ? ['Escape does not take the value of a chart away'] : [];
}

async function faultsOfSheet(tab: Page): Promise<string[]> {
  const sheet = tab.locator('dialog');
  await tab.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await tab.keyboard.press('?');
  const faults: string[] = [];
  if (!(await sheet.isVisible())) faults.push('? does not open the sheet of keys');
  if (!(await sheet.evaluate((one) => one.contains(document.activeElement))))
    faults.push('the sheet of keys does not take the focus');
  await tab.keyboard.press('Escape');
  if (await sheet.isVisible()) faults.push('Escape does not close the sheet of keys');
  return faults;
}

/** What of a page as it stands open cannot be done by the keyboard. */
export async function keyboardFaults(tab: Page): Promise<string[]> {
  return [
    ...(await faultsOfSheet(tab)),
    ...(await faultsOfTab(tab)),
    ...(await faultsOfFolds(tab)),
    ...(await faultsOfChart(tab)),
  ];
}
