import { plus, type Sourced, times } from '../../../sourced.ts';
import { assumed, type CostStep, difference, recorded } from './recorded.ts';

const us = (value: number, what: string, spread?: number) => recorded(value, 'us', what, spread);
const less = (value: number, what: string) => difference(value, 'us', what);

export const namespaces = ['mnt', 'uts', 'ipc', 'pid', 'net', 'user', 'cgroup', 'time'] as const;
export type Namespace = (typeof namespaces)[number];

/** unshare of nothing that costs: a system call, and what the child takes to leave. */
const UNSHARE = us(36, 'unshare(time), the cheapest, less 1 us');
const LEAVE = us(95, 'exit after unshare(time)');

/** What making a namespace, and leaving the last process of it, adds: from `unshare` alone. */
const made: Readonly<Record<Namespace, { create: Sourced; leave: Sourced }>> = {
  mnt: {
    create: less(82, 'unshare(mnt) less the call: the tree of mounts is copied'),
    leave: less(100, 'exit after unshare(mnt): every mount is let go'),
  },
  uts: {
    create: assumed(1, 'us', 'a structure of 400 bytes; below the noise of the recordings'),
    leave: assumed(1, 'us', 'below the noise'),
  },
  ipc: {
    create: less(73, 'unshare(ipc) less the call: its tables and sysctl files'),
    leave: less(15, 'exit after unshare(ipc)'),
  },
  pid: { create: less(12, 'unshare(pid) less the call'), leave: less(25, 'exit after it') },
  net: {
    create: less(826, 'unshare(net) less the call: loopback, sysctl files, protocols'),
    leave: less(45, 'exit after unshare(net); the rest is torn down later by a worker'),
  },
  user: {
    create: less(21, 'clone with a user namespace less a plain clone'),
    leave: assumed(5, 'us', 'a few structures'),
  },
  cgroup: { create: less(12, 'unshare(cgroup) less the call'), leave: less(25, 'exit after it') },
  time: { create: less(1, 'unshare(time) less the call'), leave: less(1, 'exit after it') },
};

const CLONE = us(126.5, 'clone3 without namespaces, until the parent returns');
const CHILD_STARTS = less(31, 'from there to the first instruction of the child');
const CHILD_LEAVES = less(158, 'from there until the parent has waited for it');
/** Milliseconds between two samples above which caches have gone cold. */
const COLD_GAP_MS = 20;
const COLD = 1.2;

const sum = (first: Sourced, others: readonly Sourced[]): Sourced => plus(first, ...others);

/** clone3 into new namespaces, microseconds; `gapMs` since the last one. */
export function cloneCost(into: readonly Namespace[], gapMs: number) {
  const cold = gapMs > COLD_GAP_MS ? COLD : 1;
  const call = times(
    sum(
      CLONE,
      into.map((ns) => made[ns].create),
    ),
    cold,
  );
  const first = plus(call, CHILD_STARTS);
  const reaped = sum(
    plus(first, CHILD_LEAVES),
    into.map((ns) => made[ns].leave),
  );
  return { call, first, reaped };
}

/** unshare in a child, and what it then takes to leave. */
export function unshareCost(namespace: Namespace) {
  return { call: plus(UNSHARE, made[namespace].create), exit: plus(LEAVE, made[namespace].leave) };
}

const MKDIR = us(50, 'mkdir in a hierarchy with little of its own (devices, pids)');
const RMDIR = us(27, 'rmdir likewise');
const ownMkdir: Readonly<Record<string, [number, number]>> = {
  cpu: [15, 9],
  cpuacct: [9, 8],
  memory: [60, 31],
  unified: [20, 10],
};
const JOIN = us(88, 'write to cgroup.procs while another wrote a moment ago');
/**
 * The first join after a pause waits for an RCU grace period: `cgroup_threadgroup_rwsem` has gone back to fast readers, and a
 * writer has to see them all out. Joins that follow within some milliseconds find it still slow for readers.
 */
const GRACE = us(6700, 'cgroup.procs after 100 ms of none, less the join itself', 0.1);
const COLD_MKDIR = less(61, 'mkdir after 100 ms of none, less right after another');
const COLD_RMDIR = less(45, 'rmdir likewise');

/** A cgroup of one controller: made, joined, removed. */
export function cgroupCost(controller: string, gapMs: number) {
  const [mkdir, rmdir] = ownMkdir[controller] ?? [0, 0];
  const cold = gapMs > COLD_GAP_MS;
  const made = plus(MKDIR, less(mkdir, `what ${controller} allocates`));
  const removed = plus(RMDIR, less(rmdir, `what ${controller} frees`));
  return {
    mkdir: cold ? plus(made, COLD_MKDIR) : made,
    join: cold ? plus(GRACE, JOIN) : JOIN,
    rmdir: cold ? plus(removed, COLD_RMDIR) : removed,
  };
}

const CONFIGURE = us(40, 'fsconfig of an overlay, by layers');
const CONFIGURE_LAYER = less(3.2, 'the same, a layer more');
const CREATE = us(135, 'fsconfig create and attach, upper on tmpfs');
const CREATE_LAYER = less(6.35, 'the same, a layer more');
const UMOUNT = us(47, 'umount, upper on tmpfs');
const UMOUNT_LAYER = less(1.84, 'the same, a layer more');
const OPTION_STRING = us(150, 'mount(2) with one option string, upper on tmpfs');
const OPTION_LAYER = less(7.7, 'the same, a layer more');
/** On ext4 the work directory is made and removed in its journal. */
const EXT4_CREATE = less(520, 'create with the upper on ext4 less tmpfs');
const EXT4_UMOUNT = less(590, 'umount with the upper on ext4 less tmpfs');

/** An overlay over so many layers: set up, attached, taken away. `mount` is the one call of mount(2). */
export function overlayCost(layers: number, upper: 'tmpfs' | 'ext4') {
  const by = (base: Sourced, layer: Sourced) => plus(base, times(layer, layers));
  const own = (cost: Sourced, extra: Sourced) => (upper === 'ext4' ? plus(cost, extra) : cost);
  return {
    configure: by(CONFIGURE, CONFIGURE_LAYER),
    create: own(by(CREATE, CREATE_LAYER), EXT4_CREATE),
    umount: own(by(UMOUNT, UMOUNT_LAYER), EXT4_UMOUNT),
    mount: own(by(OPTION_STRING, OPTION_LAYER), EXT4_CREATE),
  };
}

const SECCOMP = us(100, 'loading a seccomp filter');
const SECCOMP_TEST = less(2.1, 'the same, one comparison more (checked, then compiled)');
const SYSCALL = recorded(275, 'ns', 'getppid without a filter');
/** Allowed whatever the arguments, a call is found in a bitmap: the length of the filter no longer matters. */
const SECCOMP_BITMAP = difference(
  69,
  'ns',
  'getppid under a filter of 100 to 350 tests, less without',
);

/** A seccomp filter of so many comparisons: loading it, and a system call it allows. */
export function seccompCost(tests: number) {
  return {
    load: plus(SECCOMP, times(SECCOMP_TEST, tests)),
    before: SYSCALL,
    after: plus(SYSCALL, SECCOMP_BITMAP),
  };
}

/** Steps of starting a container with the kernel's own calls alone: what no runtime can leave out. */
export function kernelSteps(options: {
  namespaces: readonly Namespace[];
  controllers: readonly string[];
  layers: number;
  upper: 'tmpfs' | 'ext4';
  seccompTests: number;
  /** Time since the last container was started. */
  gapMs: number;
}): CostStep[] {
  const { layers, upper, seccompTests, gapMs } = options;
  const [firstJoin, ...joins] = options.controllers;
  const overlay = overlayCost(layers, upper);
  const zero = us(0, 'none asked for');
  return [
    {
      label: `namespaces (${options.namespaces.join(' ') || 'none'}) with the process`,
      cost: cloneCost(options.namespaces, gapMs).first,
    },
    {
      label: `cgroups made (${options.controllers.join(' ') || 'none'})`,
      cost: sum(
        zero,
        options.controllers.map((name) => cgroupCost(name, gapMs).mkdir),
      ),
    },
    {
      label: 'first cgroup joined',
      cost: firstJoin === undefined ? zero : cgroupCost(firstJoin, gapMs).join,
    },
    {
      label: 'other cgroups joined',
      cost: sum(
        zero,
        joins.map((name) => cgroupCost(name, 0).join),
      ),
    },
    {
      label: `overlay of ${layers} layers, upper on ${upper}`,
      cost: layers === 0 ? zero : plus(overlay.configure, overlay.create),
    },
    {
      label: `seccomp filter of ${seccompTests} comparisons`,
      cost: seccompTests === 0 ? zero : seccompCost(seccompTests).load,
    },
  ];
}
