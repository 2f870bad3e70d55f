import type { PeerCase } from '../../evidence/peers/compare.ts';
import type { Peer } from '../../evidence/peers/peer.ts';
import { rounded } from '../../format.ts';
import type { Message } from '../../message.ts';
import { peerNames, peerWords } from '../../messages/peers.ts';
import { median } from '../../statistics.ts';
import { peerErrors } from '../charts/peer-errors.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';

/** Cases of one suite by us and by others. */
export interface SuitePeers {
  suite: string;
  cases: readonly PeerCase[];
}

const US = 'virtcost';
/** The chart is of one metric: times and counts share no scale. */
const CHARTED = { suite: 'qemu-migration', metric: 'total_ms' };

const percent = (share: number | null) => (share === null ? null : rounded(100 * share, 3));
const whoOf = ({ nearer }: PeerCase) => (nearer === 'peer' ? 'the other' : nearer);

/** A case as a row: its value, ours and the other's, each with its error, and who is nearer. */
export const peerRow = (entry: PeerCase): FigureRow => ({
  program: entry.peer,
  id: entry.id,
  metric: entry.metric,
  unit: entry.unit,
  expected: entry.expected,
  virtcost: entry.ours,
  'virtcost error %': percent(entry.error),
  'the other': entry.peerValue,
  'error of the other %': percent(entry.peerError),
  nearer: whoOf(entry),
});

const middle = (errors: readonly (number | null)[]): number | null => {
  const known = errors.flatMap((error) => (error === null ? [] : [Math.abs(error)]));
  return known.length > 0 ? percent(median(known)) : null;
};

/** A row for each program and metric: how often each is nearer, and the median errors. */
function overviewRows(all: readonly SuitePeers[]): FigureRow[] {
  const several = all.filter(({ cases }) => cases.length > 0).length > 1;
  return all.flatMap(({ suite, cases }) => {
    const groups = new Map<string, PeerCase[]>();
    for (const entry of cases) {
      const key = JSON.stringify([entry.peer, entry.metric]);
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    return [...groups.values()].map((group) => {
      // Both medians are of the same cases: those in which both say a number.
      const both = group.filter(({ error, peerError }) => error !== null && peerError !== null);
      const nearer = (who: PeerCase['nearer']) => group.filter((one) => one.nearer === who).length;
      return {
        program: group[0]?.peer ?? null,
        ...(several ? { suite } : {}),
        metric: group[0]?.metric ?? null,
        cases: group.length,
        'virtcost error, median %': middle(both.map(({ error }) => error)),
        'error of the other, median %': middle(both.map(({ peerError }) => peerError)),
        'virtcost nearer': nearer('virtcost'),
        'the other nearer': nearer('peer'),
        'equally near': nearer('same'),
      };
    });
  });
}

function chartOf(all: readonly SuitePeers[]) {
  const own = all.find(({ suite }) => suite === CHARTED.suite);
  const cases = (own?.cases ?? []).filter(({ metric }) => metric === CHARTED.metric);
  if (cases.length === 0) return [];
  // A program that says a migration never finishes has no time to be wrong by.
  const wrong = (own?.cases ?? []).filter(
    ({ metric, nearer }) => metric === 'verdict' && nearer === 'virtcost',
  );
  const ours = [...new Map(cases.map((entry) => [entry.id, Math.abs(entry.error ?? 0)]))];
  const errors = ours
    .sort(([, a], [, b]) => a - b)
    .flatMap(([id, error]) => [
      { case: id, program: US, error: percent(error) },
      ...[...cases, ...wrong]
        .filter((entry) => entry.id === id)
        .map(({ peer, peerError }) => ({
          ...{ case: id, program: peer },
          error: peerError === null ? null : percent(Math.abs(peerError)),
        })),
    ]);
  return [peerErrors('peer-errors', peerWords.chart(), peerWords.chartText(), errors)];
}

/** How often we are nearer than other programs, and how often the measured system is to itself. */
export function peerCount(all: readonly Pick<SuitePeers, 'cases'>[]): Message {
  const cases = all.flatMap((one) => one.cases);
  const others = cases.filter(({ itself }) => !itself);
  const own = cases.filter(({ itself }) => itself);
  const of = (who: PeerCase['nearer'], group: readonly PeerCase[]) =>
    group.filter((one) => one.nearer === who).length;
  const counted = peerWords.counted({
    ...{ all: others.length, ours: of('virtcost', others), theirs: of('peer', others) },
  });
  if (own.length === 0) return counted;
  return peerWords.countedItself({ counted, all: own.length, theirs: of('peer', own) });
}

/** Figures of other programs beside ours for the same cases; `peers` say what each ran. */
export function peerSections(all: readonly SuitePeers[], peers: readonly Peer[]): Section[] {
  const cases = all.flatMap((one) => one.cases);
  if (cases.length === 0) return [];
  const shown = peers.filter(({ name }) => cases.some(({ peer }) => peer === name));
  return [
    {
      id: 'peers',
      title: peerWords.title(),
      gist: peerCount(all),
      depth: 'first',
      text: html`<p>${peerWords.text()}</p><ul>${shown.map(
        ({ name, ran }) => html`<li>${peerWords.ranLine({ name: peerNames(name), ran })}</li>`,
      )}</ul>`,
      figures: [
        tableFigure(
          'peer-overview',
          peerWords.overview(),
          overviewRows(all),
          peerWords.overviewText(),
        ),
        ...chartOf(all),
      ],
    },
    {
      id: 'peer-cases',
      title: peerWords.cases(),
      gist: peerCount(all),
      text: html``,
      figures: [tableFigure('peer-cases', peerWords.casesTitle(), cases.map(peerRow))],
    },
  ];
}
