import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';
import { answerWords } from '../../messages/answers.ts';
import { cellText, cellWords } from '../../messages/cells.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { ioWords } from '../../messages/io.ts';
import { terms } from '../../messages/terms.ts';
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
  tableFigure('io-costs', ioWords.costTable(), costRows(answer));

/** What running and disks of a sweep charge one request, by technique. */
const techniqueFigure = ({ techniques }: IoAnswer): Figure =>
  tableFigure(
    'io-techniques',
    ioWords.techniqueTable(),
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
    host: hostTitles(question.host.title),
    least: last.iops,
    worst: cellText('path', last.title),
    worstLimit: cellText('limited by', last.limitedBy),
    most: first.iops,
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
    title: ioWords.pathsTitle({ bytes: question.bytes, what: cellWords(what) }),
    text: html`<p>${ioWords.pathsText({ queueDepth: question.queueDepth, id: question.host.id, vcpus: question.vcpus })}</p>
      ${
        unpriced.length > 0
          ? html`<p class="soft">${ioWords.unmeasured({
              join: terms.list({ names: unpriced.map((part) => cellWords(part)) }),
            })}</p>`
          : ''
      }
      ${
        question.kind === 'block'
          ? html`<p>${ioWords.storage({ title: cellWords(stack.transport.title), toUpperCase: stack.transport.class.toUpperCase(), level: question.storage.raid.level, disks: question.storage.raid.disks, mode: cellWords(stack.mode.title), pooling: cellWords(stack.pooling.title), latencyRangeUs: stack.latencyRangeUs[0], latencyRangeUs2: stack.latencyRangeUs[1] })}</p>`
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
    title: ioWords.storageTitle(),
    text: html``,
    figures: [
      tableFigure('io-raid', ioWords.raidTable(), rows),
      ...(answer.ring.length > 0 ? [ringLines(answer)] : []),
    ],
  };
}

function networkSection(answer: IoAnswer): Section {
  return {
    id: 'io-network',
    title: ioWords.networkTitle(),
    text: html``,
    figures: [
      tableFigure(
        'io-switches',
        ioWords.switchTable(),
        answer.switches.map((path) => ({
          path: path.id,
          'leaves the host': path.leavesHost,
          'switch lookups': path.switchLookups,
          'frame copies': path.copies,
          'link passes': path.linkPasses,
          hops: path.hops.join(' → '),
        })),
      ),
      tableFigure(
        'io-bond',
        ioWords.bond({ links: answer.question.network.links }),
        answer.bonds.map((row) => ({
          flows: row.flows,
          'links in use, mean': row.expectedLinks,
          'even ports': row.evenPorts,
          'even ports, fixed hash': row.evenPortsFixed,
          'Gbit/s, mean': row.goodputGbps,
        })),
        ioWords.bondText(),
      ),
      tableFigure(
        'io-rules',
        ioWords.group({ rules: answer.question.network.rules }),
        answer.rules.map((row) => ({
          'packets per connection': row.packetsPerConnection,
          'rules visited per packet': row.rulesPerPacket,
        })),
        ioWords.groupText(),
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
    ioWords.settingsTable(),
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
    ioWords.settingsText(),
  );
}

const changesSection = (changes: readonly ChangedSetting[]): Section => ({
  id: 'io-changed',
  title: ioWords.settingsTitle(),
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
