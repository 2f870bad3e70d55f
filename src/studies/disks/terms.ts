import type { Host } from '../../hosts/host.ts';
import { ioAtoms } from '../../model/io/paths/atoms.ts';
import { requestSteps } from '../../model/io/technique-path.ts';
import { plus, type Sourced, times } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { price, total } from '../../techniques/price.ts';
import type { Technique } from '../../techniques/technique.ts';
import { termOf } from '../cells.ts';
import type { Term } from '../study.ts';
import type { DiskKnobs } from './schema.ts';
import type { Added } from './simulate.ts';

/** Why a technique has no snapshots of its disks, or null where it has. */
export function noSnapshots({ io }: Technique, { map }: DiskKnobs): string | null {
  const direct = io === 'pass-through' || io === 'sr-iov';
  return direct && map === 'host'
    ? 'the guest writes to the device itself: the host has no map, so there are no host snapshots'
    : null;
}

/** What terms are looked up by. */
export interface TermGround {
  technique: Technique;
  host: Host;
  knobs: DiskKnobs;
}

interface Operation {
  read: Sourced;
  write: Sourced;
}

/** What one more request of the map costs: the back end alone where the host keeps it, the whole path where the guest does. */
function operationCycles(technique: Technique, host: Host, { map }: DiskKnobs): Operation {
  const atoms = ioAtoms(host);
  const native = technique.io === 'native';
  const inKernel = native || technique.placement === 'bare-metal';
  const back: Operation = inKernel
    ? { read: atoms.vhostBlock, write: atoms.vhostBlock }
    : { read: atoms.ioThreadRead, write: atoms.ioThreadWrite };
  const through = (path: Sourced): Operation => ({
    read: plus(path, back.read),
    write: plus(path, back.write),
  });
  if (map === 'guest' && !native) return through(total(price('device-request', technique, host)));
  // The monitor of a nested guest is itself a guest: its requests take the path of one.
  if (technique.cpu === 'nested') {
    return through(total(price('device-request', techniqueById('hardware'), host)));
  }
  return back;
}

/** Whether requests go through files of a monitor in user space: the only ones a cache mode is said of. */
export const hasHostCache = ({ io, placement, cpu }: Technique): boolean =>
  cpu !== 'native' &&
  !['native', 'pass-through', 'sr-iov'].includes(io) &&
  (placement === 'hosted' || placement === 'kernel-module');

/** One copy at the speed of a memory benchmark: what else the page cache takes for a request was not found measured. */
const pageCacheCopy = (copyByte: Sourced): Sourced => ({
  ...copyByte,
  status: 'estimated',
  source: `one copy through the page cache; ${copyByte.source}`,
});

/** Terms of the CPU time the map and the host's cache mode, which copies so many bytes, add to one request of the guest. */
export function addedTerms(
  figure: string,
  { technique, host, knobs }: TermGround,
  added: Added,
  cachedBytes: number,
): Term[] {
  const clock = (host.coreGhz ?? host.clockGhz).value * 1000;
  const { read, write } = operationCycles(technique, host, knobs);
  const causes: [string, Sourced, number][] = [
    ['reads added by the map', read, added.reads],
    ['writes added by the map', write, added.writes],
    ['flushes waited for', write, added.flushes],
    ['blocks copied', ioAtoms(host).copyByte, added.copiedBytes],
    ['copies through the page cache', pageCacheCopy(ioAtoms(host).copyByte), cachedBytes],
  ];
  return causes
    .filter(([, , count]) => count > 0)
    .map(([term, cycles, count]) =>
      termOf(figure, term, { ...times(cycles, count / clock), unit: 'us per request' }),
    );
}

/** The path of one request as running pays it, for latency. */
export function pathTerms(technique: Technique, host: Host): Term[] {
  return requestSteps(technique, host).map(({ label, us }) => termOf('path_us', label, us));
}
