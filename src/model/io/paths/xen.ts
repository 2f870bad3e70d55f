import { BLOCK_REQUEST_BYTES, ringRequests, slotsOf } from '../ring.ts';
import { ioAtoms } from './atoms.ts';
import { injectedInterrupt } from './shared.ts';
import type { IoPath, Step } from './step.ts';

/** Requests one page of block ring holds (recalled), and packets-worth of slots of a network ring. */
export const XEN_BLOCK_RING = 32;
const XEN_NET_RING = 256;
const ADAPTED_REQUEST_BYTES = 2 ** 20;

function split(id: string, title: string, requestBytes: number, ring: number): IoPath {
  return {
    id,
    title,
    describe: `Front end, event channel, driver domain; ${Math.round(requestBytes / 1024)} KiB a ring request, ${ring} in the ring.`,
    kinds: ['block', 'packet'],
    maxInFlight: (bytes) => Math.max(1, Math.floor(ring / ringRequests(bytes, requestBytes))),
    backEnds: (vcpus) => vcpus,
    steps(operation, host) {
      const atoms = ioAtoms(host);
      const block = operation.kind === 'block';
      const entries = block ? ringRequests(operation.bytes, requestBytes) : 1;
      const pages = slotsOf(operation.bytes, block ? 0 : 1);
      const steps: Step[] = [
        {
          label: 'event channel (hypercall)',
          part: 'exits',
          site: 'guest',
          count: entries / operation.perKick,
          cycles: atoms.exit,
          exits: 1,
          hypercalls: 1,
        },
        {
          label: 'switch to the driver domain',
          part: 'back end',
          site: 'back end',
          count: entries / operation.perKick,
          cycles: atoms.driverDomainSwitch,
        },
        {
          label: 'grant map, copy, unmap',
          part: 'grants',
          site: 'back end',
          count: pages,
          cycles: atoms.grant,
          grants: 1,
          copiedBytes: operation.bytes / pages,
        },
        {
          label: block ? 'block back end' : 'network back end',
          part: 'back end',
          site: 'back end',
          count: entries,
          cycles: block ? atoms.vhostBlock : atoms.netback,
        },
      ];
      return [...steps, ...injectedInterrupt(atoms, operation)];
    },
  };
}

export const xenSplit = split('xen-split', 'Xen split driver', BLOCK_REQUEST_BYTES, XEN_BLOCK_RING);

/** Indirect segments and a ring of several pages: large blocks in one request, deeper queues. */
export const xenAdapted = split(
  'xen-adapted',
  'Xen split driver, adapted ring',
  ADAPTED_REQUEST_BYTES,
  XEN_NET_RING,
);
