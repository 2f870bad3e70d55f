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

/** Terms of the CPU time the map adds to one request of the guest. */
export function addedTerms(
  figure: string,
  technique: Technique,
  host: Host,
  knobs: DiskKnobs,
  added: Added,
): Term[] {
  const clock = (host.coreGhz ?? host.clockGhz).value * 1000;
  const { read, write } = operationCycles(technique, host, knobs);
  const causes: [string, Sourced, number][] = [
    ['reads added by the map', read, added.reads],
    ['writes added by the map', write, added.writes],
    ['flushes waited for', write, added.flushes],
    ['blocks copied', ioAtoms(host).copyByte, added.copiedBytes],
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
