import { badInput } from '../../../../errors.ts';
import { formatBytes, significant } from '../../../../format.ts';
import type { Host, PageSize } from '../../../../hosts/host.ts';
import { hosts } from '../../../../hosts/index.ts';
import { hostDocument } from '../../../../hosts/load.ts';
import { cellWords } from '../../../../messages/cells.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import type { MmuResult } from '../../../../model/paging/compare.ts';
import { pagingModes } from '../../../../model/paging/modes.ts';
import type { OptionChange } from '../../../../shell-words.ts';
import { quantityText } from '../../../../units.ts';
import {
  comparedOnPattern,
  comparedOnWords,
  lookOnPattern,
  lookOnWords,
  type MmuCompared,
  type MmuOptions,
  mmuOwnFigures,
  mmuSections,
  mmuSummaryOf,
} from '../../../answers/translate-mmu.ts';
import { figuresOf } from '../../../section.ts';
import { factorOf, list, multiples } from '../choices.ts';
import type { PagePanel, PanelAnswer, PanelBars } from '../page-panel.ts';
import type { Bar, Control, Values } from '../protocol.ts';
import { said } from '../said.ts';
import { TraceWords, tracesOf } from '../traces.ts';

/** What a page of `virtcost translate` holds: what was asked, and the host it was asked of. */
export interface TranslatePageData {
  words: string[];
  options: MmuOptions & { host: string };
  host: Host;
  /** The file whose accesses are translated: its name, the first digits of its SHA-256, its format. */
  trace?: { name: string; digest: string; format: string };
}

const sizes: readonly PageSize[] = ['4K', '2M', '1G'];
const pairs = sizes.flatMap((guest) => sizes.map((host) => `${guest}/${host}`));
const LEAST_BYTES = 2 ** 16;
const MOST_BYTES = 2 ** 40;
/** A first look takes this share of the accesses of a pattern, or that many of a trace. */
const LOOK = 8;
const LOOK_REFERENCES = 65_536;
const FILE = 'what-if-host.json';

interface Chosen {
  options: MmuOptions;
  host: Host;
  changes: OptionChange[];
  file?: { name: string; text: string };
}

const modeOf = ({ options }: TranslatePageData, { technique = '' }: Values) =>
  technique === 'all' || pagingModes.some(({ id }) => id === technique) ? technique : options.mmu;

/** Entries of the second-level TLB, whole sets; a host without one has none. */
const entriesOf = ({ memory: { l2Tlb } }: Host, factor: number) =>
  l2Tlb.ways === 0 ? 0 : l2Tlb.ways * Math.round((l2Tlb.entries / l2Tlb.ways) * factor);

/** The host with another TLB, as a profile of its own. */
function hostWith(host: Host, factor: number): Host {
  const l2Tlb = { ...host.memory.l2Tlb, entries: entriesOf(host, factor) };
  return { ...host, id: 'what-if', memory: { ...host.memory, l2Tlb } };
}

function chosenOf(data: TranslatePageData, values: Values): Chosen {
  const base = hosts.find(({ id }) => id === values.host) ?? data.host;
  const changes: OptionChange[] = base === data.host ? [] : [['--host', base.id]];
  const tlb = factorOf(values.tlb);
  const host =
    tlb === 1 || entriesOf(base, tlb) < base.memory.l2Tlb.ways ? base : hostWith(base, tlb);
  const options = { ...data.options };
  if (pairs.includes(values.pages ?? '')) {
    const [guest, below] = (values.pages as string).split('/') as [PageSize, PageSize];
    Object.assign(options, { guestPage: guest, hostPage: below });
    changes.push(['--guest-page', guest], ['--host-page', below]);
  }
  const size = data.options.size * (data.trace ? 1 : factorOf(values.footprint));
  if (size !== options.size && Number.isInteger(size)) {
    options.size = size;
    changes.push(['--size', quantityText('size', size)]);
  }
  options.mmu = modeOf(data, values);
  if (options.mmu !== data.options.mmu) changes.push(['--mmu', options.mmu]);
  // Modes that only walk are simulated once where no page is asked for; the page compares, and says it in its JSON.
  if (options.mmu === 'native' || options.mmu === 'nested')
    changes.push(['--html', 'what-if.html']);
  if (host === base) return { options, host, changes };
  const text = `${JSON.stringify(hostDocument(host), null, 2)}\n`;
  return {
    ...{ options, host, file: { name: FILE, text } },
    changes: [...changes.filter(([option]) => option !== '--host'), ['--host', `./${FILE}`]],
  };
}

function controlsOf(data: TranslatePageData, values: Values): Control[] {
  const { options, host } = data;
  const pages = `${options.guestPage ?? '4K'}/${options.hostPage}`;
  const base = hosts.find(({ id }) => id === values.host) ?? host;
  const known = [...new Set([host.id, ...hosts.map(({ id }) => id)])];
  const footprint = () =>
    multiples('footprint', words.footprint(), values, (factor) => {
      const bytes = options.size * factor;
      const fits = Number.isInteger(bytes) && bytes >= LEAST_BYTES && bytes <= MOST_BYTES;
      return fits ? formatBytes(bytes) : null;
    });
  return [
    // A trace has the footprint it has.
    ...(data.trace ? [] : [footprint()]),
    list(
      'technique',
      words.technique(),
      [
        ['all', words.allModes()] as const,
        ...pagingModes.map(({ id, title }) => [id, cellWords(title)] as const),
      ],
      { chosen: modeOf(data, values), asked: options.mmu },
    ),
    list(
      'pages',
      words.pages(),
      pairs.map((pair) => [pair, pair]),
      {
        chosen: pairs.includes(values.pages ?? '') ? (values.pages ?? pages) : pages,
        asked: pages,
      },
    ),
    list(
      'host',
      words.host(),
      known.map((id) => [id, id]),
      { chosen: base.id, asked: host.id },
    ),
    multiples('tlb', words.tlb(), values, (factor) => {
      const entries = entriesOf(base, factor);
      const exact = entries === base.memory.l2Tlb.entries * factor;
      return factor === 1 || (exact && entries >= base.memory.l2Tlb.ways)
        ? words.entries({ n: entries })
        : null;
    }),
  ];
}

const barOf = ({ title, translation, pageTables, total }: MmuResult): Bar => ({
  ...{ label: said(cellWords(title)), value: total },
  ...{ low: translation + pageTables.low, high: translation + pageTables.high },
  text: said(words.cyclesPerAccess({ cycles: significant(total) })),
});

const barsOf = ({ results }: MmuCompared): PanelBars => ({
  title: words.translationCycles(),
  rows: results.map(barOf),
});

/**
 * Bars of a look with room for what the whole run may still show: as far again as its second half moved it, for each
 * doubling that is missing, twice.
 */
function widened(bars: PanelBars, shorter: PanelBars, missing: number): PanelBars {
  return {
    ...bars,
    rows: bars.rows.map((row, i) => {
      const half = shorter.rows[i]?.value ?? row.value;
      const far = half > 0 && row.value > 0 ? (row.value / half) ** (2 * missing) : 1;
      return { ...row, low: row.low * Math.min(1, far), high: row.high * Math.max(1, far) };
    }),
  };
}

/** Modes compared over what the page is about: the whole of it, or a first look with half of what that is of. */
interface Source {
  whole(options: MmuOptions, host: Host): MmuCompared | Promise<MmuCompared>;
  look(options: MmuOptions, host: Host): Promise<[look: MmuCompared, half: MmuCompared]>;
  /** Doublings from a look to the whole. */
  missing: number;
}

const patternSource: Source = {
  whole: comparedOnPattern,
  look: async (options, host) => [
    lookOnPattern(options, host, LOOK),
    lookOnPattern(options, host, 2 * LOOK),
  ],
  missing: Math.log2(LOOK),
};

const traceSource = (words: TraceWords): Source => ({
  whole: (options, host) => comparedOnWords(options, host, words.all()),
  look: async (options, host) => {
    const first = await words.first(LOOK_REFERENCES);
    const half = first.subarray(0, Math.ceil(first.length / 2));
    return [lookOnWords(options, host, first), lookOnWords(options, host, half)];
  },
  missing: Math.log2(Math.max(1, words.count / LOOK_REFERENCES)),
});

function panelOf(data: TranslatePageData, source: Source): PagePanel {
  const summed = (options: MmuOptions, compared: MmuCompared) => ({
    summary: mmuSummaryOf(options, compared),
    bars: barsOf(compared),
  });
  return {
    controls: (values) => controlsOf(data, values),
    look: async (values): Promise<PanelAnswer> => {
      const { options, host } = chosenOf(data, values);
      const [found, half] = await source.look(options, host);
      const { summary, bars } = summed(options, found);
      return { summary, bars: widened(bars, barsOf(half), source.missing), figures: [] };
    },
    answer: async (values): Promise<PanelAnswer> => {
      const { options, host } = chosenOf(data, values);
      const compared = await source.whole(options, host);
      return { ...summed(options, compared), figures: mmuOwnFigures(compared) };
    },
    page: async () => {
      const { options, host } = data;
      return figuresOf(mmuSections(await source.whole(options, host)));
    },
    ask: (values) => {
      const { changes, file } = chosenOf(data, values);
      return { changes, ...(file ? { file } : {}) };
    },
  };
}

/** The panel of a page; that of a trace waits for the file, which a reader drops. */
export async function translatePanel(
  data: TranslatePageData,
  files: readonly File[] = [],
): Promise<PagePanel> {
  const { trace } = data;
  if (!trace) return panelOf(data, patternSource);
  const { name, digest, format } = trace;
  if (files.length === 0) {
    const nothing = () => Promise.reject(new Error(String(words.needsTrace({ name }))));
    return {
      ...{ controls: (values) => controlsOf(data, values), answer: nothing, page: nothing },
      ...{ ask: () => ({ changes: [] }), needs: said(words.needsTrace({ name })) },
    };
  }
  const file = (await tracesOf(files)).get(digest);
  if (!file) {
    throw badInput({
      file: files.map((each) => each.name).join(', '),
      expected: `the trace of this page (${name}, SHA-256 ${digest}…)`,
      found: 'another file',
    });
  }
  const { process } = data.options;
  const reading = { format, ...(process !== undefined && { process }) };
  return panelOf(data, traceSource(await TraceWords.of(file, reading)));
}
