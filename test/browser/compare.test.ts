import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from '../in-process.ts';
import { chromiumPath } from '../support.ts';
import { openBrowser } from './checks.ts';

const scenario = (events: string) => `name: small
hosts: [cascade-lake-sp-2019]
techniques: [bare-metal, para, hardware]
pages: [4K/4K]
studies: [steady]
vms:
  - name: web
    memory: 64MiB
    workload: {pattern: {kind: zipf, footprint: 1MiB, accesses: 4000}, events: ${events}}
`;

const inventory = (hosts: number) => ({
  'hosts.csv': `name,cores,memory_mib\n${Array.from({ length: hosts }, (_, i) => `h${i},16,65536`).join('\n')}\n`,
  'vms.csv': 'name,vcpus,memory_mib\na,4,16384\nb,4,16384\nc,8,32768\n',
});

describe.runIf(chromiumPath)('another answer dropped on a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-compare-'));
  const at = (name: string) => join(folder, name);
  let browser: Browser;

  beforeAll(async () => {
    for (const name of ['server', 'compute']) {
      writeFileSync(at(`${name}.yaml`), scenario(name));
      await runInProcess('run', at(`${name}.yaml`), '-o', at(name), '-e', 'inline');
    }
    for (const hosts of [2, 3]) {
      const base = mkdtempSync(at('inventory-'));
      for (const [name, text] of Object.entries(inventory(hosts)))
        writeFileSync(join(base, name), text);
      const { out } = await runInProcess('plan', base, '--html', at(`plan-${hosts}.html`));
      writeFileSync(at(`plan-${hosts}.json`), out);
    }
    browser = await openBrowser();
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function opened(page: string): Promise<Page> {
    const tab = await browser.newPage();
    await tab.goto(`file://${at(page)}`);
    await tab.locator('#what-if > details > summary').press('Enter');
    await tab.locator('.comparer summary').first().press('Enter');
    return tab;
  }

  /** What the page says of these files: the comparison, or the one line that refuses them. */
  async function said(tab: Page, ...files: string[]): Promise<string[]> {
    await tab.evaluate(() => document.querySelector('.comparer [role=status]')?.replaceChildren());
    await tab.locator('#compare-files').setInputFiles(files.map(at));
    const found = tab.locator('.comparer [role=status]');
    await tab.waitForFunction(
      () =>
        !/^(Computing …)?$/.test(document.querySelector('.comparer [role=status]')!.textContent!),
    );
    return (await found.innerText())
      .replaceAll('\u00a0', ' ')
      .split('\n')
      .filter((line) => line !== '');
  }

  it('of a run: the sentence of virtcost compare, and no change as such', async () => {
    const tab = await opened('compute/index.html');
    const { document } = await runInProcess('compare', at('server'), at('compute'));
    const [sentence, sure, ...rest] = await said(tab, 'server/steady.parquet');
    expect(sentence).toBe(document.sentence);
    expect(sure).toBe(document.summary.confidence);
    expect(rest.join(' ')).toContain('Differ');
    expect(rest.join(' ')).toContain('Within the noise floor');
    const [same] = await said(tab, 'compute/steady.parquet');
    expect(same).toMatch(/^No figure of \d+ differs/);
    await tab.close();
  }, 600_000);

  it('of a plan: clusters that changed with their differences, and no change as such', async () => {
    const tab = await opened('plan-3.html');
    const [sentence, exact, ...rest] = await said(tab, 'plan-2.json');
    expect(sentence).toMatch(/^1 of 1 cluster changed: /);
    expect(exact).toContain('none is noise');
    expect(rest.join(' ')).toContain('3 (+1)');
    expect((await said(tab, 'plan-3.json'))[0]).toMatch(/^No change/);
    await tab.close();
  }, 600_000);

  it('hostile and foreign files are refused with one line that names them', async () => {
    const whole = readFileSync(at('server/steady.parquet'));
    const flipped = Buffer.from(whole);
    flipped[200]! ^= 1;
    writeFileSync(at('flipped.parquet'), flipped);
    writeFileSync(at('cut.parquet'), whole.subarray(0, 900));
    writeFileSync(at('<img src=x onerror=alert(1)>.parquet'), 'PAR1PAR1');
    writeFileSync(at('deep.json'), '['.repeat(100_000));
    writeFileSync(at('null.json'), 'null');
    writeFileSync(at('other.json'), JSON.stringify({ answers: [{ clusters: [{ cluster: 1 }] }] }));
    const run = await opened('compute/index.html');
    for (const name of ['flipped.parquet', 'cut.parquet', '<img src=x onerror=alert(1)>.parquet']) {
      const lines = await said(run, name);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^Not compared: /);
      expect(lines[0]).toContain(name);
    }
    expect(await said(run, 'server/steady.parquet', 'compute/steady.parquet')).toHaveLength(1);
    expect(await run.locator('.comparer img').count()).toBe(0);
    await run.close();
    const plan = await opened('plan-3.html');
    for (const name of ['deep.json', 'null.json', 'other.json', 'flipped.parquet']) {
      const lines = await said(plan, name);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(`Not compared: ${name}: expected the JSON of virtcost plan`);
    }
    await plan.close();
  }, 600_000);
});
