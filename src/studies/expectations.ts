import { present } from '../elements.ts';
import type { Figure } from '../figure.ts';
import { formatBytes } from '../format.ts';
import type { Text } from '../message.ts';
import { studyWords } from '../messages/studies.ts';
import { terms } from '../messages/terms.ts';
import { type BoundableFigure, meets, parseBound } from '../scenario/expect.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { limitedTable } from '../tables/limited-figure.ts';
import { matchesName } from '../wildcard.ts';
import type { Row } from './column.ts';
import { studyById } from './index.ts';

/** A cell that misses what its scenario expects of it. */
export interface Miss {
  vm: string;
  figure: string;
  expected: string;
  /** In the unit of the bound; null where the figure does not exist in that cell. */
  found: number | null;
  cell: string;
  kind: BoundableFigure['kind'];
}

type Expectation = Readonly<Record<string, unknown>>;

const vmOf = (row: Row) => String(row.vm ?? row.workload);

function missesOf(
  figure: BoundableFigure,
  text: string,
  vm: string,
  techniques: readonly string[] | undefined,
  rows: readonly Row[],
): Miss[] {
  const bound = present(parseBound(text, figure.kind));
  return rows
    .filter((row) => techniques?.some((one) => matchesName(one, String(row.technique))) ?? true)
    .flatMap((row) => {
      const stored = row[figure.column];
      const found = typeof stored === 'number' ? stored * figure.scale : null;
      // What does not exist (a pause where nothing can move) does not meet a bound.
      if (found !== null && meets(bound, found)) return [];
      const cell = studyById(figure.study).cellName(row);
      return [{ vm, figure: figure.word, expected: text, found, cell, kind: figure.kind }];
    });
}

/** Rows by their VM: a scenario may have thousands of both. */
function byVm(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(vmOf(row));
    if (group) group.push(row);
    else groups.set(vmOf(row), [row]);
  }
  return groups;
}

/** How many cells were looked at, and those that miss a bound of their scenario or VM. */
export function checkExpectations(
  scenario: Scenario,
  rows: Readonly<Record<string, readonly Row[]>>,
): Miss[] {
  const figures = scenario.studies.flatMap((id) => studyById(id).bounds);
  const asked = scenario.expect ?? scenario.vms.some((vm) => vm.expect);
  if (!asked) return [];
  const ofVm = Object.fromEntries(Object.entries(rows).map(([id, list]) => [id, byVm(list)]));
  return scenario.vms.flatMap((vm) => {
    const bounds = { ...scenario.expect, ...(vm.expect as Expectation | undefined) };
    const techniques = bounds.techniques as readonly string[] | undefined;
    return figures.flatMap((figure) => {
      const text = bounds[figure.word];
      if (typeof text !== 'string') return [];
      return missesOf(figure, text, vm.name, techniques, ofVm[figure.study]?.get(vm.name) ?? []);
    });
  });
}

/** What was found, as a bound of its kind is written. */
const inUnit: Readonly<Record<BoundableFigure['kind'], (value: number) => Text | number>> = {
  ratio: (value) => terms.overhead({ value }),
  seconds: (value) => terms.seconds({ value }),
  bytes: (value) => formatBytes(value),
  number: (value) => value,
};

/** Misses as a table; none where every bound is met. */
export function expectationFigures(misses: readonly Miss[]): Figure[] {
  if (misses.length === 0) return [];
  return [
    limitedTable(
      {
        id: 'expectations-missed',
        title: studyWords.missedTitle(),
        description: studyWords.missedText(),
      },
      misses,
      ({ figure, expected, found, cell, kind }) => ({
        figure,
        expected,
        found: found === null ? 'does not exist here' : inUnit[kind](found),
        cell,
      }),
    ),
  ];
}
