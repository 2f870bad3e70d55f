import { UserError } from '../../errors.ts';
import { placeOnHosts } from '../placement/place.ts';

/** Physical servers of one kind that are to become virtual machines. */
export interface PhysicalServers {
  count: number;
  cores: number;
  ghz: number;
  memoryGib: number;
  /** Shares in use at the peak that has to be carried. */
  cpuUse: number;
  memoryUse: number;
}

export interface TargetHost {
  cores: number;
  ghz: number;
  memoryGib: number;
  /** Shares that may be filled. */
  cpuLimit: number;
  memoryLimit: number;
}

export interface ConsolidationQuestion {
  servers: readonly PhysicalServers[];
  host: TargetHost;
  /** What virtualization adds to the CPU, as ratio, and to the memory of each machine. */
  cpuOverhead: number;
  memoryOverheadGib: number;
  /** Work per cycle of the new hosts over that of the old servers. */
  ipcFactor: number;
  spareHosts: number;
}

export interface ConsolidationAnswer {
  servers: number;
  hosts: number;
  /** Least number by each resource alone. */
  hostsByCpu: number;
  hostsByMemory: number;
  machinesPerHost: number;
  ratio: number;
  binds: 'CPU' | 'memory';
  /** Use of the hosts after it, without spares. */
  cpuUse: number;
  memoryUse: number;
}

/** How many hosts carry the servers' peak use, each machine placed whole, spares added. */
export function consolidate(question: ConsolidationQuestion): ConsolidationAnswer {
  const { host, cpuOverhead, memoryOverheadGib, ipcFactor, spareHosts } = question;
  const machines = question.servers.flatMap(({ count, cores, ghz, memoryGib, cpuUse, memoryUse }) =>
    Array.from({ length: count }, () => ({
      cpu: (cores * ghz * cpuUse * (1 + cpuOverhead)) / ipcFactor,
      memory: memoryGib * memoryUse + memoryOverheadGib,
    })),
  );
  if (machines.length === 0 || machines.length > 100_000) {
    throw new UserError(`expected 1 to 100,000 servers, found ${machines.length}.`);
  }
  const cpuRoom = host.cores * host.ghz * host.cpuLimit;
  const memoryRoom = host.memoryGib * host.memoryLimit;
  const largest = machines.find(({ cpu, memory }) => cpu > cpuRoom || memory > memoryRoom);
  if (largest) {
    throw new UserError(
      `a server needs ${largest.cpu.toFixed(1)} GHz and ${largest.memory.toFixed(1)} GiB; a host offers ${cpuRoom.toFixed(1)} and ${memoryRoom.toFixed(1)}.`,
    );
  }
  const sum = (pick: (machine: { cpu: number; memory: number }) => number) =>
    machines.reduce((total, machine) => total + pick(machine), 0);
  const cpu = sum((machine) => machine.cpu);
  const memory = sum((machine) => machine.memory);
  const hostsByCpu = Math.ceil(cpu / cpuRoom - 1e-9);
  const hostsByMemory = Math.ceil(memory / memoryRoom - 1e-9);
  const needs = [
    Float64Array.from(machines, (machine) => machine.cpu),
    Float64Array.from(machines, (machine) => machine.memory),
  ];
  let hosts = Math.max(1, hostsByCpu, hostsByMemory);
  const placed = (count: number) =>
    placeOnHosts(needs, [
      new Float64Array(count).fill(cpuRoom),
      new Float64Array(count).fill(memoryRoom),
    ]).placed;
  while (placed(hosts) < machines.length) hosts++;
  return {
    servers: machines.length,
    hosts: hosts + spareHosts,
    hostsByCpu,
    hostsByMemory,
    machinesPerHost: machines.length / hosts,
    ratio: machines.length / (hosts + spareHosts),
    binds: hostsByMemory > hostsByCpu ? 'memory' : 'CPU',
    cpuUse: cpu / (hosts * host.cores * host.ghz),
    memoryUse: memory / (hosts * host.memoryGib),
  };
}

/** "20:8:2.4:32:15:60": servers, cores, GHz, GiB, percent of CPU and of memory in use. */
export function parseServers(text: string): PhysicalServers {
  const parts = text.split(':').map(Number);
  const [count = 0, cores = 0, ghz = 0, memoryGib = 0, cpu = 0, memory = 0] = parts;
  const good =
    parts.length === 6 &&
    parts.every((part) => Number.isFinite(part) && part > 0) &&
    Number.isSafeInteger(count) &&
    count <= 100_000 &&
    cpu <= 100 &&
    memory <= 100;
  if (!good) {
    throw new UserError(
      `expected COUNT:CORES:GHZ:GIB:CPU%:MEMORY% such as 20:8:2.4:32:15:60, found "${text.slice(0, 80)}".`,
    );
  }
  return { count, cores, ghz, memoryGib, cpuUse: cpu / 100, memoryUse: memory / 100 };
}
