/** What a platform limits. */
export type Measure =
  | 'vcpus'
  | 'memoryGiB'
  | 'hostCores'
  | 'hostMemoryGiB'
  | 'hostVms'
  | 'hostVcpus'
  | 'vcpusPerCore'
  | 'vcpusPerHostCore'
  | 'clusterHosts'
  | 'clusterVms'
  | 'disks'
  | 'nics'
  | 'checkpoints';

/** The measures in words, with their units. */
export const measureWords: Record<Measure, string> = {
  vcpus: 'vCPUs of a machine',
  memoryGiB: 'memory of a machine, GiB',
  hostCores: 'cores of a host',
  hostMemoryGiB: 'memory of a host, GiB',
  hostVms: 'machines on a host',
  hostVcpus: 'vCPUs on a host',
  vcpusPerCore: 'vCPUs per core of a host',
  vcpusPerHostCore: 'vCPUs of a machine per core of its host',
  clusterHosts: 'hosts of a cluster',
  clusterVms: 'machines of a cluster',
  disks: 'disks of a machine',
  nics: 'network adapters of a machine',
  checkpoints: 'checkpoints of a machine',
};
