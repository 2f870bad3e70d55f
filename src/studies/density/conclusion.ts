import { formatOverhead } from '../../format.ts';
import { max, min } from '../../statistics.ts';
import { valuesOf } from '../cells.ts';
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

/** What a row adds to the guest's own CPU time. */
const added = (row: Row) => Number(row.total_cpus) - Number(row.base_cpus);
const overheadOf = (row: Row) =>
  row.overhead === null ? '+0 %' : formatOverhead(Number(row.overhead));

/** `a`, or `a to b` where least and most differ as they are written. */
function range(values: readonly number[], written: (value: number) => string): string {
  const [least, most] = [written(min(values)), written(max(values))];
  return least === most ? least : `${least} to ${most}`;
}

/** The cheapest and, where there is one, the second of a VM on one host. */
interface Place {
  host: string;
  best: Row;
  second: Row | undefined;
}

function bestSentence(where: Record<string, string>, all: readonly Place[]): Sentence {
  const bests = all.map(({ best }) => best);
  const { technique, currency } = bests[0]!;
  return {
    key: 'density-best',
    values: {
      ...where,
      technique: String(technique),
      overhead: range(
        bests.map((row) => Number(row.overhead ?? 0)),
        formatOverhead,
      ),
      price: `${range(
        bests.map((row) => Number(row.price)),
        (value) => value.toFixed(2),
      )} ${currency}`,
      vms: range(
        bests.map((row) => Number(row.vms_per_host)),
        String,
      ),
    },
  };
}

/** The place where the second comes closest: by how much it is dearer, and whether the order is sure. */
function nextSentence(where: Record<string, string>, all: readonly Place[]): Sentence {
  const gap = ({ best, second }: Place) => Number(second!.total_cpus) / Number(best.total_cpus) - 1;
  const contested = all.filter(({ second }) => second !== undefined);
  if (contested.length === 0) return { key: 'density-alone', values: where };
  const closest = contested.reduce((a, b) => (gap(b) < gap(a) ? b : a));
  const { best, second, host } = closest;
  return {
    key: 'density-next',
    values: {
      ...where,
      host,
      technique: String(best.technique),
      next: String(second!.technique),
      cpu: formatOverhead(gap(closest)),
      price: formatOverhead(Number(second!.price) / Number(best.price) - 1),
      sure: couldTurn(best, second!)
        ? 'not sure, their intervals overlap'
        : 'sure, their intervals do not overlap',
    },
  };
}

/** The change of technique or page sizes that takes most away and makes nothing dearer; else the largest part. */
function changeSentence(
  where: Record<string, string>,
  all: readonly Place[],
  rows: readonly Row[],
): Sentence[] {
  const changes = all.map(({ host, best }) => {
    const fit = rows.filter(
      (row) =>
        row.vm === best.vm &&
        row.host === host &&
        row.settings === best.settings &&
        row.lacks === '' &&
        row.price !== null &&
        Number(row.price) <= Number(best.price) * (1 + 1e-9),
    );
    return { host, best, least: fit.reduce((a, b) => (added(b) < added(a) ? b : a), best) };
  });
  const gain = ({ best, least }: (typeof changes)[number]) => added(best) - added(least);
  const { host, best, least } = changes.reduce((a, b) => (gain(b) > gain(a) ? b : a));
  if (added(least) < (1 - WORTH) * added(best)) {
    const to = least.technique === best.technique ? '' : `${least.technique} with `;
    const change = `${to}${pagesText(least)}`;
    const values = { ...where, host, change, before: overheadOf(best), after: overheadOf(least) };
    return [{ key: 'density-change', values }];
  }
  const part = parts.reduce((a, b) =>
    Number(best[`${b}_cpus`]) > Number(best[`${a}_cpus`]) ? b : a,
  );
  if (Number(best[`${part}_cpus`]) <= 0 || best.overhead === null) return [];
  const share = formatOverhead(Number(best[`${part}_cpus`]) / Number(best.base_cpus));
  return [{ key: 'density-part', values: { ...where, host, part, share } }];
}

/** The conclusion for a VM on the hosts where one technique is the cheapest. */
function conclude(
  vm: string,
  needs: string,
  all: readonly Place[],
  rows: readonly Row[],
): Sentence[] {
  const where = { vm, needs, hosts: all.map(({ host }) => host).join(', ') };
  const sentences = [
    bestSentence(where, all),
    nextSentence(where, all),
    ...changeSentence(where, all, rows),
  ];
  const open = all.find(({ best }) => best.measure_next !== '');
  if (open) {
    const term = String(open.best.measure_next).replace(/\.$/, '');
    sentences.push({ key: 'density-measure', values: { ...where, host: open.host, term } });
  }
  return sentences;
}

/** Per VM, with the first page sizes: the cheapest technique on each host, by how much, how sure, what would help. */
export function densitySentences(rows: readonly Row[]): Sentence[] {
  // By VM once: a scenario may have thousands of variants.
  const byVm = new Map<string, Row[]>();
  for (const row of rows) {
    const list = byVm.get(String(row.vm));
    if (list) list.push(row);
    else byVm.set(String(row.vm), [row]);
  }
  return [...byVm].flatMap(([vm, all]) => {
    const mine = all.filter((row) => places.every((key) => row[key] === rows[0]![key]));
    if (mine.length === 0) return [];
    const needs = String(mine[0]!.needs).replaceAll(',', ', ') || 'what it needs';
    const winners = new Map<string, Place[]>();
    const nobody: string[] = [];
    const tooLarge: string[] = [];
    for (const host of valuesOf(mine, 'host')) {
      const here = mine.filter((row) => row.host === host);
      const best = here.find((row) => row.rank === 1);
      if (!best) {
        (here.some((row) => row.lacks === '') ? tooLarge : nobody).push(host);
        continue;
      }
      const second = here.find((row) => row.rank === 2);
      const key = String(best.technique);
      winners.set(key, [...(winners.get(key) ?? []), { host, best, second }]);
    }
    const none = (key: string, hosts: readonly string[]): Sentence[] =>
      hosts.length > 0 ? [{ key, values: { vm, needs, hosts: hosts.join(', ') } }] : [];
    return [
      ...[...winners.values()].flatMap((won) => conclude(vm, needs, won, all)),
      ...none('density-nobody', nobody),
      ...none('density-too-large', tooLarge),
    ];
  });
}
