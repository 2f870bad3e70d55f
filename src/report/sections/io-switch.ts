import { percentText, significant } from '../../format.ts';
import {
  type FlowCacheAnswer,
  type FlowCacheQuestion,
  switchCosts,
} from '../../model/io/network/flow-cache.ts';
import { type ForwardingRow, hopUs } from '../../model/io/network/forwarding.ts';
import { html } from '../html.ts';
import { type FigureRow, tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

type SwitchQuestion = FlowCacheQuestion & { bridge: boolean; bytes: number };

const lookupRows = (question: SwitchQuestion, cache: FlowCacheAnswer): FigureRow[] => [
  {
    packet: question.bridge ? 'a frame' : 'hits the flow cache',
    'look-ups': cache.hitLookups,
    'at worst': cache.hitLookupsWorst,
    ns: cache.hitNs.value,
    low: cache.hitNs.low,
    high: cache.hitNs.high,
  },
  ...(question.bridge
    ? []
    : [
        {
          packet: 'misses it (upcall)',
          'look-ups': cache.missLookups,
          'at worst': cache.missLookups,
          ns: cache.missNs.value,
          low: cache.missNs.low,
          high: cache.missNs.high,
        },
        {
          packet: `mean at ${percentText(question.hitShare)} hits`,
          'look-ups': null,
          'at worst': null,
          ns: cache.meanNs.value,
          low: cache.meanNs.low,
          high: cache.meanNs.high,
        },
      ]),
];

/** A software switch: what its caches find, and where frames between port groups go. */
export function switchTopic(
  question: SwitchQuestion,
  cache: FlowCacheAnswer,
  rules: readonly ForwardingRow[],
): Topic {
  const stays = rules.filter(({ leavesHost }) => !leavesHost).map(({ rule }) => rule);
  const found = question.bridge
    ? 'A Linux bridge needs one look-up a frame'
    : `${question.masks} masks cost ${significant(cache.hitLookups)} look-ups on a hit (${cache.hitLookupsWorst} at worst) and ${cache.missLookups} on a miss before the daemon decides`;
  return {
    title: 'A virtual switch and its port groups',
    question: 'What does a packet cost in this switch, and where does it go?',
    advice: [
      {
        action: 'Keep machines that talk in one port group on one host.',
        gain: 'No look-up on a second switch and no pass of the wire.',
      },
    ],
    key: { column: 'µs', label: 'machines' },
    sentence: `${found}; traffic stays inside the host only for: ${stays.join('; ')}.`,
    result: {
      question,
      cache,
      rules: rules.map(({ us, ...rest }) => ({
        ...rest,
        us: us.value,
        low: us.low,
        high: us.high,
      })),
    },
    sections: [
      {
        id: 'switch-cache',
        title: 'Finding the way of a packet',
        text: html`<p>Without any cache a packet takes ${switchCosts.pipelineTables.value} tables and more than
          ${switchCosts.pipelineLookups.value} look-ups; the first packet of every megaflow still does.</p>`,
        figures: [
          tableFigure('switch-lookups', 'Look-ups of a packet', lookupRows(question, cache)),
        ],
      },
      {
        id: 'switch-rules',
        title: 'Forwarding between port groups',
        text: html``,
        figures: [
          tableFigure(
            'switch-forwarding',
            `Where a frame of ${question.bytes} bytes goes`,
            rules.map(({ rule, leavesHost, switchLookups, copies, linkPasses, hops, us }) => ({
              machines: rule,
              'leaves the host': leavesHost,
              'switch look-ups': switchLookups,
              copies,
              'link passes': linkPasses,
              µs: us.value,
              low: us.low,
              high: us.high,
              known: mark(us),
              hops: hops.join(' → '),
            })),
          ),
        ],
      },
      sourcesSection('switch', { ...switchCosts, 'physical hop': hopUs }),
    ],
  };
}
