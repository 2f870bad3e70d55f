import { badInput, printable } from '../errors.ts';
import { readFailure } from '../files/read-input.ts';
import type { Catalogue, Instance, PricePlan } from '../plan/target/cloud.ts';
import { exportTime } from './inventory/export-time.ts';
import { asWide, eachRecord, type Header, titledOnce } from './inventory/rows.ts';

const MOST_ROWS = 500_000;
const needed = ['provider', 'region', 'instance_type', 'vcpu', 'memory_gib', 'price_date'] as const;
const PRICE = /^([a-z]{3})_per_hour(?:_linux)?_(ondemand|on_demand|reserved|reserved_1y|spot)$/i;
const plans: Readonly<Record<string, PricePlan>> = {
  ondemand: 'on-demand',
  on_demand: 'on-demand',
  reserved: 'reserved',
  reserved_1y: 'reserved',
  spot: 'spot',
};

interface PriceColumn {
  place: number;
  plan: PricePlan;
  currency: string;
}

function priceColumns(header: Header, path: string): PriceColumn[] {
  const columns = header.titles().flatMap((title, place): PriceColumn[] => {
    const [, currency = '', plan = ''] = PRICE.exec(title.trim()) ?? [];
    const known = plans[plan.toLowerCase()];
    return known ? [{ place, plan: known, currency: currency.toUpperCase() }] : [];
  });
  if (!columns.some(({ plan }) => plan === 'on-demand')) {
    const bare = header
      .titles()
      .find((title) => /price|per_hour/i.test(title) && !/date/i.test(title));
    throw badInput({
      file: path,
      line: 1,
      expected: 'a column of prices with their currency, such as usd_per_hour_linux_ondemand',
      found: printable(bare ?? header.titles().slice(0, 12).join(', '), 200),
    });
  }
  const currencies = [...new Set(columns.map(({ currency }) => currency))];
  if (currencies.length > 1)
    throw badInput({
      file: path,
      line: 1,
      expected: 'prices in one currency',
      found: currencies.join(' and '),
    });
  return columns;
}

function places(header: Header, path: string) {
  const missing = needed.filter((name) => header.column(name) === undefined);
  if (missing.length > 0)
    throw badInput({
      file: path,
      line: 1,
      expected: `columns ${needed.join(', ')} and a price`,
      found: `no ${missing.join(', ')}`,
    });
  titledOnce(header, path, [...needed, 'class', 'family']);
  const place = (name: string) => header.column(name);
  return (cells: readonly string[], name: string) => {
    const at = place(name);
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };
}

/** A number above 0 of a catalogue; undefined for an empty price or 0, which is none. */
function positive(text: string, what: string, at: { file: string; line: number }) {
  const value = text === '' ? 0 : Number(text);
  if (value >= 0 && value < 1e9) return value > 0 ? value : undefined;
  throw badInput({ ...at, expected: `a number for ${what}`, found: `"${printable(text, 40)}"` });
}

/** Instance types of a CSV: provider, region, class, family, instance_type, vcpu, memory_gib, CUR_per_hour_…, price_date, source. */
export async function readCatalogue(path: string): Promise<Catalogue> {
  const instances: Instance[] = [];
  let unpriced = 0;
  let currency = '';
  try {
    await eachRecord(path, (header) => {
      const cell = places(header, path);
      const columns = priceColumns(header, path);
      currency = columns[0]?.currency ?? '';
      const fits = asWide(header, path);
      const known = new Set<string>();
      return ({ line, cells }) => {
        const at = { file: path, line };
        fits({ line, cells });
        if (instances.length >= MOST_ROWS)
          throw badInput({ ...at, expected: `at most ${MOST_ROWS} rows`, found: 'more' });
        const prices = Object.fromEntries(
          columns.flatMap(({ place, plan }) => {
            const price = positive((cells[place] ?? '').trim(), `the ${plan} price`, at);
            return price === undefined ? [] : [[plan, price]];
          }),
        ) as Instance['prices'];
        const vcpus = positive(cell(cells, 'vcpu'), 'vcpu', at);
        const memoryGib = positive(cell(cells, 'memory_gib'), 'memory_gib', at);
        if (vcpus === undefined || memoryGib === undefined)
          throw badInput({ ...at, expected: 'vcpu and memory_gib above 0', found: 'none' });
        if (prices['on-demand'] === undefined) {
          unpriced++;
          return;
        }
        const [type, date] = [cell(cells, 'instance_type'), cell(cells, 'price_date')];
        if (type === '') throw badInput({ ...at, expected: 'an instance_type', found: 'nothing' });
        const key = [cell(cells, 'provider'), cell(cells, 'region'), type].join('\0');
        if (known.has(key))
          throw badInput({
            ...at,
            expected: 'one row for each instance type of a region',
            found: `a second of ${printable(type, 80)}`,
          });
        known.add(key);
        if (exportTime(date) === undefined)
          throw badInput({
            ...at,
            expected: 'a price_date such as 2026-07-01',
            found: `"${printable(date, 40)}"`,
          });
        instances.push({
          provider: cell(cells, 'provider'),
          region: cell(cells, 'region'),
          class: cell(cells, 'class'),
          family: cell(cells, 'family'),
          type,
          vcpus,
          memoryGib,
          prices,
          date,
          source: cell(cells, 'source'),
        });
      };
    });
  } catch (error) {
    throw readFailure(path, error);
  }
  if (instances.length === 0)
    throw badInput({ file: path, expected: 'instances with a price', found: 'none' });
  return { source: path, currency, instances, unpriced };
}
