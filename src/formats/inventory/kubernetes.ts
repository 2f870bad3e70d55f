import { badInput, printable } from '../../errors.ts';
import { yamlValues } from '../../files/yaml-document.ts';
import type { HostState } from '../../inventory/host-state.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import type { PowerState } from '../../inventory/power-state.ts';
import { parseQuantity } from '../quantity.ts';
import type { Collected, Size } from './findings.ts';
import { coresOfThreads } from './host-threads.ts';
import {
  isEmpty,
  isObject,
  type Json,
  jsonWith,
  objectsOf,
  readObjects,
  valueAt,
} from './json-objects.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

const MIB = 2 ** 20;

/** A quantity such as `4Gi`, `500m` or 2; undefined for what is empty. */
function quantity(value: unknown, what: string, into: Collected, path: string): number | undefined {
  if (isEmpty(value)) return undefined;
  const amount = parseQuantity(String(value));
  if (amount !== undefined) return into.amount(String(amount), what, path);
  throw badInput({
    file: path,
    expected: `a quantity such as 4Gi for ${what}`,
    found: `"${printable(String(value), 60)}"`,
  });
}

const text = (value: unknown, path: string): string => {
  const found = valueAt(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : '';
};

const nameOf = (object: Json) => text(object, 'metadata.name');
const keyOf = (object: Json) => `kubevirt ${text(object, 'metadata.namespace')}/${nameOf(object)}`;

/** vCPUs of a topology, whose parts default to one; undefined where there is none. */
function topologyCpus(cpu: unknown, into: Collected, path: string): number | undefined {
  const parts = ['sockets', 'cores', 'threads'].map((key) =>
    quantity(valueAt(cpu, key), `${key} of a machine`, into, path),
  );
  if (parts.every((part) => part === undefined)) return undefined;
  return parts.reduce<number>((product, part) => product * (part || 1), 1);
}

/** What a domain asks for: its topology, else its limit, else its request of CPU; guest memory, else its request. */
function sizeOf(domain: unknown, into: Collected, path: string): Partial<Size> {
  const at = (key: string) => quantity(valueAt(domain, key), key, into, path);
  const shares = at('resources.limits.cpu') ?? at('resources.requests.cpu');
  const vcpus =
    topologyCpus(valueAt(domain, 'cpu'), into, path) ??
    (shares === undefined ? undefined : Math.max(1, Math.ceil(shares)));
  const bytes =
    at('memory.guest') ??
    at('resources.requests.memory') ??
    at('resources.limits.memory') ??
    hugePages(domain, into, path);
  return {
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(bytes === undefined ? {} : { memoryMib: bytes / MIB }),
  };
}

/** A machine on huge pages may state its memory nowhere else. */
const hugePages = (domain: unknown, into: Collected, path: string) =>
  isEmpty(valueAt(domain, 'memory.maxGuest'))
    ? undefined
    : quantity(valueAt(domain, 'memory.maxGuest'), 'memory.maxGuest', into, path);

/** The size an instance type gives. */
function instancetype(object: Json, into: Collected, path: string): void {
  const vcpus = quantity(valueAt(object, 'spec.cpu.guest'), 'spec.cpu.guest', into, path) ?? 0;
  const bytes =
    quantity(valueAt(object, 'spec.memory.guest'), 'spec.memory.guest', into, path) ?? 0;
  into.sizes.set(typeKey(nameOf(object)), { vcpus, memoryMib: bytes / MIB, diskMib: 0 });
}
const typeKey = (name: string) => `kubevirt instancetype ${name}`;

/** Whether a machine object asks to run, where its status does not say. */
function askedPower(vm: Json): string {
  const strategy = text(vm, 'spec.runStrategy');
  if (text(vm, 'spec.running') === 'true' || /^(Always|Once|RerunOnFailure)$/.test(strategy))
    return 'Running';
  return text(vm, 'spec.running') === 'false' || strategy === 'Halted' ? 'Stopped' : '';
}

function machine(vm: Json, into: Collected, path: string): void {
  const domain = valueAt(vm, 'spec.template.spec.domain');
  const type = text(vm, 'spec.instancetype.name');
  const size = {
    ...(type === '' ? {} : into.sizes.get(typeKey(type))),
    ...sizeOf(domain, into, path),
  };
  into.across.vm(keyOf(vm), {
    name: nameOf(vm),
    power: into.power(text(vm, 'status.printableStatus') || askedPower(vm), 'kubevirt'),
    id: text(vm, 'metadata.uid') || undefined,
    pool: text(vm, 'metadata.namespace') || undefined,
    ...sized(size),
  });
}

const sized = (size: Partial<Size>): Partial<InventoryVm> => ({
  ...(size.vcpus === undefined ? {} : { vcpus: size.vcpus }),
  ...(size.memoryMib === undefined ? {} : { memoryMib: size.memoryMib }),
});

/** A running instance: what it has now, which counts before what its machine asks for. */
function instance(vmi: Json, into: Collected, path: string): void {
  const domain = valueAt(vmi, 'spec.domain');
  const asked = sizeOf(domain, into, path);
  const now = topologyCpus(valueAt(vmi, 'status.currentCPUTopology'), into, path);
  const guest = quantity(
    valueAt(vmi, 'status.memory.guestCurrent'),
    'status.memory.guestCurrent',
    into,
    path,
  );
  const conditions = valueAt(vmi, 'status.conditions');
  const paused = (Array.isArray(conditions) ? conditions : []).some(
    (condition) => text(condition, 'type') === 'Paused' && text(condition, 'status') === 'True',
  );
  const power: PowerState = paused
    ? 'suspended'
    : into.power(text(vmi, 'status.phase') || 'Pending', 'kubevirt');
  into.across.vm(
    keyOf(vmi),
    {
      name: nameOf(vmi),
      host: text(vmi, 'status.nodeName'),
      power,
      pool: text(vmi, 'metadata.namespace') || undefined,
      os: text(vmi, 'status.guestOSInfo.prettyName'),
      ...sized({
        ...asked,
        ...(now === undefined ? {} : { vcpus: now }),
        ...(guest === undefined ? {} : { memoryMib: guest / MIB }),
      }),
    },
    'counts',
  );
}

/** What keeps machines away from a node: it is down, cordoned, or KubeVirt does not use it. */
function nodeState(node: Json, into: Collected): HostState {
  const conditions = valueAt(node, 'status.conditions');
  const ready = (Array.isArray(conditions) ? conditions : []).find(
    (condition) => text(condition, 'type') === 'Ready',
  );
  if (ready !== undefined && text(ready, 'status') !== 'True') return 'down';
  if (text(node, 'spec.unschedulable') === 'true') return 'disabled';
  const labels = valueAt(node, 'metadata.labels');
  const schedulable = isObject(labels) ? labels['kubevirt.io/schedulable'] : undefined;
  if (schedulable === 'false') return 'disabled';
  const taints = valueAt(node, 'spec.taints');
  const kept = (Array.isArray(taints) ? taints : []).some(
    (taint) =>
      /^node-role\.kubernetes\.io\/(control-plane|master)$/.test(text(taint, 'key')) &&
      /^No(Schedule|Execute)$/.test(text(taint, 'effect')),
  );
  if (kept) into.finding('host-away', 'nodes of the control plane, which take no machines');
  return kept ? 'disabled' : 'up';
}

/** Node Feature Discovery says whether SMT is on. */
function coresOf(node: Json, threads: number, into: Collected): number {
  const labels = valueAt(node, 'metadata.labels');
  const said = isObject(labels)
    ? labels['feature.node.kubernetes.io/cpu-hardware_multithreading']
    : undefined;
  if (said === 'true') return threads % 2 === 0 ? threads / 2 : threads;
  if (said === 'false') return threads;
  return coresOfThreads(
    threads,
    into,
    'The label feature.node.kubernetes.io/cpu-hardware_multithreading (Node Feature Discovery) says it',
  );
}

function node(object: Json, into: Collected, path: string): void {
  const read = (key: string) =>
    quantity(
      valueAt(object, `status.capacity.${key}`) ?? valueAt(object, `status.allocatable.${key}`),
      `status.capacity.${key}`,
      into,
      path,
    );
  const [threads, bytes] = [read('cpu'), read('memory')];
  if (threads === undefined || bytes === undefined) {
    throw badInput({
      file: path,
      expected: 'status.capacity with cpu and memory of each node',
      found: `node "${printable(nameOf(object), 80)}" without`,
      hint: 'kubectl get node -o json prints it.',
    });
  }
  into.across.host(`kubernetes ${nameOf(object)}`, {
    name: nameOf(object),
    state: nodeState(object, into),
    cores: coresOf(object, threads, into),
    memoryMib: bytes / MIB,
  });
}

/** How kubectl's YAML begins. */
const YAML = /^\ufeff?(---\s+)?(apiVersion|items|kind|metadata):/;

/** Objects of a list, of several documents or one alone, in JSON or YAML. */
async function objectsIn(path: string): Promise<Json[]> {
  const text = await readUnpacked(path);
  if (!YAML.test(text)) return readObjects(path, 'items');
  return yamlValues(text, path, 'YAML of kubectl').flatMap((value) =>
    objectsOf(value, path, ['items']),
  );
}

/** In the order in which they are read: sizes, what machines ask for, what they have. */
const kinds: Readonly<Record<string, (object: Json, into: Collected, path: string) => void>> = {
  VirtualMachineInstancetype: instancetype,
  VirtualMachineClusterInstancetype: instancetype,
  Node: node,
  VirtualMachine: machine,
  VirtualMachineInstance: instance,
};

export const kubernetes: InventoryReader = {
  id: 'kubevirt',
  title: 'KubeVirt machines and Kubernetes nodes, JSON or YAML',
  make: 'kubectl get vm,vmi,node -A -o json > FILE',
  sniff: (_name, head) =>
    jsonWith(head, /"apiVersion"\s*:/, /"kind"\s*:\s*"(VirtualMachine\w*|Node)"/) ||
    (YAML.test(head) && /^[ \t]*(- )?kind: (VirtualMachine\w*|Node)[ \t]*$/m.test(head)),
  async read(path, into) {
    const objects = await objectsIn(path);
    const other = new Map<string, number>();
    const machines = into.vms.length;
    for (const object of objects) {
      const kind = text(object, 'kind');
      if (!Object.hasOwn(kinds, kind)) other.set(kind, (other.get(kind) ?? 0) + 1);
    }
    for (const [kind, read] of Object.entries(kinds)) {
      for (const object of objects) if (text(object, 'kind') === kind) read(object, into, path);
    }
    for (const [kind, count] of other) {
      into.finding(
        'not-read',
        `objects of kind "${printable(kind, 60)}", which carry no machines`,
        count,
      );
    }
    const sizeless = into.vms
      .slice(machines)
      .filter((vm) => vm.vcpus === 0 || vm.memoryMib === 0).length;
    if (sizeless > 0) {
      into.finding(
        'unknown-size',
        'machines whose instance type is not in the file and that do not run: kubectl get vm,vmi,node,virtualmachineclusterinstancetype,virtualmachineinstancetype -A -o json has their sizes',
        sizeless,
      );
    }
  },
};
