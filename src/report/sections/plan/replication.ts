import type { Figure } from '../../../figure.ts';
import { percentText } from '../../../format.ts';
import type { Text } from '../../../message.ts';
import { replicationWords } from '../../../messages/plan-replication.ts';
import type {
  QuorumAnswer,
  QuorumQuestion,
  ReplicationAnswer,
  ReplicationQuestion,
} from '../../../plan/cloud/replication.ts';
import {
  fibreRoundTripMsPerKm,
  replicationProducts,
} from '../../../plan/cloud/replication-products.ts';
import { html } from '../../html.ts';
import { tableFigure } from '../../section.ts';
import { mark } from '../../status.ts';
import { sourcesSection, type Topic } from '../../topic.ts';

/** What copies do when a zone is lost. */
function afterZone({ writesAfterZone, readsAfterZone }: QuorumAnswer): Text {
  if (writesAfterZone) return replicationWords.goOn();
  return readsAfterZone ? replicationWords.readOnly() : replicationWords.stop();
}

/** Products by how much they may lose and how soon they serve again. */
const productsTable = (): Figure =>
  tableFigure(
    'replication-products',
    replicationWords.products(),
    replicationProducts.map(({ title, synchronous, rpoS, rtoS }) => ({
      product: title,
      synchronous,
      'RPO, s': rpoS.value,
      'RTO, s': rtoS.value,
      low: rtoS.low,
      high: rtoS.high,
      known: mark(rtoS),
      source: rtoS.source,
    })),
  );

/** Sites that hold copies: lag, loss, return, quorums. */
export function replicationTopic(
  pair: { question: ReplicationQuestion; answer: ReplicationAnswer },
  sites: { question: QuorumQuestion; answer: QuorumAnswer },
): Topic {
  const { question, answer } = pair;
  const loss =
    answer.rpoS === null ? replicationWords.endless() : replicationWords.lost({ rpo: answer.rpoS });
  const kept = sites.answer;
  return {
    title: replicationWords.title(),
    question: replicationWords.question(),
    advice: [
      {
        action: answer.rpoS === null ? replicationWords.widen() : replicationWords.wait(),
        gain: replicationWords.perWrite({ ms: answer.roundTripMs }),
      },
    ],
    sentence: replicationWords.sentence({
      km: question.distanceKm,
      writes: question.synchronous
        ? replicationWords.waits({ ms: answer.writeAddedMs, loss })
        : replicationWords.doesNotWait({ loss }),
      rto: answer.rtoS,
      copies: sites.question.copies,
      zones: sites.question.zones,
      after: afterZone(kept),
      stale: kept.consistent ? '' : replicationWords.stale(),
    }),
    result: { replication: { question, ...answer }, quorum: { question: sites.question, ...kept } },
    exitCode: answer.rpoS === null ? 3 : 0,
    sections: [
      {
        id: 'replication',
        title: replicationWords.section(),
        text: html`<p>${replicationWords.text()}</p>`,
        figures: [
          tableFigure('replication-pair', replicationWords.pair(), [
            {
              'round trip, ms': answer.roundTripMs,
              'added to a write, ms': answer.writeAddedMs,
              'of the link': percentText(answer.linkShare),
              'RPO, s': answer.rpoS,
              'RPO, MiB': answer.rpoBytes === null ? null : answer.rpoBytes / 2 ** 20,
              'RTO, s': answer.rtoS,
            },
          ]),
          tableFigure('replication-quorum', replicationWords.quorum(), [
            {
              copies: sites.question.copies,
              zones: sites.question.zones,
              'write quorum': sites.question.writeQuorum,
              'read quorum': sites.question.readQuorum,
              consistent: kept.consistent,
              'copies lost, writes go on': kept.writesSurvive,
              'copies lost, reads go on': kept.readsSurvive,
              'writes after a zone': kept.writesAfterZone,
              'reads after a zone': kept.readsAfterZone,
              'a write waits, ms': kept.writeMs,
            },
          ]),
          productsTable(),
        ],
      },
      sourcesSection('replication', { 'round trip in fibre': fibreRoundTripMsPerKm }),
    ],
  };
}
