import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { suspicious } from '../plan/target/cloud.ts';
import { readCatalogue } from './instance-catalogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-catalogue-'));
afterAll(() => rmSync(folder, { recursive: true }));
const head = 'provider,region,instance_type,vcpu,memory_gib,price_date';

function file(text: string): string {
  const path = join(folder, 'instances.csv');
  writeFileSync(path, text);
  return path;
}

it('the catalogue that ships: 109 priced types of three clouds, every row dated, no odd price', async () => {
  const path = fileURLToPath(new URL('../../examples/inventory/instances.csv', import.meta.url));
  const { instances, currency, unpriced } = await readCatalogue(path);
  expect([instances.length, currency, unpriced]).toEqual([109, 'USD', 0]);
  expect([...new Set(instances.map(({ provider }) => provider))].sort()).toEqual([
    'aws',
    'azure',
    'gcp',
  ]);
  expect(instances.every(({ date }) => /^2026-\d\d-\d\d$/.test(date))).toBe(true);
  expect(instances.find(({ type }) => type === 'm7i.large')).toMatchObject({
    vcpus: 2,
    memoryGib: 8,
    prices: { 'on-demand': 0.1008 },
  });
  expect(suspicious(instances).size).toBe(0);
});

it('reserved and spot prices of a catalogue, and rows without a price, which are counted', async () => {
  const text = `${head},eur_per_hour_ondemand,eur_per_hour_reserved,eur_per_hour_spot\np,r,a,2,4,2026-01-01,0.1,0.06,\np,r,b,2,4,2026-01-01,0,,\n`;
  const { instances, currency, unpriced } = await readCatalogue(file(text));
  expect([currency, unpriced, instances.length]).toEqual(['EUR', 1, 1]);
  expect(instances[0]!.prices).toEqual({ 'on-demand': 0.1, reserved: 0.06 });
});

it.each([
  [
    'provider,region,vcpu,usd_per_hour_ondemand\np,r,2,0.1\n',
    /no instance_type, memory_gib, price_date/,
  ],
  [
    `${head},per_hour_ondemand\np,r,a,2,4,d,0.1\n`,
    /prices with their currency.*found per_hour_ondemand/,
  ],
  [
    `${head},usd_per_hour_ondemand,eur_per_hour_spot\np,r,a,2,4,d,1,1\n`,
    /one currency, found USD and EUR/,
  ],
  [
    `${head},usd_per_hour_ondemand\np,r,a,2,4,d,cheap\n`,
    /instances\.csv:2: expected a number for the on-demand price, found "cheap"/,
  ],
  [`${head},usd_per_hour_ondemand\np,r,a,0,4,d,1\n`, /vcpu and memory_gib above 0/],
  [`${head},usd_per_hour_ondemand\n`, /instances with a price/],
])('what a catalogue lacks is named', async (text, message) => {
  const refused = readCatalogue(file(text));
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(UserError);
});
