import { UserError } from '../../errors.ts';
import type { Claim } from './allocate.ts';

export interface HostTopology {
  sockets: number;
  coresPerSocket: number;
  threadsPerCore: number;
  clockGhz: number;
}

/** Counted as a virtualization manager counts: each hardware thread is one CPU at full clock. */
export interface VcpuCapacity {
  vcpus: number;
  /** Clock x hardware threads: what a manager shows and admission control divides. */
  ghz: number;
  cores: number;
  /** Clock x cores: what compute-bound vCPUs can really draw, threads of a core share it. */
  coreGhz: number;
}

export function vcpuCapacity(topology: HostTopology): VcpuCapacity {
  const { sockets, coresPerSocket, threadsPerCore, clockGhz } = topology;
  for (const [name, count] of Object.entries({ sockets, coresPerSocket, threadsPerCore })) {
    if (!Number.isSafeInteger(count) || count < 1 || count > 65536)
      throw new UserError(`expected a whole number of ${name} from 1 to 65536, found ${count}.`);
  }
  if (!(clockGhz > 0 && clockGhz < 1000))
    throw new UserError(`expected a clock in GHz above 0, found ${clockGhz}.`);
  const cores = sockets * coresPerSocket;
  const vcpus = cores * threadsPerCore;
  return { vcpus, ghz: vcpus * clockGhz, cores, coreGhz: cores * clockGhz };
}

/** A VM cannot use more than its vCPUs times one core, whatever its shares. */
export function boundByVcpus(claim: Claim, vcpus: number, corePer: number): Claim {
  return { ...claim, demand: Math.min(claim.demand, vcpus * corePer) };
}
