import { plus, type Sourced, sourced, times, unverified } from '../../../sourced.ts';
import { type CostStep, difference, recorded } from './recorded.ts';

export const runtimes = ['runc', 'crun'] as const;
export type Runtime = (typeof runtimes)[number];

/** What a bundle asks for. Each is true in the recorded `full`. */
export interface RuntimeOptions {
  seccomp: boolean;
  network: boolean;
  /** ipc and uts namespaces beside pid and mount. */
  ipcUts: boolean;
  cgroup: boolean;
}

export const fullBundle: RuntimeOptions = {
  seccomp: true,
  network: true,
  ipcUts: true,
  cgroup: true,
};

const us = (value: number, what: string) => recorded(value, 'us', what, 0.15);
const more = (value: number, what: string) => difference(value, 'us', what);

/** Parts of each call of a runtime, from the recorded variants: bare, and what each thing asked for adds. */
interface Parts {
  /** The program itself: `--version`. */
  version: Sourced;
  create: { bare: Sourced; seccomp: Sourced; network: Sourced; ipcUts: Sourced; cgroup: Sourced };
  /** start, kill and delete read the configuration again, and longer with a long list of system calls. */
  start: { bare: Sourced; seccomp: Sourced };
  kill: { bare: Sourced; seccomp: Sourced };
  remove: { bare: Sourced; seccomp: Sourced };
  /** From the end of start to the first instruction; from create it is less the overlap. */
  toFirst: Sourced;
}

const parts: Readonly<Record<Runtime, Parts>> = {
  runc: {
    version: us(5988, 'runc 1.1.5 --version'),
    create: {
      bare: us(
        23_500,
        'runc create: pid and mount namespaces, without the cgroups as crun shows them',
      ),
      seccomp: more(6200, 'runc create full less no_seccomp: 317 names compiled and loaded'),
      network: more(1200, 'runc create full less no_network, less what noise lets it be'),
      ipcUts: more(100, 'two namespaces'),
      cgroup: more(14_400, 'as crun: create full less no_cgroup: two grace periods and the files'),
    },
    start: { bare: us(8700, 'runc start without seccomp'), seccomp: more(1200, 'longer list') },
    kill: { bare: us(8500, 'runc kill without seccomp'), seccomp: more(1200, 'longer list') },
    remove: { bare: us(10_100, 'runc delete without seccomp'), seccomp: more(1100, 'longer list') },
    toFirst: more(400, 'runc start to the first instruction less start'),
  },
  crun: {
    version: us(4908, 'crun 1.8.1 --version'),
    create: {
      bare: us(10_600, 'crun create: pid and mount namespaces, no cgroup'),
      seccomp: more(3000, 'crun create full less no_seccomp'),
      network: more(1200, 'as runc'),
      ipcUts: more(300, 'two namespaces'),
      cgroup: more(14_400, 'crun create full less no_cgroup: two grace periods and the files'),
    },
    start: { bare: us(6300, 'crun start'), seccomp: more(0, 'no difference') },
    kill: { bare: us(5700, 'crun kill'), seccomp: more(0, 'no difference') },
    remove: { bare: us(8300, 'crun delete'), seccomp: more(0, 'no difference') },
    toFirst: more(600, 'crun start to the first instruction less start'),
  },
};

/** Between the end of create and the beginning of start nothing waits: their sum, to the microsecond of the clock. */
export function runtimeCost(runtime: Runtime, options: RuntimeOptions) {
  const { create, start, kill, remove, toFirst, version } = parts[runtime];
  const asked = (cost: Sourced, wanted: boolean) => times(cost, wanted ? 1 : 0);
  const created = plus(
    create.bare,
    asked(create.seccomp, options.seccomp),
    asked(create.network, options.network),
    asked(create.ipcUts, options.ipcUts),
    asked(create.cgroup, options.cgroup),
  );
  const by = (call: { bare: Sourced; seccomp: Sourced }) =>
    plus(call.bare, asked(call.seccomp, options.seccomp));
  const startToFirst = plus(by(start), toFirst);
  return {
    version,
    create: created,
    start: by(start),
    kill: by(kill),
    remove: by(remove),
    startToFirst,
    createToFirst: plus(created, startToFirst),
  };
}

/** The same as steps, first to last. */
export function runtimeSteps(runtime: Runtime, options: RuntimeOptions): CostStep[] {
  const { create, start, toFirst, version } = parts[runtime];
  const steps: CostStep[] = [
    { label: `${runtime} begins, twice`, cost: times(version, 2) },
    {
      label: 'create: itself',
      cost: plus(create.bare, times(version, -1)),
    },
  ];
  if (options.ipcUts) steps.push({ label: 'create: ipc, uts', cost: create.ipcUts });
  if (options.network) steps.push({ label: 'create: network', cost: create.network });
  if (options.cgroup) steps.push({ label: 'create: cgroups', cost: create.cgroup });
  if (options.seccomp) steps.push({ label: 'create: seccomp', cost: create.seccomp });
  const seccomp = times(start.seccomp, options.seccomp ? 1 : 0);
  return [
    ...steps,
    {
      label: 'start: itself',
      cost: plus(start.bare, seccomp, times(version, -1)),
    },
    { label: 'first instruction', cost: toFirst },
  ];
}

/** Other ways to start something isolated, milliseconds, as published. */
export const besides: readonly CostStep[] = [
  {
    label: 'process (fork and exec)',
    cost: sourced(1, 'ms', 'published', 'LightVM, SOSP 2017', 0.2),
  },
  {
    label: 'unikernel on Xen (LightVM)',
    cost: sourced(2.3, 'ms', 'published', 'LightVM, SOSP 2017', 0.1),
  },
  {
    label: 'microVM (Firecracker, to init)',
    cost: sourced(125, 'ms', 'published', 'Firecracker SPECIFICATION.md: at most 125 ms'),
  },
  {
    label: 'VM of a container (Kata with QEMU)',
    cost: unverified(500, 'ms', 'a blog without its measurements', 0.5),
  },
];
