import { sourced, unverified } from '../../sourced.ts';
import type { Discipline, RunOptions } from './discipline.ts';
import { Qcow2Run, type Qcow2Shape } from './qcow2-run.ts';
import { StoreRun, type StoreShape } from './store-run.ts';

const KIB = 1024;
const qcow2Default = sourced(64 * KIB, 'B', 'published', 'qcow2 default cluster size, qemu-img(1)');
const choice = (bytes: number) =>
  sourced(bytes, 'B', 'derived', 'a choice of this model; set with --block');

const onStore = (shape: StoreShape) => (options: RunOptions) => new StoreRun(shape, options);
const onQcow2 = (shape: Qcow2Shape) => (options: RunOptions) => new Qcow2Run(shape, options);

/** Every discipline. A new one is one entry; parameter sets of products name where they come from. */
export const disciplines: readonly Discipline[] = [
  {
    id: 'cow',
    title: 'Copy-on-write',
    kind: 'copy-on-write',
    blockBytes: choice(64 * KIB),
    start: onStore({ discipline: 'cow', blockSize: 64 * KIB, entryBytes: 16 }),
  },
  {
    id: 'row',
    title: 'Redirect-on-write',
    kind: 'redirect-on-write',
    blockBytes: choice(64 * KIB),
    start: onStore({ discipline: 'row', blockSize: 64 * KIB, entryBytes: 8 }),
  },
  {
    id: 'write-anywhere',
    title: 'Write-anywhere',
    kind: 'write-anywhere',
    blockBytes: choice(4 * KIB),
    start: onStore({ discipline: 'write-anywhere', blockSize: 4 * KIB, entryBytes: 8 }),
  },
  {
    id: 'qcow2',
    title: 'qcow2, internal snapshots',
    kind: 'hybrid',
    blockBytes: qcow2Default,
    start: onQcow2({ clusterSize: 64 * KIB, extended: false, snapshots: 'internal' }),
  },
  {
    id: 'qcow2-overlay',
    title: 'qcow2, an overlay per snapshot',
    kind: 'hybrid',
    blockBytes: qcow2Default,
    start: onQcow2({ clusterSize: 64 * KIB, extended: false, snapshots: 'external' }),
  },
  {
    id: 'qcow2-overlay-ext',
    title: 'qcow2 overlays, extended L2',
    kind: 'hybrid',
    blockBytes: qcow2Default,
    start: onQcow2({ clusterSize: 64 * KIB, extended: true, snapshots: 'external' }),
  },
  {
    id: 'dm-snapshot',
    title: 'dm-snapshot (LVM)',
    kind: 'copy-on-write',
    blockBytes: unverified(4 * KIB, 'B', 'default chunk of lvcreate(8), recalled'),
    start: onStore({ discipline: 'cow', blockSize: 4 * KIB, entryBytes: 16, everySnapshot: true }),
  },
  {
    id: 'vmfs-sparse',
    title: 'VMware redo log (vmfsSparse)',
    kind: 'redirect-on-write',
    blockBytes: sourced(
      512,
      'B',
      'published',
      'vmfsSparse grain, VMware vSphere storage documentation',
    ),
    start: onStore({ discipline: 'row', blockSize: 512, entryBytes: 4 }),
  },
  {
    id: 'sesparse',
    title: 'VMware SEsparse',
    kind: 'redirect-on-write',
    blockBytes: sourced(
      4 * KIB,
      'B',
      'published',
      'seSparse grain, QEMU block/vmdk.c constants (sesparse-grain)',
    ),
    start: onStore({ discipline: 'row', blockSize: 4 * KIB, entryBytes: 8 }),
  },
  {
    id: 'rbd-clone',
    title: 'RBD clone (object copy-up)',
    kind: 'redirect-on-write',
    blockBytes: unverified(4096 * KIB, 'B', 'default object size of RBD, recalled'),
    start: onStore({ discipline: 'row', blockSize: 4096 * KIB, entryBytes: 1 }),
  },
];

export function disciplineById(id: string): Discipline | undefined {
  return disciplines.find((entry) => entry.id === id);
}
