// Pictures of pages in docs/ and the committed sample report, made again from what the commands write today.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { writeWhole } from '../src/files/write-whole.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'virtcost-screenshots-'));

function virtcost(...words: string[]): void {
  const { status } = spawnSync(process.execPath, ['scripts/virtcost.mjs', ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`virtcost ${words.join(' ')}: exit code ${status}`);
}

interface Shot {
  name: string;
  page: string;
  /** Opens the panel with these values and waits for its answer. */
  asked?: string;
}

async function shoot(browser: Browser, { name, page, asked = '' }: Shot): Promise<void> {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await tab.goto(`file://${page}${asked}`);
  if (asked !== '') {
    await tab.locator('#what-if .answer[data-state=final]').waitFor({ timeout: 120_000 });
    await tab.locator('#what-if').evaluate((panel) => panel.scrollIntoView());
  }
  await writeWhole(join(root, 'docs', `${name}.png`), await tab.screenshot());
  await tab.close();
}

try {
  virtcost('report', 'reports/sample');
  virtcost('run', 'examples/quickstart.yaml', '--out', join(folder, 'run'), '--fresh');
  const plan = join(folder, 'plan.html');
  virtcost(
    ...['plan', 'examples/inventory/rvtools-workshop.xlsx', '--cpu-ratio', '8'],
    ...['--what-if', 'examples/inventory/fewer-hosts.yaml', '--html', plan],
  );
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const run = join(folder, 'run/index.html');
  await shoot(browser, { name: 'report', page: run });
  await shoot(browser, { name: 'plan', page: plan });
  await shoot(browser, { name: 'what-if', page: run, asked: '#w.pages=2M%2F2M' });
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}
