import { formatOverhead } from '../../units.ts';
import { firstOf, valuesOf } from '../cells.ts';
import type { Row } from '../column.ts';
import type { Sentence } from '../study.ts';
import { parts } from './bill.ts';
import { couldTurn } from './derive.ts';
import { places } from './figures.ts';

/** A change is worth a sentence where it takes away this share of what is added. */
const WORTH = 0.05;

const pagesText = (row: Row) =>
  row.guest_page === row.host_page
    ? `${row.guest_page} pages on both sides`
    : `${row.guest_page} pages in the guest, ${row.host_page} in the host`;

/** What a row adds to the guest's own CPU time; unknown for a guest that computes nothing. */
const added = (row: Row) => Number(row.total_cpus) - Number(row.base_cpus);

/** The same technique with other page sizes, or the part that is largest where none helps. */
function advice(best: Row, rows: readonly Row[], where: Record<string, string>): Sentence[] {
  const others = rows.filter((row) =>
    ['settings', 'vm', 'host', 'technique'].every((key) => row[key] === best[key]),
  );
  const least = others.reduce((a, b) => (added(b) < added(a) ? b : a), best);
  if (best.overhead !== null && added(least) < (1 - WORTH) * added(best)) {
    const change = pagesText(least);
    const before = formatOverhead(Number(best.overhead));
    const after = formatOverhead(Number(least.overhead));
    return [{ key: 'density-change', values: { ...where, change, before, after } }];
  }
  const part = parts.reduce((a, b) =>
    Number(best[`${b}_cpus`]) > Number(best[`${a}_cpus`]) ? b : a,
  );
  const cpus = Number(best[`${part}_cpus`]);
  if (cpus <= 0 || best.overhead === null) return [];
  const share = formatOverhead(cpus / Number(best.base_cpus));
  return [{ key: 'density-part', values: { ...where, part, share } }];
}

/** The conclusion for one VM on one host. */
function conclude(mine: readonly Row[], rows: readonly Row[]): Sentence[] {
  const { vm, host, needs } = mine[0]!;
  const where = { vm: String(vm), host: String(host) };
  const wanted = { ...where, needs: String(needs).replaceAll(',', ', ') || 'what it needs' };
  const best = mine.find((row) => row.rank === 1);
  if (!best) return [{ key: 'density-nobody', values: wanted }];
  const second = mine.find((row) => row.rank === 2);
  const sentences: Sentence[] = [
    {
      key: 'density-best',
      values: {
        ...wanted,
        technique: String(best.technique),
        price: `${Number(best.price).toFixed(2)} ${best.currency}`,
        overhead: best.overhead === null ? '+0 %' : formatOverhead(Number(best.overhead)),
        vms: String(best.vms_per_host),
        binds: String(best.binds),
      },
    },
  ];
  if (second) {
    const cpuMore = Number(second.total_cpus) / Number(best.total_cpus) - 1;
    const more = Number(second.price) / Number(best.price) - 1;
    const sure = couldTurn(best, second)
      ? 'not sure: the intervals of their CPU time overlap'
      : 'sure: the intervals of their CPU time do not overlap';
    const values = {
      ...where,
      next: String(second.technique),
      more:
        more > 1e-9
          ? formatOverhead(more)
          : `the same price at ${formatOverhead(cpuMore)} of CPU, not`,
      sure,
    };
    sentences.push({ key: 'density-next', values });
  } else sentences.push({ key: 'density-alone', values: wanted });
  sentences.push(...advice(best, rows, where));
  if (best.measure_next !== '') {
    const term = String(best.measure_next).replace(/\.$/, '');
    sentences.push({ key: 'density-measure', values: { ...where, term } });
  }
  return sentences;
}

/** Per VM and host, with the first page sizes: the cheapest technique, by how much, how sure, what would help. */
export function densitySentences(rows: readonly Row[]): Sentence[] {
  const first = firstOf(rows, places);
  return valuesOf(first, 'vm').flatMap((vm) =>
    valuesOf(first, 'host').flatMap((host) => {
      const mine = first.filter((row) => row.vm === vm && row.host === host);
      return mine.length > 0 ? conclude(mine, rows) : [];
    }),
  );
}
