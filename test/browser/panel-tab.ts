import type { Browser, Page } from 'playwright-core';
import type { PanelCase } from './panel-moves.ts';

/** The panel once the whole answer stands in it. */
export const finalAnswer = '#what-if .answer[data-state=final]';

/** A page with its panel opened by the keyboard and answered as asked, and what the browser complains about from then on. */
export async function openPanel(
  browser: Browser,
  url: string,
  drop?: PanelCase['drop'],
): Promise<{ tab: Page; complaints: string[] }> {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  await tab.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
      console.error(`violates ${violatedDirective}`),
    );
  });
  await tab.goto(url);
  await tab.locator('#what-if > details > summary').press('Enter');
  if (drop) await giveFile(tab, drop);
  await tab.locator(finalAnswer).waitFor();
  return { tab, complaints };
}

/** Drops another file, which is refused, and then the one the page waits for; its controls are still until then. */
export async function giveFile(tab: Page, { file, other }: NonNullable<PanelCase['drop']>) {
  const field = tab.locator('#needed-file');
  await field.setInputFiles(other);
  await tab.locator('#what-if [role=status]:has-text("expected the trace of this page")').waitFor();
  await tab.locator('#what-if select:disabled').first().waitFor();
  await field.setInputFiles(file);
}

/** Moves one control by a key or by choosing, and waits for the whole answer. */
export async function moveControl(tab: Page, id: string, how: string): Promise<void> {
  await tab.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>('#what-if .controls details'))
      fold.open = true;
  });
  const field = tab.locator(`#what-if-${id}`);
  if (/^(Arrow|Home|End)/.test(how)) await field.press(how);
  else await field.selectOption(how);
  await tab.locator(finalAnswer).waitFor();
}

/** The answer as the panel shows it. */
export const shownPanel = (tab: Page) =>
  tab.evaluate(() => {
    const panel = document.querySelector('#what-if')!;
    const texts = (selector: string, within: ParentNode = panel) =>
      [...within.querySelectorAll(selector)].map((element) =>
        (element.textContent ?? '').replaceAll('\u00a0', ' '),
      );
    return {
      sentence: texts('.said')[0] ?? '',
      keys: texts('.keys b'),
      bars: texts('.bars td.n'),
      tables: [...panel.querySelectorAll<HTMLElement>('[data-table]')].map((fold) => ({
        id: fold.dataset.table ?? '',
        cells: [...fold.querySelectorAll('tbody tr')].map((row) =>
          [...row.querySelectorAll('td')].map((cell) => cell.dataset.value ?? cell.textContent),
        ),
      })),
      command: texts('.asking code')[0] ?? '',
      fileName: texts('.asking .tools button')
        .join(' ')
        .match(/[\w-]+\.(?:yaml|json)/)?.[0],
      file: texts('.file')[0] ?? '',
    };
  });
