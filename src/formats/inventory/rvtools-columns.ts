/**
 * Columns by every name a version of RVTools gives them: MB and MiB titles, and those of its switch -DBColumnNames,
 * which begin with the name of their tab.
 */
export const columnNames = {
  vInfo: {
    vm: ['VM', 'vInfoVMName'],
    id: ['VM ID', 'vInfoObjectID', 'vInfoVMID', 'VM UUID', 'vInfoUUID'],
    power: ['Powerstate', 'vInfoPowerstate'],
    template: ['Template', 'vInfoTemplate'],
    vcpus: ['CPUs', 'vInfoCPUs'],
    memory: ['Memory', 'Size MiB', 'Size MB', 'vInfoMemory'],
    provisioned: ['Provisioned MiB', 'Provisioned MB', 'vInfoProvisioned'],
    used: ['In Use MiB', 'In Use MB', 'vInfoInUse'],
    host: ['Host', 'vInfoHost'],
    cluster: ['Cluster', 'vInfoCluster'],
    datacenter: ['Datacenter', 'vInfoDataCenter'],
    vcenter: ['VI SDK Server', 'vInfoVISDKServer'],
    os: [
      ...['OS according to the configuration file', 'vInfoOS', 'OS according to the VMware Tools'],
      ...['vInfoOSTools', 'OS'],
    ],
    path: ['Path', 'vInfoPath'],
    pool: ['Resource pool', 'vInfoResourcepool'],
    ruleKinds: ['Cluster rule(s)', 'vInfoClusterRules'],
    rules: ['Cluster rule name(s)', 'vInfoClusterRuleNames'],
  },
  vHost: {
    host: ['Host', 'vHostName'],
    cluster: ['Cluster', 'vHostCluster'],
    datacenter: ['Datacenter', 'vHostDatacenter'],
    vcenter: ['VI SDK Server', 'vHostVISDKServer'],
    sockets: ['# CPU', 'vHostNumCpu'],
    coresPerSocket: ['Cores per CPU', 'vHostCoresPerCPU'],
    cores: ['# Cores', 'vHostNumCpuCores'],
    speed: ['Speed', 'vHostCpuMhz'],
    model: ['CPU Model', 'vHostCpuModel'],
    memory: ['# Memory', 'vHostMemorySize'],
    cpuUse: ['CPU usage %', 'vHostOverallCpuUsage'],
    memoryUse: ['Memory usage %', 'vHostOverallMemoryUsage'],
    maintenance: ['in Maintenance Mode', 'vHostinMaintenanceMode', 'vHostMaintenanceMode'],
    quarantine: ['in Quarantine Mode', 'vHostinQuarantineMode'],
    connection: ['Connection state', 'vHostConnectionState', 'Power state', 'vHostPowerState'],
    vms: ['# VMs', 'vHostVMs'],
    vcpus: ['# vCPUs', 'vHostvCPUs'],
    vram: ['vRAM', 'vHostvRAM'],
  },
  vCPU: {
    vm: ['VM', 'vCPUVMName'],
    id: ['VM ID', 'vCPUObjectID', 'vCPUVMID', 'VM UUID', 'vCPUUUID'],
    vcenter: ['VI SDK Server', 'vCPUVISDKServer'],
    reservation: ['Reservation', 'vCPUReservation'],
  },
  vMemory: {
    vm: ['VM', 'vMemoryVMName'],
    id: ['VM ID', 'vMemoryObjectID', 'vMemoryVMID', 'VM UUID', 'vMemoryUUID'],
    vcenter: ['VI SDK Server', 'vMemoryVISDKServer'],
    reservation: ['Reservation', 'vMemoryReservation'],
    consumed: ['Consumed', 'vMemoryConsumed'],
  },
  vSnapshot: {
    vm: ['VM', 'vSnapshotVMName'],
    id: ['VM ID', 'vSnapshotObjectID', 'vSnapshotVMID', 'VM UUID', 'vSnapshotUUID'],
    vcenter: ['VI SDK Server', 'vSnapshotVISDKServer'],
    name: ['Name', 'vSnapshotName'],
    taken: ['Date / time', 'vSnapshotDateTime', 'vSnapshotDate'],
    size: ['Size MiB (total)', 'Size MB (total)', 'vSnapshotSizeTotal', 'Size MiB', 'Size MB'],
  },
  vPartition: {
    vm: ['VM', 'vPartitionVMName'],
    id: ['VM ID', 'vPartitionObjectID', 'vPartitionVMID', 'VM UUID', 'vPartitionUUID'],
    vcenter: ['VI SDK Server', 'vPartitionVISDKServer'],
    disk: ['Disk', 'vPartitionDisk'],
    capacity: ['Capacity MiB', 'Capacity MB', 'vPartitionCapacity'],
    consumed: ['Consumed MiB', 'Consumed MB', 'vPartitionConsumed'],
  },
  vHealth: {
    name: ['Name', 'vHealthName'],
    message: ['Message', 'vHealthMessage'],
    type: ['Message type', 'vHealthMessageType'],
  },
  vFileInfo: {
    path: ['Friendly Path Name', 'Path', 'vFileInfoFriendlyPathName'],
    bytes: ['File Size in bytes', 'vFileInfoFileSizeInBytes', 'vFileInfoFileSize'],
  },
  vMetaData: {
    created: ['xlsx creation datetime', 'creation datetime'],
  },
  vDisk: {
    vm: ['VM', 'vDiskVMName'],
    id: ['VM ID', 'vDiskObjectID', 'vDiskVMID', 'VM UUID', 'vDiskUUID'],
    vcenter: ['VI SDK Server', 'vDiskVISDKServer'],
    capacity: ['Capacity MiB', 'Capacity MB', 'vDiskCapacityMiB', 'vDiskCapacity'],
    thin: ['Thin', 'vDiskThin'],
    path: ['Path', 'Disk Path', 'vDiskPath'],
  },
  vDatastore: {
    name: ['Name', 'vDatastoreName'],
    capacity: ['Capacity MiB', 'Capacity MB', 'vDatastoreCapacity', 'vDatastoreCapacityMiB'],
    provisioned: ['Provisioned MiB', 'Provisioned MB', 'vDatastoreProvisioned'],
    used: ['In Use MiB', 'In Use MB', 'vDatastoreInUse'],
    free: ['Free MiB', 'Free MB', 'vDatastoreFreeSpace', 'vDatastoreFree'],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

export type RvtoolsTab = keyof typeof columnNames;

export const rvtoolsTabs = Object.keys(columnNames) as RvtoolsTab[];

/** A tab's name as its workbook or its CSV file has it: RVTools_tabvInfo, tabvInfo and vInfo are one. */
export function rvtoolsTab(name: string): RvtoolsTab | undefined {
  const bare = name
    .replace(/\.(csv|txt|tsv)(\.gz)?$/i, '')
    .replace(/^.*(?:rvtools_?)?tab(?=v[A-Z])/i, '')
    .toLowerCase();
  return rvtoolsTabs.find((tab) => tab.toLowerCase() === bare);
}
