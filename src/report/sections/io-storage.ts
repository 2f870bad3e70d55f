import { percentText } from '../../format.ts';
import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { ioStorageWords } from '../../messages/io-storage.ts';
import { storageModes } from '../../model/io/storage/mode-list.ts';
import type { ArrayAnswer, ArrayLoad } from '../../model/io/storage/protection.ts';
import type { TierMix, TierShare } from '../../model/io/storage/tiers.ts';
import { transports } from '../../model/io/storage/transport-list.ts';
import type { CopiesAnswer } from '../../model/io/storage/unequal-hosts.ts';
import type { Stage, StagesQuestion } from '../../model/io/virtio-stages.ts';
import { spanBars } from '../charts/spans.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const arrayRow = (answer: ArrayAnswer) => {
  const { protection, usableBytes } = answer;
  return {
    scheme: protection.title,
    disks: protection.disks,
    'usable share': protection.usableShare,
    'usable TB': usableBytes / 1e12,
    'failures survived': protection.tolerated,
    'operations per small write': protection.writeOperations.value,
    'full stripe, per block': protection.fullStripeOperations,
    'guest requests/s': answer.frontIops,
    'popular formula, requests/s': answer.popularIops,
    'back-end operations/s': answer.backEndIops,
    'disks for the rate': answer.disksForRate,
    'disks as built': answer.disksToBuild,
    'rebuild, h': answer.rebuildHours,
    known: mark(protection.writeOperations),
  };
};

function arraySentence(answers: readonly ArrayAnswer[], { iops, writeShare }: ArrayLoad): Text {
  const [first, ...others] = answers;
  if (!first) return '';
  const mix = ioStorageWords.writes({ writeShare });
  const one = ({ protection, frontIops, ...rest }: ArrayAnswer) =>
    iops === null
      ? ioStorageWords.carries({
          title: cellWords(protection.title),
          disks: protection.disks,
          frontIops: Math.round(frontIops),
          usableBytes: rest.usableBytes / 1e12,
        })
      : ioStorageWords.makes({
          title: cellWords(protection.title),
          backEndIops: Math.round(rest.backEndIops ?? 0),
          disksForRate: rest.disksForRate ?? 0,
        });
  const asked = iops === null ? ioStorageWords.at({ mix }) : ioStorageWords.forRate({ iops, mix });
  return ioStorageWords.arrays({ asked, parts: [first, ...others].slice(0, 3).map(one) });
}

/** Schemes by the disks they need for the load, or by what the disks there are carry. */
function schemeAdvice(
  answers: readonly ArrayAnswer[],
  { iops }: ArrayLoad,
): NonNullable<Topic['advice']> {
  const safe = answers.filter(({ protection }) => protection.tolerated > 0);
  const by = (answer: ArrayAnswer) =>
    iops === null ? -answer.frontIops : (answer.disksToBuild ?? Number.POSITIVE_INFINITY);
  const [best, ...others] = [...(safe.length > 0 ? safe : answers)].sort((a, b) => by(a) - by(b));
  const worst = others.at(-1);
  if (!best || !worst)
    return [{ action: ioStorageWords.compare(), gain: ioStorageWords.oneAlone() }];
  const told = (answer: ArrayAnswer) =>
    iops === null
      ? ioStorageWords.rate({ frontIops: Math.round(answer.frontIops) })
      : ioStorageWords.disks({ disksToBuild: answer.disksToBuild ?? 0 });
  return [
    {
      action: ioStorageWords.whereSurvive({ title: cellWords(best.protection.title) }),
      gain: ioStorageWords.surviveGain({
        best: told(best),
        title: cellWords(worst.protection.title),
        worst: told(worst),
      }),
    },
  ];
}

/** Protection schemes under a load, and the paths to storage. */
export function arrayTopic(answers: readonly ArrayAnswer[], load: ArrayLoad): Topic {
  return {
    title: ioStorageWords.title(),
    question: ioStorageWords.question(),
    advice: schemeAdvice(answers, load),
    sentence: arraySentence(answers, load),
    result: {
      load,
      schemes: answers.map(({ protection, ...rest }) => ({
        scheme: protection.id,
        disks: protection.disks,
        usableShare: protection.usableShare,
        tolerated: protection.tolerated,
        writeOperations: protection.writeOperations.value,
        ...rest,
      })),
    },
    sections: [
      {
        id: 'storage-schemes',
        title: ioStorageWords.waysTitle(),
        text: html`<p>${ioStorageWords.waysText()}</p>`,
        figures: [tableFigure('storage-array', ioStorageWords.schemes(), answers.map(arrayRow))],
      },
      {
        id: 'storage-paths',
        title: ioStorageWords.pathsTitle(),
        text: html`<p>${ioStorageWords.pathsText()}</p>`,
        figures: [
          tableFigure(
            'storage-transports',
            ioStorageWords.transports(),
            transports.map(({ id, title, class: kind, latencyUs, lineBytesPerS }) => ({
              transport: id,
              title,
              class: kind.toUpperCase(),
              'small request, µs': latencyUs.value,
              low: latencyUs.low,
              high: latencyUs.high,
              'line, GB/s': lineBytesPerS.value / 1e9,
              known: mark(latencyUs),
              source: latencyUs.source,
            })),
          ),
          tableFigure(
            'storage-modes',
            ioStorageWords.modes(),
            storageModes.map((mode) => ({
              mode: mode.title,
              'snapshots, thin, moves by the platform': mode.features,
              'CPU added, random': mode.extraCpu.random.value,
              'CPU added, sequential': mode.extraCpu.sequential.value,
              known: mark(mode.extraCpu.random),
              source: mode.extraCpu.random.source,
            })),
          ),
        ],
      },
      sourcesSection(
        'storage',
        Object.fromEntries(
          answers.map(({ protection }) => [
            `operations of a small write, ${protection.title}`,
            protection.writeOperations,
          ]),
        ),
      ),
    ],
  };
}

/** The stages of one virtio request. */
export function stagesTopic(stages: readonly Stage[], question: StagesQuestion): Topic {
  const total = stages.reduce((sum, { us }) => sum + us.value, 0);
  const longest = [...stages].sort((a, b) => b.us.value - a.us.value)[0];
  const share = longest ? percentText(longest.us.value / total) : '0 %';
  return {
    title: ioStorageWords.stagesTitle(),
    question: ioStorageWords.stagesQuestion(),
    advice: [
      {
        action: ioStorageWords.shorten({ title: cellWords(longest?.title ?? 'nothing') }),
        gain: ioStorageWords.shortenGain({ share, total: total / 1e6 }),
      },
    ],
    sentence: ioStorageWords.stages({
      read: cellWords(question.read ? 'read' : 'write'),
      total: total / 1e6,
      title: cellWords(longest?.title ?? 'nothing'),
      share,
    }),
    result: {
      totalUs: total,
      stages: stages.map(({ id, us }) => ({ id, us: us.value, low: us.low, high: us.high })),
    },
    sections: [
      {
        id: 'virtio',
        title: ioStorageWords.thereAndBack(),
        text: html`<p>${ioStorageWords.hostText({ title: hostTitles(question.host.title), perKick: question.perKick })}</p>`,
        figures: [
          spanBars(
            'virtio-stages',
            ioStorageWords.stageTable(),
            'µs',
            stages.map(({ title, us }) => ({
              name: title,
              length: us.value,
              low: us.low,
              high: us.high,
              known: mark(us),
              source: us.source,
            })),
            ioStorageWords.stageText(),
          ),
        ],
      },
    ],
  };
}

/** Requests over tiers of block, file and object storage. */
export function tiersTopic(tiers: readonly TierShare[], { meanUs, addsUs }: TierMix): Topic {
  const slow = addsUs.indexOf(Math.max(...addsUs));
  const slowest = tiers[slow] && cellWords(tiers[slow].id);
  return {
    title: ioStorageWords.tiersTitle(),
    question: ioStorageWords.tiersQuestion(),
    advice: [
      {
        action: ioStorageWords.moveOff({ id: slowest ?? ioStorageWords.slowestTier() }),
        gain: ioStorageWords.moveGain({ x: (addsUs[slow] ?? 0) / 1e6, value: meanUs.value / 1e6 }),
      },
    ],
    sentence: ioStorageWords.tiers({
      value: meanUs.value / 1e6,
      low: meanUs.low / 1e6,
      high: meanUs.high / 1e6,
      x: (addsUs[slow] ?? 0) / meanUs.value,
      id: slowest ?? cellWords('nothing'),
    }),
    result: {
      meanUs: meanUs.value,
      low: meanUs.low,
      high: meanUs.high,
      tiers: tiers.map(({ id, kind, share, latencyUs }, i) => ({
        id,
        kind,
        share,
        latencyUs: latencyUs.value,
        addsUs: addsUs[i],
      })),
    },
    sections: [
      {
        id: 'tiers',
        title: ioStorageWords.byTier(),
        text: html``,
        figures: [
          tableFigure(
            'tiers-mix',
            ioStorageWords.tierTable(),
            tiers.map(({ id, kind, share, latencyUs }, i) => ({
              tier: id,
              kind,
              'share of requests': share,
              'latency, µs': latencyUs.value,
              low: latencyUs.low,
              high: latencyUs.high,
              'adds, µs': addsUs[i] ?? 0,
              known: mark(latencyUs),
              source: latencyUs.source,
            })),
          ),
        ],
      },
    ],
  };
}

/** What a replicated pool over hosts of unequal capacity holds. */
export function copiesTopic(answer: CopiesAnswer): Topic {
  const { copies, hosts, usableShare, bestShare } = answer;
  const lost = 1 - usableShare / bestShare;
  return {
    title: ioStorageWords.copiesTitle(),
    question: ioStorageWords.copiesQuestion(),
    advice: [
      lost > 0.0005
        ? {
            action: ioStorageWords.makeEqual(),
            gain: ioStorageWords.makeEqualGain({ lost }),
          }
        : { action: ioStorageWords.nothingLost(), gain: ioStorageWords.nothingLostWhy() },
    ],
    sentence: ioStorageWords.copies({
      copies,
      hosts: hosts.length,
      usableShare,
      lost: lost > 0.0005 ? ioStorageWords.less({ lost }) : ioStorageWords.all(),
      copies2: 1 / copies,
    }),
    result: { copies, usableShare, bestShare, hosts },
    sections: [
      {
        id: 'copies-hosts',
        title: ioStorageWords.whereTitle(),
        text: html`<p>${ioStorageWords.whereText()}</p>`,
        figures: [
          tableFigure(
            'copies-over-hosts',
            ioStorageWords.hosts(),
            hosts.map(({ weightShare, copyShare, fill }, host) => ({
              host: host + 1,
              'share of capacity': weightShare,
              'share of copies': copyShare,
              'full, when the first is': fill,
            })),
          ),
        ],
      },
    ],
  };
}
