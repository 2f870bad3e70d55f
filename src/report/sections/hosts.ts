import { significant } from '../../format.ts';
import type { Host } from '../../hosts/host.ts';
import { hostById } from '../../hosts/index.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { runWords } from '../../messages/run.ts';
import type { Sourced } from '../../sourced.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';
import { mark } from '../status.ts';

/** The host profiles behind the numbers, each constant with its status and source. */
export function hostsSection(ids: readonly string[], others: readonly Host[] = []): Section {
  return {
    id: 'hosts',
    title: runWords.hostsTitle(),
    text: html``,
    figures: ids.map((id) => {
      const host = hostById(id, others);
      const rows = hostNumbers(host).map(numberRow);
      return tableFigure(
        `host-${id.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
        runWords.hostTitle({ title: hostTitles(host.title), id }),
        rows,
      );
    }),
  };
}

function hostNumbers(host: Host): [string, Sourced][] {
  const { memory, anchors } = host;
  return [
    ['clock', host.clockGhz],
    ['smallest exit, round trip', anchors.smallestExitCycles],
    ['exit to the user-space VMM, round trip', anchors.userExitCycles],
    ['IPI to a halted vCPU until it runs', anchors.ipiWakeCycles],
    ['L2 TLB hit', memory.l2Tlb.hitCycles],
    ['L1 data cache', memory.caches.l1d.latencyCycles],
    ['L2 cache', memory.caches.l2.latencyCycles],
    ['L3 cache', memory.caches.l3.latencyCycles],
    ['memory, local', memory.dramCycles],
    ['memory, remote', memory.remoteDramCycles],
  ];
}

function numberRow([name, number]: [string, Sourced]): FigureRow {
  const interval =
    number.low === number.high ? '' : `${significant(number.low)} … ${significant(number.high)}`;
  return {
    constant: name,
    value: `${significant(number.value)} ${number.unit}`,
    interval,
    'known as': mark(number),
    source: number.source,
  };
}
