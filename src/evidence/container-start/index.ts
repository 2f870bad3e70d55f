import { z } from 'zod';
import { fullBundle, type Runtime, runtimeCost } from '../../model/containers/costs/runtime.ts';
import {
  cgroupCost,
  cloneCost,
  type Namespace,
  namespaces,
  overlayCost,
  seccompCost,
  unshareCost,
} from '../../model/containers/costs/start.ts';
import type { Sourced } from '../../sourced.ts';
import { median } from '../../statistics.ts';
import { readRecording } from '../containers/read-recording.ts';
import { type Case, compareNumbers, type Suite, type SuiteOptions, summarize } from '../suite.ts';

const quantity = z.object({ p10: z.number(), p50: z.number(), p90: z.number() }).partial();
const record = z
  .object({
    step: z.string().max(60),
    name: z.string().max(100),
    gap_us: z.number().min(0).default(2000),
    layers: z.number().int().min(0).max(10_000).optional(),
    tests: z.number().int().min(0).max(100_000).optional(),
    runtime: z.string().max(40).optional(),
    variant: z.string().max(60).optional(),
  })
  .catchall(z.union([quantity, z.unknown()]));
type StartRecord = z.output<typeof record>;

const docker: readonly Namespace[] = ['mnt', 'uts', 'ipc', 'pid', 'net'];
const sets: Readonly<Record<string, readonly Namespace[]>> = {
  none: [],
  docker_default: docker,
  without_net: docker.filter((ns) => ns !== 'net'),
  all_with_user: [...docker, 'user', 'cgroup'],
  ...Object.fromEntries(namespaces.map((ns) => [ns, [ns]])),
};

/** The recorder's name of a thing, without the pause it may carry. */
const base = (name: string) => name.replace(/_\d+ms_apart$/, '');

type Quantities = Record<string, Sourced>;

function ofRuntime({ runtime, variant = '', name }: StartRecord): Quantities | undefined {
  const program = (runtime ?? name.replace(/_version$/, '')) as Runtime;
  if (program !== 'runc' && program !== 'crun') return undefined;
  if (name.endsWith('_version')) return { version_us: runtimeCost(program, fullBundle).version };
  const changes: Readonly<Record<string, Partial<typeof fullBundle>>> = {
    full: {},
    user_namespace: {},
    limits: {},
    no_seccomp: { seccomp: false },
    no_network: { network: false },
    no_cgroup: { cgroup: false },
    mount_pid_only: { seccomp: false, network: false, ipcUts: false },
  };
  if (!Object.hasOwn(changes, variant)) return undefined;
  const cost = runtimeCost(program, { ...fullBundle, ...changes[variant] });
  return {
    create_us: cost.create,
    start_us: cost.start,
    kill_us: cost.kill,
    delete_us: cost.remove,
    start_to_first_instruction_us: cost.startToFirst,
    create_to_first_instruction_us: cost.createToFirst,
  };
}

/** What the model says of a record, by the record's own names; undefined where it has no model. */
function predictRecord(entry: StartRecord): Quantities | undefined {
  const { step, name, gap_us: gapUs, layers, tests } = entry;
  const gapMs = gapUs / 1000;
  if (step === 'clone') {
    const set = Object.hasOwn(sets, base(name)) ? sets[base(name)] : undefined;
    if (!set) return undefined;
    const { call, first, reaped } = cloneCost(set, gapMs);
    return { call_us: call, first_instruction_us: first, reaped_us: reaped };
  }
  if (step === 'unshare') {
    const namespace = namespaces.find((ns) => ns === base(name));
    if (!namespace) return undefined;
    const { call, exit } = unshareCost(namespace);
    return { call_us: call, exit_us: exit };
  }
  if (step === 'cgroup') {
    const { mkdir, join, rmdir } = cgroupCost(base(name), gapMs);
    return { mkdir_us: mkdir, join_us: join, rmdir_us: rmdir };
  }
  if (step.startsWith('overlay') && layers !== undefined) {
    const { configure, create, umount, mount } = overlayCost(
      layers,
      step.endsWith('ext4') ? 'ext4' : 'tmpfs',
    );
    if (step === 'overlay_option_string') return { mount_us: mount, umount_us: umount };
    // A volatile overlay is not synced when it goes.
    if (step.startsWith('overlay_volatile')) return { configure_us: configure, create_us: create };
    return { configure_us: configure, create_us: create, umount_us: umount };
  }
  if (step === 'seccomp' && tests !== undefined) {
    const { load, before, after } = seccompCost(tests);
    return { load_us: load, syscall_before_ns: before, syscall_after_ns: after };
  }
  return step === 'oci' ? ofRuntime(entry) : undefined;
}

const idOf = ({ step, name }: StartRecord) => `${step}/${name}`;

const load = ({ data }: SuiteOptions) =>
  readRecording(
    data,
    'start.json.gz',
    z.array(record).min(1).max(10_000),
    'a list of steps {step, name, QUANTITY_us: {p10, p50, p90}} (form of start.json)',
  );

/** A step of the kernel is judged at a quarter, a runtime's call at a fifth, or at what samples differ by. */
const BOUND = { kernel: 0.25, runtime: 0.2 } as const;

/** Records the constants are, or were differenced from: agreement there proves little. */
const calibration =
  /^(clone\/(none|user)|unshare\/|cgroup\/|seccomp\/|overlay_.*_(1|60|20)$|oci\/.*_(full|no_seccomp|mount_pid_only|version|no_cgroup)$)/;

export const containerStart: Suite = {
  id: 'container-start',
  title: 'Start of a container, step by step',
  repeatability: {
    system: 'Linux 6.18.44, runc 1.1.5, crun 1.8.1',
    known: 'measured',
    note: 'thirty samples of each step: half of the way from the 10th to the 90th percentile, over the median.',
  },
  async predict(options) {
    return (await load(options)).flatMap((entry) => {
      const predicted = predictRecord(entry);
      if (!predicted) return [];
      const values = Object.entries(predicted).map(([key, { value }]) => [key, value]);
      return [{ id: idOf(entry), ...Object.fromEntries(values) }];
    });
  },
  async validate(options) {
    const cases: Case[] = [];
    const listed: { id: string; reason: string }[] = [];
    for (const entry of await load(options)) {
      const predicted = predictRecord(entry);
      if (!predicted) listed.push({ id: idOf(entry), reason: 'no model of this step' });
      for (const [key, { value, unit }] of Object.entries(predicted ?? {})) {
        const found = quantity.safeParse(entry[key]);
        const { p10, p50, p90 } = found.success ? found.data : {};
        if (p50 === undefined || !(p50 > 0)) continue;
        const repeatability = p10 === undefined || p90 === undefined ? null : (p90 - p10) / 2 / p50;
        const target = entry.step === 'oci' ? BOUND.runtime : BOUND.kernel;
        const bound = Math.max(target, repeatability ?? 0);
        const compared = { id: idOf(entry), metric: key, unit, expected: p50, predicted: value };
        cases.push({ ...compareNumbers(compared, bound), repeatability });
      }
    }
    const independent = cases.filter(({ id }) => options.data || !calibration.test(id));
    const errors = independent.flatMap(({ error }) => (error === null ? [] : [Math.abs(error)]));
    return {
      cases,
      summary: {
        ...summarize(cases),
        independent: independent.length,
        medianError: errors.length > 0 ? median(errors) : null,
        listed,
      },
    };
  },
};
