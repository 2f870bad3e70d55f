import { significant } from '../../format.ts';
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
    title: 'One packet through a tunnel',
    question: 'What does a tunnel add to one packet?',
    advice: [{ action: 'Give the underlay room for the headers.', gain: 'No packet becomes two.' }],
    key: { column: 'added B', label: 'encapsulation' },
    sentence: most
      ? `A packet of ${question.bytes} bytes grows by ${rows.map(({ id, addedBytes }) => `${addedBytes} (${id})`).join(', ')}; the longest on the wire is ${most.id} with ${significant(most.wireUs)} µs in ${most.fragments} packets.`
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
        title: 'Bytes and time of one packet',
        text: html`<p>Wire counts frame, preamble and gap. CPU is the sender's; where nobody measured an encapsulation it is
          taken from its like and marked estimated.</p>`,
        figures: [
          tableFigure(
            'tunnel-packets',
            `A packet of ${question.bytes} bytes over ${question.linkGbps} Gbit/s`,
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
