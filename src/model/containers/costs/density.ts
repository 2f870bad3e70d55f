import { plus, type Sourced, sourced, times, unverified } from '../../../sourced.ts';
import { type CostStep, difference, recorded } from './recorded.ts';

/** A program as an idle container holds it, KiB. */
export interface ContainerProgram {
  id: string;
  title: string;
  anonymous: Sourced;
  /** Pages of its files it maps; one copy for all containers of an image. */
  fileMapped: Sourced;
  threads: number;
  pageTables: Sourced;
}

const kib = (value: number, what: string, spread = 0.03) => recorded(value, 'KiB', what, spread);

/** Programs of the recordings, read at one container. */
export const containerPrograms: readonly ContainerProgram[] = [
  {
    id: 'busybox',
    title: 'busybox sleep',
    anonymous: kib(52, 'busybox: Pss_Anon'),
    fileMapped: kib(1392, 'busybox: Rss less anonymous'),
    threads: 1,
    pageTables: kib(41, 'busybox: PageTables', 0.05),
  },
  {
    id: 'bash',
    title: 'bash that waits',
    anonymous: kib(250, 'bash: Pss_Anon'),
    fileMapped: kib(2950, 'bash: Rss less anonymous'),
    threads: 1,
    pageTables: kib(52, 'bash: PageTables', 0.08),
  },
  {
    id: 'node',
    title: 'node 20, idle',
    // It grows while it idles: 5224 at first, 6832 after some seconds.
    anonymous: { ...kib(5224, 'node 20: Pss_Anon at first; 6832 after idling'), high: 6832 },
    fileMapped: kib(33_912, 'node 20: Rss less anonymous'),
    threads: 7,
    pageTables: kib(382, 'node 20: PageTables', 0.03),
  },
];

const STACK = kib(16, 'kernel stack of a thread', 0);
/** Structures of a process, its namespaces, its cgroups and its overlay, less the network namespace. */
const SLAB = kib(205, 'slab of a container without network namespace, 100 of them', 0.15);
const NETWORK_SLAB = difference(
  335,
  'KiB',
  'slab of 300 with network namespaces less without',
  0.15,
);
const NETWORK_PERCPU = difference(
  16.3,
  'KiB',
  'Percpu of 300 with network namespaces, 2 CPUs',
  0.1,
);
/** A thread of one process more, in slab and as the cgroup is charged, beside its stack. */
const THREAD = difference(
  14,
  'KiB',
  'node less busybox over six threads, stack and tables apart',
  0.5,
);
/** What the memory cgroup charges beside stack and page tables. */
const CHARGED = kib(89, 'memory.kmem without network namespace, less stack and page tables', 0.1);
const CHARGED_NETWORK = difference(
  90,
  'KiB',
  'memory.kmem with network namespace less without',
  0.1,
);

/** Memory of `n` equal containers, KiB an instance. */
export interface DensityCost {
  resident: Sourced;
  proportional: Sourced;
  anonymous: Sourced;
  fileShare: Sourced;
  kernelStack: Sourced;
  pageTables: Sourced;
  slab: Sourced;
  percpu: Sourced;
  /** Charged to its memory cgroup as kernel memory. */
  kernelCharged: Sourced;
  /** What the machine has less for each of them. */
  machine: Sourced;
}

/** What each of `n` idle containers of one image costs: its own pages, its share of the files, the kernel's structures. */
export function densityCost(program: ContainerProgram, n: number, network: boolean): DensityCost {
  const { anonymous, fileMapped, threads, pageTables } = program;
  const fileShare = times(fileMapped, 1 / n);
  const kernelStack = times(STACK, threads);
  const net = network ? 1 : 0;
  const slab = plus(SLAB, times(NETWORK_SLAB, net), times(THREAD, threads - 1));
  const percpu = times(NETWORK_PERCPU, net);
  return {
    resident: plus(anonymous, fileMapped),
    proportional: plus(anonymous, fileShare),
    anonymous,
    fileShare,
    kernelStack,
    pageTables,
    slab,
    percpu,
    kernelCharged: plus(
      CHARGED,
      kernelStack,
      pageTables,
      times(CHARGED_NETWORK, net),
      times(THREAD, threads - 1),
    ),
    machine: plus(anonymous, fileShare, kernelStack, pageTables, slab, percpu),
  };
}

/** Memory a monitor adds to each virtual machine, MiB, beside the guest's own memory; as published. */
export const monitorMemory: readonly CostStep[] = [
  {
    label: 'Firecracker',
    cost: sourced(5, 'MiB', 'published', 'Firecracker SPECIFICATION.md: at most 5 MiB'),
  },
  {
    label: 'Cloud Hypervisor',
    cost: unverified(13, 'MiB', 'Firecracker, NSDI 2020, recalled', 0.2),
  },
  { label: 'QEMU', cost: unverified(131, 'MiB', 'Firecracker, NSDI 2020, recalled', 0.2) },
];
