import { cellWords } from '../../messages/cells.ts';
import { ioNetworkWords } from '../../messages/io-network.ts';
import { terms } from '../../messages/terms.ts';
import type { PacketThrough } from '../../model/io/network/packet-through.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

/** One packet under each encapsulation. */
export function tunnelTopic(
  question: { bytes: number; mtu: number; linkGbps: number },
  rows: readonly PacketThrough[],
): Topic {
  const most = rows.reduce<PacketThrough | undefined>(
    (a, b) => (a === undefined || b.wireUs > a.wireUs ? b : a),
    undefined,
  );
  return {
    title: ioNetworkWords.tunnelTitle(),
    question: ioNetworkWords.tunnelQuestion(),
    advice: [{ action: ioNetworkWords.tunnelAction(), gain: ioNetworkWords.tunnelGain() }],
    key: { column: 'added B', label: 'encapsulation' },
    sentence: most
      ? ioNetworkWords.tunnelSentence({
          bytes: question.bytes,
          join: terms.list({
            names: rows.map(({ id, addedBytes }) =>
              ioNetworkWords.addedBy({ bytes: addedBytes, id: cellWords(id) }),
            ),
          }),
          id: most.id,
          wireUs: most.wireUs,
          fragments: most.fragments,
        })
      : '',
    result: {
      question,
      tunnels: rows.map(({ cpuUs, cpuUsNoOffload, stream, ...rest }) => ({
        ...rest,
        cpuUs: cpuUs.value,
        cpuUsNoOffload: cpuUsNoOffload.value,
        goodputGbps: stream.goodputGbps,
      })),
    },
    sections: [
      {
        id: 'tunnel',
        title: ioNetworkWords.tunnelBytes(),
        text: html`<p>${ioNetworkWords.tunnelText()}</p>`,
        figures: [
          tableFigure(
            'tunnel-packets',
            ioNetworkWords.tunnelTable({ bytes: question.bytes, linkGbps: question.linkGbps }),
            rows.map((row) => ({
              encapsulation: row.id,
              title: row.title,
              'added B': row.addedBytes,
              packets: row.fragments,
              'on the wire B': row.wireBytes,
              'wire µs': row.wireUs,
              'CPU µs': row.cpuUs.value,
              'without offload, CPU µs': row.cpuUsNoOffload.value,
              'share of the wire used': row.efficiency,
              'stream Gbit/s': row.stream.goodputGbps,
              known: mark(row.cpuUs),
            })),
          ),
        ],
      },
      sourcesSection(
        'tunnel',
        Object.fromEntries(rows.map(({ title, stream }) => [title, stream.cpuUsPerKb])),
      ),
    ],
  };
}
