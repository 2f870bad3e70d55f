import { nth } from '../../../../elements.ts';
import { formatOverhead } from '../../../../format.ts';
import { hostById } from '../../../../hosts/index.ts';
import { rowsOf } from '../../../../library/rows-of.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import { techniqueNames, terms } from '../../../../messages/terms.ts';
import type { RunRecord } from '../../../../results/record.ts';
import type { Scenario } from '../../../../scenario/scenario.ts';
import { scenarioSchema } from '../../../../scenario/schema.ts';
import { answerOf } from '../../../../studies/answer.ts';
import type { Row } from '../../../../studies/column.ts';
import { studies } from '../../../../studies/index.ts';
import { runSummary } from '../../../../studies/run-summary.ts';
import { steadyRows } from '../../../../studies/study-rows.ts';
import { cutAt } from '../../../charts/overhead-bars.ts';
import { overheadSection } from '../../../sections/overhead.ts';
import type { Bar, LiveAnswer, Values } from '../protocol.ts';
import { said, saidKeys, saidTable } from '../said.ts';
import type { LiveModel } from '../serve.ts';
import { tracesOf } from '../traces.ts';
import { comparedRun } from './compare.ts';
import { runControls } from './controls.ts';
import { type Chosen, chosenOf, documentOf, patternVms } from './question.ts';
import { verifyRun } from './verify.ts';

type Rows = Readonly<Record<string, readonly Row[]>>;

/** The page of a run: what it asked, and the rows it stores where they travel with it. */
export interface RunPageData extends RunRecord {
  rowsStored?: Record<string, Row[]>;
}

const schema = scenarioSchema(studies);

/** Read as the command reads it; profiles that are not built in stand for their files. */
function scenarioOf(document: object): Scenario {
  const scenario = schema.parse(document);
  const hosts = scenario.hosts.map((id) => id.replace(/^\.\/(.*)\.json$/, '$1'));
  return { ...scenario, hosts };
}

/** Doublings from a look of an eighth to the whole. */
const DOUBLINGS = 3;
const LEAST_ACCESSES = 1000;

/**
 * Rows of a whole run as two short ones let expect them: overhead drifts with the doublings of the run, as caches and
 * TLBs fill; the interval reaches from no further drift to twice as much.
 */
function drifted(short: readonly Row[], shorter: readonly Row[]): Row[] {
  return short.map((row, i) => {
    const at = (name: string, one: Row = row) => Number(one[name]);
    const drift = at('overhead_ratio') - at('overhead_ratio', nth(shorter, i));
    const far = 2 * DOUBLINGS * drift;
    return {
      ...row,
      overhead_ratio: at('overhead_ratio') + far / 2,
      overhead_low: at('overhead_low') + Math.min(0, far),
      overhead_high: at('overhead_high') + Math.max(0, far),
    };
  });
}

/** One dear technique leaves no room to see the others: its bar is cut. */
function domainOf(bars: readonly Bar[]): [number, number] {
  const percents = bars.map(({ value, was = 0 }) => 100 * Math.max(value, was));
  const lowest = Math.min(0, ...bars.map(({ low }) => low));
  return [lowest, (1.05 * Math.max(1, cutAt(percents))) / 100];
}

class RunModel implements LiveModel {
  readonly #data: RunPageData;
  constructor(data: RunPageData) {
    this.#data = data;
  }

  controls(values: Values) {
    return runControls(this.#data, values);
  }

  async #rows(chosen: Chosen, studies?: readonly string[], accesses?: number) {
    const document = documentOf(this.#data, chosen, accesses);
    const scenario = scenarioOf(studies ? { ...document, studies } : document);
    const { profiles = [] } = this.#data;
    return { scenario, rows: await rowsOf(scenario, (id) => hostById(id, profiles)) };
  }

  async look(values: Values): Promise<LiveAnswer> {
    const chosen = chosenOf(this.#data, values);
    const whole = chosen.vm.workload.pattern?.accesses ?? 0;
    const of = async (share: number) =>
      this.#rows(chosen, ['steady'], Math.max(LEAST_ACCESSES, Math.floor(whole / share)));
    const { scenario, rows } = await of(8);
    const shorter = await of(16);
    const steady = drifted(rows.steady ?? [], shorter.rows.steady ?? []);
    return this.#answer(values, chosen, { scenario, rows: { steady } }, false);
  }

  async answer(values: Values): Promise<LiveAnswer> {
    const chosen = chosenOf(this.#data, values);
    return this.#answer(values, chosen, await this.#rows(chosen), true);
  }

  get verify(): LiveModel['verify'] {
    return verifierOf(this.#data);
  }

  get compare(): LiveModel['compare'] {
    return comparerOf(this.#data);
  }

  /** What the page stores of the same VM and technique, where the what-if chose the same place or else the first. */
  #stored({ vm, host, pages }: Chosen, technique: string): number | undefined {
    const mine = (this.#data.rowsStored?.steady ?? []).filter(
      (row) => row.workload === vm.name && row.technique === technique && row.tlb === '',
    );
    const here = mine.filter((row) => row.host === host.id);
    const rows = here.length > 0 ? here : mine;
    const same = rows.find((row) => `${row.guest_page}/${row.host_page}` === pages) ?? rows[0];
    return same && Number(same.overhead_ratio);
  }

  #answer(
    values: Values,
    chosen: Chosen,
    { scenario, rows }: { scenario: Scenario; rows: Rows },
    final: boolean,
  ): LiveAnswer {
    const answer = answerOf(scenario, rows);
    const summary = runSummary(scenario, rows, answer);
    const figures = [
      ...overheadSection(steadyRows(rows)).figures,
      ...(answer.studies.find(({ id }) => id === 'migration')?.figures ?? []),
    ];
    const moving = answer.studies.find(({ id }) => id === 'migration')?.sentences ?? [];
    const bars = (rows.steady ?? []).map((row): Bar => {
      const [value, low, high] = ['overhead_ratio', 'overhead_low', 'overhead_high'].map((name) =>
        Number(row[name]),
      ) as [number, number, number];
      return {
        ...{ label: said(techniqueNames(String(row.technique))), value, low, high },
        text: said(`${formatOverhead(value)} (${formatOverhead(low)} … ${formatOverhead(high)})`),
        was: this.#stored(chosen, String(row.technique)),
      };
    });
    const document = documentOf(this.#data, chosen);
    const { vm, host, pages } = chosen;
    return {
      controls: this.controls(values),
      sentence: said(terms.sentences({ texts: [summary.sentence, ...moving] })),
      keys: saidKeys(summary.keyFigures),
      bars: {
        title: said(words.overheads({ vm: vm.name, host: host.id, pages })),
        rows: bars,
        domain: domainOf(bars),
      },
      tables: final ? figures.map(saidTable) : [],
      note: said(final ? words.stored() : words.lookAt()),
      final,
      ask: {
        command: 'virtcost run what-if.yaml',
        file: { name: 'what-if.yaml', text: `${JSON.stringify(document, null, 2)}\n` },
      },
    };
  }
}

/** Recomputes what the page stores; absent where the rows were too many to travel with it. */
function verifierOf({ rowsStored, ...record }: RunPageData): LiveModel['verify'] {
  if (!rowsStored) return undefined;
  return async (files, onStep) => verifyRun(record, rowsStored, await tracesOf(files), onStep);
}

/** Compares other runs with the rows the page stores. */
function comparerOf({ rowsStored }: RunPageData): LiveModel['compare'] {
  if (!rowsStored) return undefined;
  return { what: said(words.compareRun()), of: (files) => comparedRun(files, rowsStored) };
}

export const runModel = (data: unknown): LiveModel => {
  const given = data as RunPageData;
  if (patternVms(given).length > 0) return new RunModel(given);
  const nothing = () => Promise.reject(new Error(String(words.onlyTraces())));
  const other = { verify: verifierOf(given), compare: comparerOf(given) };
  return { controls: () => [], answer: nothing, ...other };
};
