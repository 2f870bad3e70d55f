import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledData } from '../bundled.ts';
import { qemuMigration } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-migration-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundled = JSON.parse(
  gunzipSync(readFileSync(bundledData('qemu-migration.json.gz'))).toString('utf8'),
) as { runs: { config: object; [field: string]: unknown }[] };

function file(name: string, document: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

describe('recorded QEMU migrations', () => {
  it('are predicted within the stated bounds, every verdict right', async () => {
    const { cases, summary } = await qemuMigration.validate({});
    expect(cases.filter((entry) => !entry.pass)).toEqual([]);
    expect(summary.verdicts_right).toBe(summary.verdicts_judged);
    expect(summary.configurations).toBe(37);
  });

  it('are predicted alike when everything measured is gone from the records', async () => {
    // What a capped guest writes is read before the migration: an input.
    const bare = bundled.runs.map(({ config, rate_before }) => ({ config, rate_before }));
    const data = file('bare.json', { runs: bare });
    expect(await qemuMigration.predict({ data })).toEqual(await qemuMigration.predict({}));
  });

  it('of throttled guests keep their verdict without the rate before, in a wider range', async () => {
    const capped = bundled.runs.filter(({ config }) => 'cap_ms' in config);
    const known = await qemuMigration.predict({ data: file('known.json', { runs: capped }) });
    const bare = { runs: capped.map(({ config }) => ({ config })) };
    const open = await qemuMigration.predict({ data: file('open.json', bare) });
    const width = ({ total_ms_low: low, total_ms_high: high }: (typeof open)[number]) =>
      Number(high) - Number(low);
    expect(known.length).toBe(2);
    for (const [i, one] of open.entries()) {
      expect(one.verdict).toBe('completes');
      expect(width(one)).toBeGreaterThan(width(known[i]!));
    }
  });

  it('that make up all they miss are not slowed down by a throttle until it stops them for long', async () => {
    const base = bundled.runs.find(({ config }) => 'cap_ms' in config)!.config;
    const { cap_ms, ...uncapped } = base as { cap_ms: number };
    const config = { ...uncapped, id: 'uncapped', writes_per_s: 12_000, timeout_s: 25 };
    const data = file('uncapped.json', [{ config }, { config: { ...config, id: 'c', cap_ms: 1 } }]);
    const [makesUp, loses] = await qemuMigration.predict({ data });
    expect(makesUp).toMatchObject({ verdict: 'never' });
    expect(loses).toMatchObject({ verdict: 'completes' });
  });

  it('never finish where the guest outruns the link and its working set the pause', async () => {
    const config = {
      id: 'fast',
      ram_mib: 128,
      fill_pages: 31_648,
      ws_pages: 16_384,
      pattern: 'uniform',
      writes_per_s: 25_000,
      max_bw_mib_s: 32,
      downtime_limit_ms: 300,
      timeout_s: 20,
    };
    const slow = { ...config, id: 'slow', writes_per_s: 3000 };
    const data = file('two.json', [{ config }, { config: slow }]);
    const [fast, ok] = await qemuMigration.predict({ data });
    expect(fast).toMatchObject({ id: 'fast', verdict: 'never', total_ms: null });
    expect(ok).toMatchObject({ id: 'slow', verdict: 'completes' });
    expect(Number(ok!.total_ms_low)).toBeLessThan(Number(ok!.total_ms_high));
  });

  const base = bundled.runs[0]!.config;
  const wrong: [string, unknown, RegExp][] = [
    ['no runs', { runs: [] }, /1 to 20000 runs/],
    ['no object', 7, /an object with an array "runs"/],
    ['a truncated file', '{"runs": [', /a JSON document/],
    ['a record without config', { runs: [{}] }, /a migration configuration/],
    ['negative RAM', { runs: [{ config: { ...base, ram_mib: -1 } }] }, /ram_mib/],
    ['2^63 pages', { runs: [{ config: { ...base, fill_pages: 2 ** 63 } }] }, /fill_pages/],
    ['no bandwidth', { runs: [{ config: { ...base, max_bw_mib_s: 0 } }] }, /max_bw_mib_s/],
    ['a set beyond the fill', { runs: [{ config: { ...base, ws_pages: 40_000 } }] }, /ws_pages/],
    ['a rate of text', { runs: [{ config: { ...base, writes_per_s: 'many' } }] }, /writes_per_s/],
  ];
  it.each(wrong)('with %s are refused with one message', async (name, document, message) => {
    const data = file(`${name.replace(/\W/g, '-')}.json`, document);
    await expect(qemuMigration.predict({ data })).rejects.toThrow(message);
  });
});
