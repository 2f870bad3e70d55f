import { present } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import { encapsulation, encapsulations } from './network/encapsulation.ts';
import { goodputGbps, linePacketRate, segmentBytes } from './network/line-rate.ts';
import { aggregate, expectedLinksUsed } from './network/link-aggregation.ts';
import { meanRulesPerPacket } from './network/security-group.ts';
import { type Tunnel, tunnel } from './network/tunnel.ts';
import { type SwitchPath, switchPath } from './network/virtual-switch.ts';
import { ioPaths } from './paths/index.ts';
import type { IoPath, Operation } from './paths/step.ts';
import { type RequestCost, type RequestLoad, requestCost } from './request.ts';
import { type VfCurve, vfChoices, vfCurve } from './sriov.ts';
import type { Raid } from './storage/raid.ts';
import { type StorageStack, storageStack } from './storage/stack.ts';
import { type TechniqueRequest, techniqueRequests } from './technique-path.ts';

export interface IoQuestion {
  host: Host;
  kind: Operation['kind'];
  read: boolean;
  bytes: number;
  queueDepth: number;
  vcpus: number;
  sequential: boolean;
  storage: {
    transport: string;
    raid: Raid;
    mode: string;
    pooling: string;
    readShare: number;
    diskIops: number;
    diskBytesPerSecond: number;
  };
  network: {
    linkGbps: number;
    mtu: number;
    encapsulation: string;
    /** Links of a bond. */
    links: number;
    /** Rules of a stateful security group. */
    rules: number;
  };
  /** Adapter for SR-IOV. */
  adapter: { functions: number; vectorsEach: number; msix: number };
  /** Paths asked about; empty: all that carry the kind. */
  paths: readonly IoPath[];
}

export interface IoAnswer {
  question: IoQuestion;
  load: RequestLoad;
  stack: StorageStack;
  costs: RequestCost[];
  techniques: TechniqueRequest[];
  depths: { depth: number; path: string; iops: number; latencyUs: number; limitedBy: string }[];
  ring: { bytes: number; depth: number; gain: number }[];
  functions: ({ machines: number } & VfCurve)[];
  tunnels: (Tunnel & { offload: boolean })[];
  switches: SwitchPath[];
  bonds: BondRow[];
  rules: { packetsPerConnection: number; rulesPerPacket: number }[];
}

export interface BondRow {
  flows: number;
  /** Links in use on average when flows hash evenly. */
  expectedLinks: number;
  /** Links in use for clients that bind to consecutive even ports, before and after the kernel's fix. */
  evenPorts: number;
  evenPortsFixed: number;
  goodputGbps: number;
}

const depthSweep = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const KIB = 1024;
const sizeSweep = [4, 16, 32, 44, 48, 64, 128, 256, 512, 1024].map((kib) => kib * KIB);
/** CPU of a machine on a virtual function at line rate, percent of a core (Dong et al. 2010). */
const CPU_PERCENT_PER_FUNCTION = 1.76;

function packetDevice({ network, bytes }: IoQuestion): RequestLoad['device'] {
  const overheadBytes = encapsulation(network.encapsulation).bytes;
  const perFrame = segmentBytes({ ...network, overheadBytes });
  const frames = Math.max(1, Math.ceil(bytes / perFrame));
  const frameBytes = Math.min(network.mtu, bytes + overheadBytes + 52);
  return {
    latencyUs: (bytes * 8) / (network.linkGbps * 1000),
    iops: linePacketRate(network.linkGbps, Math.max(46, frameBytes)) / frames,
    bytesPerSecond: (goodputGbps({ ...network, overheadBytes }) * 1e9) / 8,
  };
}

/** Links in use and rate of a bond by the number of flows. */
export function bondRows({
  links,
  linkGbps,
  mtu,
}: Pick<IoQuestion['network'], 'links' | 'linkGbps' | 'mtu'>): BondRow[] {
  return [1, 2, 4, 8, 16, 32, 64].map((count) => {
    const flows = Array.from({ length: count }, (_, i) => ({
      sourceIp: 0x0a000001,
      destinationIp: 0x0a000002,
      sourcePort: 40_960 + 2 * i,
      destinationPort: 5001,
    }));
    const expectedLinks = expectedLinksUsed(count, links);
    return {
      flows: count,
      expectedLinks,
      evenPorts: aggregate(flows, links, 'layer3+4').used,
      evenPortsFixed: aggregate(flows, links, 'layer3+4-even-ports').used,
      goodputGbps: expectedLinks * goodputGbps({ linkGbps, mtu }),
    };
  });
}

export function loadOf(question: IoQuestion, stack: StorageStack): RequestLoad {
  const { kind, read, bytes, queueDepth, vcpus } = question;
  const device =
    kind === 'packet'
      ? packetDevice(question)
      : { latencyUs: stack.latencyUs, iops: stack.iops, bytesPerSecond: stack.bytesPerSecond };
  const extraCpu = stack.mode.extraCpu[question.sequential ? 'sequential' : 'random'];
  return { kind, read, bytes, queueDepth, vcpus, device, extraCpu };
}

/** What a request costs on each path, and what changing depth, size, functions or tunnel does. */
export function answerIo(question: IoQuestion): IoAnswer {
  const { host, network } = question;
  const stack = storageStack(question.storage, question.read);
  const load = loadOf(question, stack);
  const paths = (question.paths.length > 0 ? question.paths : ioPaths).filter((path) =>
    path.kinds.includes(question.kind),
  );
  const at = (path: IoPath, change: Partial<RequestLoad>) =>
    requestCost(path, { ...load, ...change }, host);
  const classic = present(ioPaths.find((path) => path.id === 'xen-split'));
  const adapted = present(ioPaths.find((path) => path.id === 'xen-adapted'));
  // The device is out of the way: the ring alone is compared.
  const block: Partial<RequestLoad> = {
    kind: 'block',
    device: { latencyUs: stack.latencyUs, iops: Infinity, bytesPerSecond: Infinity },
  };
  const gain = (bytes: number, depth: number) => {
    const change = { ...block, bytes, queueDepth: depth };
    return at(adapted, change).iops / at(classic, change).iops;
  };
  return {
    question,
    load,
    stack,
    costs: paths.map((path) => at(path, {})),
    techniques: techniqueRequests(host),
    depths: paths.flatMap((path) =>
      depthSweep.map((depth) => {
        const { iops, latencyUs, limitedBy } = at(path, { queueDepth: depth });
        return { depth, path: path.id, iops, latencyUs, limitedBy };
      }),
    ),
    ring:
      question.kind === 'block'
        ? [1, 32, 64].flatMap((depth) =>
            sizeSweep.map((bytes) => ({ bytes, depth, gain: gain(bytes, depth) })),
          )
        : [],
    functions: vfChoices.map((machines) => ({
      machines,
      ...vfCurve(machines, {
        ...question.adapter,
        goodputGbps: goodputGbps({ linkGbps: network.linkGbps, mtu: network.mtu }),
        cpuPercentPerMachine: CPU_PERCENT_PER_FUNCTION,
      }),
    })),
    tunnels: encapsulations.flatMap((entry) =>
      [true, false].map((offload) => ({ offload, ...tunnel(entry.id, { ...network, offload }) })),
    ),
    switches: [
      switchPath({ sameHost: true, samePortGroup: true }),
      switchPath({ sameHost: true, samePortGroup: false }),
      switchPath({ sameHost: false, samePortGroup: true }),
    ],
    bonds: bondRows(question.network),
    rules: [1, 2, 10, 100, 1000].map((packetsPerConnection) => ({
      packetsPerConnection,
      rulesPerPacket: meanRulesPerPacket(network.rules, packetsPerConnection),
    })),
  };
}
