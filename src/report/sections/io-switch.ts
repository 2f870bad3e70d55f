import { cellWords } from '../../messages/cells.ts';
import { ioNetworkWords } from '../../messages/io-network.ts';
import { terms } from '../../messages/terms.ts';
import type { FlowCacheAnswer, FlowCacheQuestion } from '../../model/io/network/flow-cache.ts';
import type { ForwardingRow } from '../../model/io/network/forwarding.ts';
import { hopUs } from '../../model/io/network/hop.ts';
import { switchCosts } from '../../model/io/network/switch-costs.ts';
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
          packet: ioNetworkWords.mean({ hitShare: question.hitShare }),
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
    ? ioNetworkWords.bridge()
    : ioNetworkWords.masks({
        masks: question.masks,
        hitLookups: cache.hitLookups,
        hitLookupsWorst: cache.hitLookupsWorst,
        missLookups: cache.missLookups,
      });
  return {
    title: ioNetworkWords.switchTitle(),
    question: ioNetworkWords.switchQuestion(),
    advice: [
      {
        action: ioNetworkWords.switchAction(),
        gain: ioNetworkWords.switchGain(),
      },
    ],
    key: { column: 'µs', label: 'machines' },
    sentence: ioNetworkWords.switchSentence({
      found,
      join: terms.joined({ parts: stays.map((one) => cellWords(one)) }),
    }),
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
        title: ioNetworkWords.wayTitle(),
        text: html`<p>${ioNetworkWords.wayText({ value: switchCosts.pipelineTables.value, value2: switchCosts.pipelineLookups.value })}</p>`,
        figures: [
          tableFigure('switch-lookups', ioNetworkWords.lookUps(), lookupRows(question, cache)),
        ],
      },
      {
        id: 'switch-rules',
        title: ioNetworkWords.groupsTitle(),
        text: html``,
        figures: [
          tableFigure(
            'switch-forwarding',
            ioNetworkWords.frameGoes({ bytes: question.bytes }),
            rules.map(({ rule, leavesHost, switchLookups, copies, linkPasses, hops, us }) => ({
              machines: rule,
              'leaves the host': leavesHost,
              'switch look-ups': switchLookups,
              'frame copies': copies,
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
