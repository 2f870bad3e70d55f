import type { Figure } from '../../figure.ts';
import { formatBytes } from '../../format.ts';
import type { Text } from '../../message.ts';
import { answerWords } from '../../messages/answers.ts';
import { cellText } from '../../messages/cells.ts';
import type { ChangedSetting } from '../../model/io/changed.ts';
import type { RaidRow } from '../../model/io/storage/raid.ts';
import type { IoAnswer } from '../../model/io/what-if.ts';
import {
  depthLines,
  functionLines,
  requestCpuBars,
  ringLines,
  tunnelBars,
} from '../charts/io-charts.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';
import { mark } from '../status.ts';

/** One row a path: counts, CPU time, rate. */
function costRows({ costs }: IoAnswer): FigureRow[] {
  return costs.map((cost) => ({
    path: cost.title,
    exits: cost.perRequest.exits,
    'to user space': cost.perRequest.userExits,
    interrupts: cost.perRequest.interrupts,
    'copied B': cost.perRequest.copiedBytes,
    grants: cost.perRequest.grants,
    'guest µs': cost.guestUs,
    'back end µs': cost.backEndUs,
    'per second': Math.round(cost.iops),
    'MB/s': cost.bytesPerSecond / 1e6,
    'latency µs': cost.latencyUs,
    'limited by': cost.limitedBy,
    known: mark({ status: cost.status, ...(cost.unverified ? { unverified: true as const } : {}) }),
  }));
}

export const ioCostFigure = (answer: IoAnswer): Figure =>
  tableFigure('io-costs', 'Cost of one request by path', costRows(answer));

/** What running and disks of a sweep charge one request, by technique. */
const techniqueFigure = ({ techniques }: IoAnswer): Figure =>
  tableFigure(
    'io-techniques',
    'One request under each technique, as the studies of a run charge it',
    techniques.map(({ technique, path }) => ({
      technique,
      'path µs': path.value,
      low: path.low,
      high: path.high,
      known: mark(path),
    })),
  );

/** The fastest and the slowest path in a sentence. */
export function ioSentence({ question, costs }: IoAnswer): Text {
  const byRate = costs.filter((cost) => cost.path !== 'native').sort((a, b) => b.iops - a.iops);
  const [first, last] = [byRate[0], byRate.at(-1)];
  if (!first || !last) return '';
  return answerWords.io({
    bytes: question.bytes,
    depth: question.queueDepth,
    host: question.host.title,
    least: Math.round(last.iops),
    worst: cellText('path', last.title),
    worstLimit: cellText('limited by', last.limitedBy),
    most: Math.round(first.iops),
    best: cellText('path', first.title),
    bestLimit: cellText('limited by', first.limitedBy),
  });
}

function requestSection(answer: IoAnswer): Section {
  const { question, stack } = answer;
  const what = question.kind === 'packet' ? 'packet' : question.read ? 'read' : 'write';
  const unpriced = answer.costs.filter((cost) => cost.unverified).map((cost) => cost.title);
  return {
    id: 'io-requests',
    title: `One ${formatBytes(question.bytes)} ${what} on every device path`,
    text: html`<p>Counts come first (exits, interrupts, copies, grants of one request at queue depth
      ${question.queueDepth}), then the prices of host ${question.host.id}. The rate is that of the slowest station:
      ${question.vcpus} guest CPUs, the back end, the device, or the requests the interface keeps in flight.</p>
      ${unpriced.length > 0 ? html`<p class="soft">With a step nobody was seen measuring: ${unpriced.join(', ')}.</p>` : ''}
      ${
        question.kind === 'block'
          ? html`<p>Storage: ${stack.transport.title} (${stack.transport.class.toUpperCase()}), RAID
            ${question.storage.raid.level} of ${question.storage.raid.disks}, ${stack.mode.title.toLowerCase()},
            ${stack.pooling.title.toLowerCase()}: ${stack.latencyRangeUs[0]} to ${stack.latencyRangeUs[1]} µs a request.</p>`
          : ''
      }`,
    figures: [
      ioCostFigure(answer),
      techniqueFigure(answer),
      requestCpuBars(answer),
      depthLines(answer),
    ],
  };
}

function storageSection(answer: IoAnswer, raid: readonly RaidRow[]): Section {
  const rows = raid.map(({ level, disks, ...figures }) => ({
    RAID: level,
    disks,
    'usable share': figures.usableShare,
    'failures survived': figures.toleratedFailures,
    'operations per write': figures.writeOperations,
    'full stripe, per block': figures.fullStripeWriteOperations,
    'reads when degraded': Number.isFinite(figures.degradedReadOperations)
      ? figures.degradedReadOperations
      : null,
  }));
  return {
    id: 'io-storage',
    title: 'Storage behind the path',
    text: html``,
    figures: [
      tableFigure('io-raid', 'RAID levels', rows),
      ...(answer.ring.length > 0 ? [ringLines(answer)] : []),
    ],
  };
}

function networkSection(answer: IoAnswer): Section {
  return {
    id: 'io-network',
    title: 'Network virtualization',
    text: html``,
    figures: [
      tableFigure(
        'io-switches',
        'Paths between two machines on virtual switches',
        answer.switches.map((path) => ({
          path: path.id,
          'leaves the host': path.leavesHost,
          'switch lookups': path.switchLookups,
          copies: path.copies,
          'link passes': path.linkPasses,
          hops: path.hops.join(' → '),
        })),
      ),
      tableFigure(
        'io-bond',
        `A bond of ${answer.question.network.links} links`,
        answer.bonds.map((row) => ({
          flows: row.flows,
          'links in use, mean': row.expectedLinks,
          'even ports': row.evenPorts,
          'even ports, fixed hash': row.evenPortsFixed,
          'Gbit/s, mean': row.goodputGbps,
        })),
        'One flow never exceeds one link. Clients that bind to even source ports used half the links until the hash dropped its lowest bit.',
      ),
      tableFigure(
        'io-rules',
        `A stateful security group of ${answer.question.network.rules} rules`,
        answer.rules.map((row) => ({
          'packets per connection': row.packetsPerConnection,
          'rules visited per packet': row.rulesPerPacket,
        })),
        'Only the first packet of a connection walks the rules; what a rule costs in time was not read anywhere, so rules are counted and not priced.',
      ),
      tunnelBars(answer),
      functionLines(answer),
    ],
  };
}

/** What each setting that is not usual changes by itself, on the path it moves most. */
export function ioChangesFigure(changes: readonly ChangedSetting[]): Figure {
  return tableFigure(
    'io-changes',
    'What the settings change, each alone',
    changes.map(({ setting, value, usual, most }) => ({
      setting,
      value,
      'instead of': usual,
      'moves most': most ? most.with.title : 'no request',
      'per second': most ? Math.round(most.with.iops) : null,
      'was, per second': most ? Math.round(most.without.iops) : null,
      'latency µs': most?.with.latencyUs ?? null,
      'was, µs': most?.without.latencyUs ?? null,
      'CPU µs': most ? most.with.guestUs + most.with.backEndUs : null,
      'was, CPU µs': most ? most.without.guestUs + most.without.backEndUs : null,
    })),
    'Each setting is taken back alone; the path shown is the one it moves most. A setting that touches no request changes one of the tables below.',
  );
}

const changesSection = (changes: readonly ChangedSetting[]): Section => ({
  id: 'io-changed',
  title: 'What the settings change',
  text: html``,
  figures: [ioChangesFigure(changes)],
});

/** Sections on I/O: what settings change, requests, storage, network. */
export function ioSections(
  answer: IoAnswer,
  raid: readonly RaidRow[],
  changes: readonly ChangedSetting[] = [],
): Section[] {
  return [
    ...(changes.length > 0 ? [changesSection(changes)] : []),
    requestSection(answer),
    storageSection(answer, raid),
    networkSection(answer),
  ];
}
