import { formatSeconds, percentText, significant } from '../../format.ts';
import { storageModes } from '../../model/io/storage/modes.ts';
import type { ArrayAnswer, ArrayLoad } from '../../model/io/storage/protection.ts';
import { type TierShare, tierMix } from '../../model/io/storage/tiers.ts';
import { transports } from '../../model/io/storage/transports.ts';
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

function arraySentence(answers: readonly ArrayAnswer[], { iops, writeShare }: ArrayLoad): string {
  const [first, ...others] = answers;
  if (!first) return '';
  const mix = `${percentText(writeShare)} writes`;
  const one = ({ protection, frontIops, ...rest }: ArrayAnswer) =>
    iops === null
      ? `${protection.title} of ${protection.disks} carries ${Math.round(frontIops)} requests a second and holds ${significant(rest.usableBytes / 1e12)} TB`
      : `${protection.title} makes ${Math.round(rest.backEndIops ?? 0)} disk operations of them: ${rest.disksForRate} disks`;
  const asked = iops === null ? `At ${mix}` : `For ${iops} requests a second at ${mix}`;
  return `${asked}, ${[first, ...others].slice(0, 3).map(one).join('; ')}.`;
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
    return [{ action: 'Compare other schemes.', gain: 'one alone was asked about.' }];
  const told = (answer: ArrayAnswer) =>
    iops === null
      ? `${Math.round(answer.frontIops).toLocaleString('en-US')} requests/s`
      : `${answer.disksToBuild} disks`;
  return [
    {
      action: `${best.protection.title} where a disk must be survived.`,
      gain: `${told(best)} where ${worst.protection.title} takes or gives ${told(worst)}.`,
    },
  ];
}

/** Protection schemes under a load, and the paths to storage. */
export function arrayTopic(answers: readonly ArrayAnswer[], load: ArrayLoad): Topic {
  return {
    title: 'Storage: protection and paths',
    question: 'How much does each way of surviving a disk carry and hold?',
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
        title: 'Ways to survive a disk',
        text: html`<p>Guest requests a second of a mix: raw / (r + p w), p the operations of a small write. The popular
          raw x (w/p + r) is shown beside it: it holds the mix of the disks fixed, not that of the guest, and claims more.
          Erasure codes assume that overwrites are allowed; objects written whole cost the full-stripe column.</p>`,
        figures: [tableFigure('storage-array', 'Schemes', answers.map(arrayRow))],
      },
      {
        id: 'storage-paths',
        title: 'Paths to storage',
        text: html`<p>Ranges without a test set-up: they order the paths. Modes are what stands between machine and volume.</p>`,
        figures: [
          tableFigure(
            'storage-transports',
            'Transports',
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
            'Modes',
            storageModes.map((mode) => ({
              mode: mode.title,
              'snapshots, thin, moves by the platform': mode.features,
              'CPU added, random': mode.extraCpu(false).value,
              'CPU added, sequential': mode.extraCpu(true).value,
              known: mark(mode.extraCpu(false)),
              source: mode.extraCpu(false).source,
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
    title: 'Stages of a virtio request',
    question: 'Where does the time of one virtio request go?',
    advice: [
      {
        action: `Shorten ${longest?.title ?? 'nothing'} first.`,
        gain: `at most ${share} of ${formatSeconds(total / 1e6)}.`,
      },
    ],
    sentence: `One 4 KiB ${question.read ? 'read' : 'write'} takes ${formatSeconds(total / 1e6)}; ${longest?.title ?? 'nothing'} is ${share} of it.`,
    result: {
      totalUs: total,
      stages: stages.map(({ id, us }) => ({ id, us: us.value, low: us.low, high: us.high })),
    },
    sections: [
      {
        id: 'virtio',
        title: 'From the guest to the device and back',
        text: html`<p>Host ${question.host.title}, ${question.perKick} requests a notification.</p>`,
        figures: [
          spanBars(
            'virtio-stages',
            'Stages of one request',
            'µs',
            stages.map(({ title, us }) => ({
              name: title,
              length: us.value,
              low: us.low,
              high: us.high,
              known: mark(us),
              source: us.source,
            })),
            'Each bar begins where the stage before it ends.',
          ),
        ],
      },
    ],
  };
}

/** Requests over tiers of block, file and object storage. */
export function tiersTopic(tiers: readonly TierShare[]): Topic {
  const { meanUs, addsUs } = tierMix(tiers);
  const slow = addsUs.indexOf(Math.max(...addsUs));
  return {
    title: 'Storage tiers',
    question: 'How long does a request take over these tiers?',
    advice: [
      {
        action: `Move requests off ${tiers[slow]?.id ?? 'the slowest tier'}.`,
        gain: `up to ${formatSeconds((addsUs[slow] ?? 0) / 1e6)} of ${formatSeconds(meanUs.value / 1e6)} each.`,
      },
    ],
    sentence: `A request takes ${formatSeconds(meanUs.value / 1e6)} on average (${formatSeconds(meanUs.low / 1e6)} to ${formatSeconds(meanUs.high / 1e6)}); ${percentText((addsUs[slow] ?? 0) / meanUs.value)} of it is waiting for ${tiers[slow]?.id ?? 'nothing'}.`,
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
        title: 'Requests by tier',
        text: html``,
        figures: [
          tableFigure(
            'tiers-mix',
            'Tiers',
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
    title: 'Copies over unequal hosts',
    question: 'How much do copies over hosts of unequal capacity hold?',
    advice: [
      lost > 0.0005
        ? {
            action: 'Make the hosts equal, or split the largest into failure domains.',
            gain: `up to ${percentText(lost)} more usable capacity.`,
          }
        : { action: 'Nothing is lost.', gain: 'no placement holds more.' },
    ],
    sentence: `${copies} copies over these ${hosts.length} hosts hold ${percentText(usableShare)} of the capacity, ${
      lost > 0.0005
        ? `${percentText(lost)} less than placement at will could: the lighter hosts are full first`
        : 'all that any placement could'
    }; ${percentText(1 / copies)} would be the share of equal hosts.`,
    result: { copies, usableShare, bestShare, hosts },
    sections: [
      {
        id: 'copies-hosts',
        title: 'Where the copies go',
        text: html`<p>Each copy is drawn by weight among the hosts not drawn before, as CRUSH does with hosts as failure
          domain. A heavy host is drawn once an object, so it gets less than its weight. No reserve is taken off.</p>`,
        figures: [
          tableFigure(
            'copies-over-hosts',
            'Hosts',
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
