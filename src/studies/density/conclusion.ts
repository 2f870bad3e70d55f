import { nth, present } from '../../elements.ts';
import type { Message, Text } from '../../message.ts';
import { needs as needNames, studyWords } from '../../messages/studies.ts';
import { costParts, techniqueNames, terms } from '../../messages/terms.ts';
import { max, min } from '../../statistics.ts';
import { valuesOf } from '../cells.ts';
import { parts } from './bill.ts';
import type { DensityRow } from './columns.ts';
import { couldTurn } from './derive.ts';
import { places } from './figures.ts';

/** A change is worth a sentence where it takes away this share of what is added. */
const WORTH = 0.05;

/** Shares below this are written as 0.00 %. */
const SHOWN = 5e-5;

function pagesText(row: DensityRow): Message {
  const [guest, host] = [row.guest_page, row.host_page];
  return guest === host
    ? studyWords.pagesBoth({ page: guest })
    : studyWords.pagesApart({ guest, host });
}

const overheadText = (value: number): Message => terms.overhead({ value });

/** What a row adds to the guest's own CPU time. */
const added = (row: DensityRow) => Number(row.total_cpus) - row.base_cpus;
const overheadOf = (row: DensityRow): Text =>
  row.overhead === null ? '+0 %' : overheadText(row.overhead);

/** `a`, or `a to b` where least and most differ as they are written. */
function range(values: readonly number[], written: (value: number) => Text): Text {
  const [low, high] = [written(min(values)), written(max(values))];
  return String(low) === String(high) ? low : terms.range({ low, high });
}

/** Which VM, what it needs, and the hosts a sentence is about. */
interface Where {
  vm: string;
  needs: Text;
  hosts: Text;
}

/** The cheapest and, where there is one, the second of a VM on one host. */
interface Place {
  host: string;
  best: DensityRow;
  second: DensityRow | undefined;
}

function bestSentence(where: Where, all: readonly Place[]): Message {
  const bests = all.map(({ best }) => best);
  const { technique, currency } = nth(bests, 0);
  const over = (column: 'overhead' | 'price' | 'vms_per_host', written: (value: number) => Text) =>
    range(
      bests.map((row) => row[column] ?? 0),
      written,
    );
  return studyWords.densityBest({
    ...where,
    technique: techniqueNames(technique),
    overhead: over('overhead', overheadText),
    price: terms.priced({
      amount: over('price', (value) => value.toFixed(2)),
      currency,
    }),
    vms: over('vms_per_host', String),
  });
}

/** The place where the second comes closest: by how much it is dearer, and whether the order is sure. */
function nextSentence(where: Where, all: readonly Place[]): Message {
  const gap = ({ best, second }: Place) =>
    Number(present(second).total_cpus) / Number(best.total_cpus) - 1;
  const contested = all.filter(({ second }) => second !== undefined);
  if (contested.length === 0) return studyWords.densityAlone(where);
  const closest = contested.reduce((a, b) => (gap(b) < gap(a) ? b : a));
  const { best, second, host } = closest;
  const share = Number(present(second).price) / Number(best.price) - 1;
  return studyWords.densityNext({
    ...{ vm: where.vm, host },
    technique: techniqueNames(best.technique),
    next: techniqueNames(String(present(second).technique)),
    cpu: gap(closest),
    price: Math.abs(share) < SHOWN ? studyWords.samePrice() : studyWords.otherPrice({ share }),
    sure: couldTurn(best, present(second)) ? studyWords.notSure() : studyWords.sure(),
  });
}

/** The change of technique or page sizes that takes most away and makes nothing dearer; else the largest part. */
function changeSentence(
  where: Where,
  all: readonly Place[],
  rows: readonly DensityRow[],
): Message[] {
  const changes = all.map(({ host, best }) => {
    const fit = rows.filter(
      (row) =>
        row.vm === best.vm &&
        row.host === host &&
        row.settings === best.settings &&
        row.lacks === '' &&
        row.price !== null &&
        row.price <= Number(best.price) * (1 + 1e-9),
    );
    return { host, best, least: fit.reduce((a, b) => (added(b) < added(a) ? b : a), best) };
  });
  const gain = ({ best, least }: (typeof changes)[number]) => added(best) - added(least);
  const { host, best, least } = changes.reduce((a, b) => (gain(b) > gain(a) ? b : a));
  if (added(least) < (1 - WORTH) * added(best)) {
    const pages = pagesText(least);
    const technique = techniqueNames(least.technique);
    const change =
      least.technique === best.technique ? pages : studyWords.changeTechnique({ technique, pages });
    const [before, after] = [overheadOf(best), overheadOf(least)];
    return [studyWords.densityChange({ vm: where.vm, host, change, before, after })];
  }
  return best.overhead === null ? [] : [largestPart(where, all)];
}

/** What is left to look at where no change helps: the largest part, at the place where most is added. */
function largestPart(where: Where, all: readonly Place[]): Message {
  const overhead = ({ best }: Place) => added(best) / best.base_cpus;
  const most = all.reduce((a, b) => (overhead(b) > overhead(a) ? b : a));
  const { host, best } = most;
  const share = (part: (typeof parts)[number]) => Number(best[`${part}_cpus`]) / best.base_cpus;
  const part = parts.reduce((a, b) => (share(b) > share(a) ? b : a));
  if (overhead(most) < SHOWN) return studyWords.densityNothingLeft(where);
  return studyWords.densityPart({ vm: where.vm, host, part: costParts(part), share: share(part) });
}

/** The conclusion for a VM on the hosts where one technique is the cheapest. */
function conclude(
  vm: string,
  needs: Text,
  all: readonly Place[],
  rows: readonly DensityRow[],
): Message[] {
  const where = { vm, needs, hosts: terms.list({ names: all.map(({ host }) => host) }) };
  const sentences = [
    bestSentence(where, all),
    nextSentence(where, all),
    ...changeSentence(where, all, rows),
  ];
  const open = all.find(({ best }) => best.measure_next !== '');
  if (open) {
    const term = open.best.measure_next.replace(/\.$/, '');
    sentences.push(studyWords.densityMeasure({ vm, host: open.host, term }));
  }
  return sentences;
}

/** What a VM needs, as its row stores it. */
const needsText = (stored: string): Text =>
  stored === ''
    ? studyWords.itsNeeds()
    : terms.list({ names: stored.split(',').map((need) => needNames(need)) });

/** Per VM, with the first page sizes: the cheapest technique on each host, by how much, how sure, what would help. */
export function densitySentences(rows: readonly DensityRow[]): Message[] {
  // By VM once: a scenario may have thousands of variants.
  const byVm = new Map<string, DensityRow[]>();
  for (const row of rows) {
    const list = byVm.get(row.vm);
    if (list) list.push(row);
    else byVm.set(row.vm, [row]);
  }
  return [...byVm].flatMap(([vm, all]) => {
    const mine = all.filter((row) => places.every((key) => row[key] === nth(rows, 0)[key]));
    if (mine.length === 0) return [];
    const needs = needsText(nth(mine, 0).needs);
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
      const key = best.technique;
      winners.set(key, [...(winners.get(key) ?? []), { host, best, second }]);
    }
    const where = (names: readonly string[]) => ({ vm, needs, hosts: terms.list({ names }) });
    return [
      ...[...winners.values()].flatMap((won) => conclude(vm, needs, won, all)),
      ...(nobody.length > 0 ? [studyWords.densityNobody(where(nobody))] : []),
      ...(tooLarge.length > 0 ? [studyWords.densityTooLarge(where(tooLarge))] : []),
    ];
  });
}
