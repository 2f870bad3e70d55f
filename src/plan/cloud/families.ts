import { UserError } from '../../errors.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** A family of instances: GiB of memory for each vCPU, sizes doubling. */
export interface InstanceFamily {
  cloud: string;
  id: string;
  kind: 'compute' | 'general' | 'memory' | 'large memory';
  gibPerVcpu: Sourced;
}

const recalled = (ratio: number, cloud: string) =>
  unverified(ratio, 'GiB/vCPU', `${cloud} instance families; recalled`, 0);
const docs = (ratio: number, source: string) => sourced(ratio, 'GiB/vCPU', 'published', source);
const virt = 'KubeVirt common instance types';

/** Families of clouds. A new one is one entry. */
export const instanceFamilies: readonly InstanceFamily[] = [
  { cloud: 'alibaba', id: 'c', kind: 'compute', gibPerVcpu: recalled(2, 'Alibaba Cloud') },
  {
    cloud: 'alibaba',
    id: 'g',
    kind: 'general',
    gibPerVcpu: docs(4, 'Alibaba Cloud: g5, g6 and later'),
  },
  {
    cloud: 'alibaba',
    id: 'i',
    kind: 'general',
    gibPerVcpu: docs(4, 'Alibaba Cloud: NVMe family i'),
  },
  { cloud: 'alibaba', id: 'r', kind: 'memory', gibPerVcpu: recalled(8, 'Alibaba Cloud') },
  { cloud: 'aws', id: 'c', kind: 'compute', gibPerVcpu: recalled(2, 'AWS') },
  { cloud: 'aws', id: 'm', kind: 'general', gibPerVcpu: recalled(4, 'AWS') },
  { cloud: 'aws', id: 'r', kind: 'memory', gibPerVcpu: recalled(8, 'AWS') },
  { cloud: 'aws', id: 'x', kind: 'large memory', gibPerVcpu: recalled(16, 'AWS') },
  { cloud: 'azure', id: 'F', kind: 'compute', gibPerVcpu: recalled(2, 'Azure') },
  { cloud: 'azure', id: 'D', kind: 'general', gibPerVcpu: recalled(4, 'Azure') },
  {
    cloud: 'azure',
    id: 'Bms',
    kind: 'general',
    gibPerVcpu: docs(4, 'azure-docs, B-series: B4ms 4/16, B8ms 8/32'),
  },
  { cloud: 'azure', id: 'E', kind: 'memory', gibPerVcpu: recalled(8, 'Azure') },
  {
    cloud: 'azure',
    id: 'M',
    kind: 'large memory',
    gibPerVcpu: { ...recalled(22, 'Azure'), low: 15, high: 30 },
  },
  { cloud: 'tencent', id: 'C', kind: 'compute', gibPerVcpu: recalled(2, 'Tencent Cloud') },
  { cloud: 'tencent', id: 'S', kind: 'general', gibPerVcpu: recalled(4, 'Tencent Cloud') },
  { cloud: 'tencent', id: 'M', kind: 'memory', gibPerVcpu: recalled(8, 'Tencent Cloud') },
  { cloud: 'kubevirt', id: 'cx', kind: 'compute', gibPerVcpu: docs(2, `${virt}: 1:2`) },
  { cloud: 'kubevirt', id: 'u', kind: 'general', gibPerVcpu: docs(4, `${virt}: U 1:4`) },
  { cloud: 'kubevirt', id: 'm', kind: 'memory', gibPerVcpu: docs(8, `${virt}: 1:8`) },
];

export interface FamilyFit extends InstanceFamily {
  vcpus: number;
  gib: number;
  /** Shares of the instance that the machine does not need. */
  idleVcpus: number;
  idleGib: number;
  binds: 'vCPUs' | 'memory';
}

/** The smallest size of every family that holds a machine: vCPUs are powers of two, memory follows. */
export function familyFits(vcpus: number, gib: number, cloud?: string): FamilyFit[] {
  if (!(vcpus > 0 && gib > 0)) throw new UserError('expected vCPUs and memory above 0.');
  const families = instanceFamilies.filter(
    (family) => cloud === undefined || family.cloud === cloud,
  );
  if (families.length === 0) {
    const known = [...new Set(instanceFamilies.map((family) => family.cloud))].join(', ');
    throw new UserError(`--cloud: expected ${known}, found "${cloud}".`);
  }
  return families
    .map((family) => {
      const ratio = family.gibPerVcpu.value;
      const need = Math.max(vcpus, gib / ratio);
      const size = 2 ** Math.max(0, Math.ceil(Math.log2(need) - 1e-9));
      const memory = size * ratio;
      return {
        ...family,
        vcpus: size,
        gib: memory,
        idleVcpus: 1 - vcpus / size,
        idleGib: 1 - gib / memory,
        binds: gib / ratio > vcpus ? ('memory' as const) : ('vCPUs' as const),
      };
    })
    .sort((a, b) => a.vcpus - b.vcpus || a.gib - b.gib);
}
