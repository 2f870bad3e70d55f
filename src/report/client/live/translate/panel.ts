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
  lookOnPattern,
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

/** What a page of `virtcost translate` holds: what was asked, and the host it was asked of. */
export interface TranslatePageData {
  words: string[];
  options: MmuOptions & { host: string };
  host: Host;
}

const sizes: readonly PageSize[] = ['4K', '2M', '1G'];
const pairs = sizes.flatMap((guest) => sizes.map((host) => `${guest}/${host}`));
const LEAST_BYTES = 2 ** 16;
const MOST_BYTES = 2 ** 40;
/** A first look takes this share of the accesses. */
const LOOK = 8;
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
  const size = data.options.size * factorOf(values.footprint);
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
  return [
    multiples('footprint', words.footprint(), values, (factor) => {
      const bytes = options.size * factor;
      const fits = Number.isInteger(bytes) && bytes >= LEAST_BYTES && bytes <= MOST_BYTES;
      return fits ? formatBytes(bytes) : null;
    }),
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

/** Bars of a look with room for what the whole run may still show: as far again as half the run moved it. */
function widened(bars: PanelBars, shorter: PanelBars): PanelBars {
  return {
    ...bars,
    rows: bars.rows.map((row, i) => {
      const drift = row.value - (shorter.rows[i]?.value ?? row.value);
      const far = 2 * Math.log2(LOOK) * drift;
      return { ...row, low: row.low + Math.min(0, far), high: row.high + Math.max(0, far) };
    }),
  };
}

export function translatePanel(data: TranslatePageData): PagePanel {
  const summed = (options: MmuOptions, compared: MmuCompared) => ({
    summary: mmuSummaryOf(options, compared),
    bars: barsOf(compared),
  });
  return {
    controls: (values) => controlsOf(data, values),
    look: (values): PanelAnswer => {
      const { options, host } = chosenOf(data, values);
      const of = (share: number) => lookOnPattern(options, host, share);
      const found = of(LOOK);
      const { summary, bars } = summed(options, found);
      return { summary, bars: widened(bars, barsOf(of(2 * LOOK))), figures: [] };
    },
    answer: (values): PanelAnswer => {
      const { options, host } = chosenOf(data, values);
      const compared = comparedOnPattern(options, host);
      return { ...summed(options, compared), figures: mmuOwnFigures(compared) };
    },
    page: () => {
      const { options, host } = data;
      return figuresOf(mmuSections(comparedOnPattern(options, host)));
    },
    ask: (values) => {
      const { changes, file } = chosenOf(data, values);
      return { changes, ...(file ? { file } : {}) };
    },
  };
}
