import { formatSeconds, percentText, significant } from '../../../format.ts';
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

/** Sites that hold copies: lag, loss, return, quorums. */
export function replicationTopic(
  pair: { question: ReplicationQuestion; answer: ReplicationAnswer },
  sites: { question: QuorumQuestion; answer: QuorumAnswer },
): Topic {
  const { question, answer } = pair;
  const loss =
    answer.rpoS === null
      ? 'the lag grows without end'
      : `at most ${formatSeconds(answer.rpoS)} of writes are lost`;
  const kept = sites.answer;
  return {
    title: 'Zones and regions: lag, RPO, RTO, quorums',
    question: 'What is lost, and when does service return?',
    advice: [
      {
        action:
          answer.rpoS === null
            ? 'Widen the link: it carries less than is written.'
            : 'Let writes wait for the other site where nothing may be lost.',
        gain: `${significant(answer.roundTripMs)} ms a write.`,
      },
    ],
    sentence: `Over ${question.distanceKm} km ${question.synchronous ? `each write waits ${significant(answer.writeAddedMs)} ms more and` : 'writes do not wait;'} ${loss}; service returns after ${formatSeconds(answer.rtoS)}. ${sites.question.copies} copies in ${sites.question.zones} zones ${kept.writesAfterZone ? 'go on writing' : kept.readsAfterZone ? 'go on reading only' : 'stop'} when a zone is lost${kept.consistent ? '' : ', but reads may miss the last write'}.`,
    result: { replication: { question, ...answer }, quorum: { question: sites.question, ...kept } },
    exitCode: answer.rpoS === null ? 3 : 0,
    sections: [
      {
        id: 'replication',
        title: 'A pair of sites, and several at once',
        text: html`<p>RPO of points: the interval and the time to send one. A link that carries less than is written never
          catches up.</p>`,
        figures: [
          tableFigure('replication-pair', 'The pair', [
            {
              'round trip, ms': answer.roundTripMs,
              'added to a write, ms': answer.writeAddedMs,
              'of the link': percentText(answer.linkShare),
              'RPO, s': answer.rpoS,
              'RPO, MiB': answer.rpoBytes === null ? null : answer.rpoBytes / 2 ** 20,
              'RTO, s': answer.rtoS,
            },
          ]),
          tableFigure('replication-quorum', 'Quorum of several sites', [
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
          tableFigure(
            'replication-products',
            'Products',
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
          ),
        ],
      },
      sourcesSection('replication', { 'round trip in fibre': fibreRoundTripMsPerKm }),
    ],
  };
}
