import { area, vocabulary } from '../message.ts';

/** What rules of licences and sizing are called, what they say, and what to know before their result is used. */
export const ruleWords = vocabulary('rule', {
  zh: {
    'Azure Migrate: effective need and confidence': 'Azure Migrate：有效需求与可信度',
    'effective cores and memory = used x comfort factor; without history the allocation and no comfort factor; stars by available data points: 0-20, 21-40, 41-60, 61-80, 81-100 % are 1 to 5':
      '有效核心与内存 = 用量 × 舒适系数；没有历史时取分配量，不乘舒适系数；按可用数据点评星：0-20、21-40、41-60、61-80、81-100% 为 1 至 5 星',
    'vSphere DPM: what the band says': 'vSphere DPM：区间的判定',
    'target 63 % with tolerance 18: off when all hosts are below 45 % over 40 minutes, on when all are above 81 % over 5 minutes':
      '目标 63%、容差 18：所有宿主机 40 分钟低于 45% 时关机，所有宿主机 5 分钟高于 81% 时开机',
    'vSphere HA: percentage of a cluster kept for failures': 'vSphere HA：为故障保留的集群百分比',
    'for equal hosts failures / hosts of the cluster; at most 50 % can be set':
      '宿主机相同时为 故障数 / 集群宿主机数；最多可设 50%',
    'Use of the hottest vCPU where it is not exported': '未导出时最热 vCPU 的使用率',
    'use + disparity x (vCPU - 1) / vCPU': '使用率 + 不均衡度 ×（vCPU - 1）/ vCPU',
    'Memory of a virt-launcher pod beside its guest': 'virt-launcher pod 在客户机之外的内存',
    'ratio x (memory/512 + fixed + 8 x vCPU + 8 for the IO thread + 32 with graphics + 128 on arm64 + 1,024 with any VFIO device + 256 with SEV + 53 with a TPM + 100 with dedicated CPUs or Guaranteed + 10 per exec probe and 100 with any + 1 with downward metrics + reservedOverhead) MiB; the fixed part by version is 240 (main), 220 (mid), 215 (v223), 210 (v218); ocp_docs is 0.002 x memory + 218 + 8 x vCPU + 16 x graphics + 1,024 x devices':
      '比例 ×（内存/512 + 固定部分 + 8 × vCPU + IO 线程 8 + 有图形 32 + arm64 128 + 任何 VFIO 设备 1,024 + SEV 256 + TPM 53 + 独占 CPU 或 Guaranteed 100 + 每个 exec 探针 10、有探针再加 100 + downward metrics 1 + reservedOverhead）MiB；固定部分按版本为 240（main）、220（mid）、215（v223）、210（v218）；ocp_docs 为 0.002 × 内存 + 218 + 8 × vCPU + 16 × 图形 + 1,024 × 设备',
    'Memory to keep free for draining nodes': '为排空节点保留的内存',
    'nodes drained at once x the highest sum of memory requests of VMs on one node':
      '同时排空的节点数 × 单节点上虚拟机内存请求之和的最大值',
    'Sizing by the 95th percentile, as users of Nutanix Collector do':
      '按第 95 百分位定规格，如 Nutanix Collector 用户所做',
    'ceil(vCPU x P95 x 1.2), at least 1, at most what is there; no data: what is there; memory the same with a floor of 1 GiB':
      'ceil(vCPU × P95 × 1.2)，至少 1，至多现有值；没有数据时取现有值；内存同理，下限 1 GiB',
    'What an OpenShift node keeps for itself': 'OpenShift 节点自留的资源',
    'memory: 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % above; CPU: 0.06 + 0.012 x (threads - 1) cores; OpenShift Virtualization takes 360 MiB, 2 cores and 10 GiB of disk of each worker on top':
      '内存：前 4 GiB 的 25%，其后 4 GiB 的 20%，其后 8 GiB 的 10%，其后 112 GiB 的 6%，以上 2%；CPU：0.06 + 0.012 ×（线程数 - 1）核；OpenShift Virtualization 在每个 worker 上另占 360 MiB、2 核与 10 GiB 磁盘',
    'Swap of a node that overcommits memory (wasp-agent)': '内存超分节点的交换空间（wasp-agent）',
    'swap = memory of the node x (percent / 100 - 1)': '交换空间 = 节点内存 ×（百分比 / 100 - 1）',
    'CPU a virt-launcher pod requests': 'virt-launcher pod 请求的 CPU',
    'each vCPU requests 1/cpuAllocationRatio of a hardware thread (not core); default 10; no effect on dedicated CPUs':
      '每个 vCPU 请求硬件线程（不是核心）的 1/cpuAllocationRatio；默认 10；对独占 CPU 无效',
    'Oracle Database Enterprise Edition: processor licences':
      'Oracle Database Enterprise Edition：处理器许可',
    'ceil(sum of cores x core factor); threads do not count; x86 0.5, POWER 1.0, Ampere 0.25, unlisted 1.0':
      'ceil(核心数之和 × 核心系数)；线程不计；x86 0.5、POWER 1.0、Ampere 0.25，未列出者 1.0',
    'Proxmox VE: subscriptions': 'Proxmox VE：订阅',
    'one per CPU socket and year, whole years from 1 to 5; no licence per VM':
      '每 CPU 插槽每年一份，1 至 5 整年；虚拟机不需许可',
    'CPU ready: milliseconds of a chart and percent': 'CPU ready：图表的毫秒与百分比',
    'percent per vCPU = ready ms / (interval s x 1,000) / vCPUs x 100; samples of 20 s (real time), 300 s (day), 1,800 s (week), 7,200 s (month), 86,400 s (year)':
      '每 vCPU 百分比 = ready ms /（间隔 s × 1,000）/ vCPU 数 × 100；采样间隔 20 s（实时）、300 s（日）、1,800 s（周）、7,200 s（月）、86,400 s（年）',
    'Red Hat Enterprise Linux: subscriptions': 'Red Hat Enterprise Linux：订阅',
    'RHEL Server: ceil(sockets/2) of a physical host, or ceil(VMs/2) of a host, summed over hosts; Virtual Datacenters: ceil(sockets/2) per host for any number of guests, worth it from 3.2 times as many RHEL Server subscriptions':
      'RHEL Server：物理宿主机 ceil(插槽/2)，或每宿主机 ceil(虚拟机/2)，各宿主机相加；Virtual Datacenters：每宿主机 ceil(插槽/2)，客户机数不限，当 RHEL Server 订阅达其 3.2 倍时划算',
    'OpenShift on bare metal: socket-pair subscriptions': '裸机上的 OpenShift：插槽对订阅',
    'at least 1 per server; each covers 2 sockets and at most 128 cores, they stack on one server and never span two; Virtualization Engine is sold for bare metal alone':
      '每台服务器至少 1 份；每份涵盖 2 个插槽、至多 128 核，可在一台服务器上叠加，不跨服务器；Virtualization Engine 仅限裸机',
    'OpenShift by core-pairs': 'OpenShift：按核心对',
    'a core-pair is 2 cores or 4 vCPU, counted over the whole cluster':
      '一个核心对为 2 核或 4 vCPU，按整个集群计',
    'SQL Server: core licences': 'SQL Server：核心许可',
    'by VM: vCPUs, at least 4, with Software Assurance or subscription, the only way per core for Standard; by host: Enterprise only, all cores, at least 4 per CPU; without Software Assurance as many VMs as licences, with it any number':
      '按虚拟机：vCPU 数，至少 4，须有软件保障或订阅，Standard 只能如此按核心计；按宿主机：仅 Enterprise，全部核心，每 CPU 至少 4；没有软件保障时虚拟机数以许可数为限，有则不限',
    'SUSE Linux Enterprise Server: memory per subscription':
      'SUSE Linux Enterprise Server：每份订阅的内存',
    'at most 3 TiB of memory per subscription and instance': '每份订阅、每个实例至多 3 TiB 内存',
    'VMware Cloud Foundation and vSphere Foundation: cores':
      'VMware Cloud Foundation 与 vSphere Foundation：核心',
    'sum over hosts and CPUs of max(16, cores); cores are single licences, no bundles of 16; vSAN: each TiB of raw capacity claimed is one licence, 1 TiB per VCF core is entitled, pooled':
      '对各宿主机与 CPU 求和 max(16, 核心)；按单个核心计，不成 16 个一包；vSAN：每 TiB 所用原始容量一份许可，每个 VCF 核心附带 1 TiB，合并计算',
    'VMware keys an Amazon EVS environment needs': 'Amazon EVS 环境所需的 VMware 密钥',
    'a VCF key of at least 256 cores and a vSAN key of at least 110 TiB per environment':
      '每个环境一个至少 256 核的 VCF 密钥与一个至少 110 TiB 的 vSAN 密钥',
    'Windows Server Standard and Datacenter: core licences':
      'Windows Server Standard 与 Datacenter：核心许可',
    'by server: all physical cores, at least 8 per CPU and 16 per server; Standard covers 2 VMs per full set and whole sets stack, Datacenter any number; by VM: vCPUs, at least 8, with Software Assurance or subscription':
      '按服务器：全部物理核心，每 CPU 至少 8、每服务器至少 16；Standard 每整套涵盖 2 台虚拟机，可整套叠加，Datacenter 不限；按虚拟机：vCPU 数，至少 8，须有软件保障或订阅',
    // What to know before.
    'Off only while HA admission and reservations hold on the hosts that stay.':
      '仅当留下的宿主机仍满足 HA 接纳与预留时才关机。',
    'The constant moves between versions: name the version of the cluster.':
      '该常数随版本变化：请写明集群的版本。',
    'Only Burstable VMs may swap.': '只有 Burstable 虚拟机可以交换。',
    'On vSphere Oracle counts every host a VM can reach: its policy, not its contract, and unverified here.':
      '在 vSphere 上 Oracle 计入虚拟机可达的每台宿主机：这是其政策而非合同，此处未核实。',
    'Prices rise each January (5 to 10 % in 2024).': '价格每年一月上涨（2024 年为 5 至 10%）。',
    'Check your contract: this is arithmetic, no legal answer.':
      '请核对合同：这是算术，不是法律意见。',
    'By VM needs Software Assurance or a subscription.': '按虚拟机须有软件保障或订阅。',
    'Sockets and VMs per subscription are unverified: they are not counted here.':
      '每份订阅的插槽数与虚拟机数未核实：此处不计。',
    'Check your contract: a minimum of 72 cores an order is reported by some guides and absent in others (least_72).':
      '请核对合同：部分指南称每单至少 72 核，另一些没有（least_72）。',
    '0.25 TiB per core of VVF is unverified.': 'VVF 每核 0.25 TiB 未核实。',
    'A host is counted for the VMs that could move to it; a licence is reassigned every 90 days at most.':
      '宿主机按可能迁入的虚拟机计；许可最多每 90 天重新分配一次。',
  },
});

/** What rules answer for inputs. */
export const ruleAnswerWords = area('ruleAnswer', {
  effective: { en: 'Effective: {parts:list}.', zh: '有效需求：{parts:list}。' },
  cores: { en: '{n:digits} cores', zh: '{n:digits} 核' },
  mebibytes: { en: '{n:digits} MiB', zh: '{n:digits} MiB' },
  stars: { en: '{n:digits} of 5 stars', zh: '5 星中的 {n:digits} 星' },
  band: {
    en: 'No host is powered on or off: the band is {low:digits} to {high:digits} %, over {on:digits} minutes above and {off:digits} below.',
    zh: '不开也不关宿主机：区间为 {low:digits} 至 {high:digits}%，高于须满 {on:digits} 分钟，低于须满 {off:digits} 分钟。',
  },
  poweredOn: { en: 'A host is powered on.', zh: '开启一台宿主机。' },
  poweredOff: { en: 'A host is powered off.', zh: '关闭一台宿主机。' },
  kept: { en: '{percent:digits} % of the cluster.', zh: '集群的 {percent:digits}%。' },
  keptTooMuch: {
    en: '{percent:digits} % of the cluster, more than the 50 % that can be set.',
    zh: '集群的 {percent:digits}%，超过可设的 50%。',
  },
  hottest: {
    en: 'The hottest vCPU is at {percent:digits} %.',
    zh: '最热的 vCPU 为 {percent:digits}%。',
  },
  pod: {
    en: 'The pod of a guest of {mem:digits} MiB and {vcpu:digits} vCPU takes {overhead:digits} MiB beside it (version {version}) and requests {request:digits} MiB.',
    zh: '{mem:digits} MiB、{vcpu:digits} vCPU 的客户机，其 pod 另占 {overhead:digits} MiB（版本 {version}），请求 {request:digits} MiB。',
  },
  free: { en: '{mib:digits} MiB are kept free.', zh: '保留 {mib:digits} MiB 空闲。' },
  sized: {
    en: '{vcpus:digits} of {vcpu:digits} vCPU.',
    zh: '{vcpu:digits} vCPU 中的 {vcpus:digits} 个。',
  },
  sizedBoth: {
    en: '{vcpus:digits} of {vcpu:digits} vCPU, {memory:digits} of {mib:digits} MiB.',
    zh: '{vcpu:digits} vCPU 中的 {vcpus:digits} 个，{mib:digits} MiB 中的 {memory:digits}。',
  },
  node: { en: 'The node keeps {what} for itself.', zh: '节点自留 {what}。' },
  nodeMemory: {
    en: '{kept:digits} GiB of {all:digits} GiB',
    zh: '{all:digits} GiB 中的 {kept:digits} GiB',
  },
  nodeCores: {
    en: '{kept:digits} cores of {all:digits} threads',
    zh: '{all:digits} 个线程中的 {kept:digits} 核',
  },
  both: { en: '{one} and {other}', zh: '{one} 与 {other}' },
  swap: {
    en: 'A node of {ram:digits} GiB at {percent:digits} % needs {swap:digits} GiB of swap.',
    zh: '{ram:digits} GiB 的节点按 {percent:digits}% 需要 {swap:digits} GiB 交换空间。',
  },
  threads: {
    en: '{vcpu:digits} vCPU request {threads:digits} hardware threads.',
    zh: '{vcpu:digits} vCPU 请求 {threads:digits} 个硬件线程。',
  },
  processors: {
    en: '{n:digits} processor licences for {cores:digits} cores at {factor:digits}.',
    zh: '{cores:digits} 核、系数 {factor:digits}，需 {n:digits} 份处理器许可。',
  },
  sockets: {
    en: '{n:digits} socket subscriptions, {years:digits} socket-years.',
    zh: '{n:digits} 份插槽订阅，共 {years:digits} 插槽年。',
  },
  ready: {
    en: '{ms:digits} ms in {s:digits} s are {percent:digits} % per vCPU.',
    zh: '{s:digits} s 中的 {ms:digits} ms 为每 vCPU {percent:digits}%。',
  },
  rhelEither: {
    en: '{server:digits} subscriptions of RHEL Server or {datacenters:digits} of Virtual Datacenters; {less} costs less at a price ratio of {factor:digits}.',
    zh: 'RHEL Server {server:digits} 份订阅，或 Virtual Datacenters {datacenters:digits} 份；价格比为 {factor:digits} 时 {less} 更便宜。',
  },
  rhel: { en: '{n:digits} subscriptions of RHEL Server.', zh: 'RHEL Server {n:digits} 份订阅。' },
  socketPairs: {
    en: '{n:digits} socket-pair subscriptions, {each:digits} a server.',
    zh: '{n:digits} 份插槽对订阅，每台服务器 {each:digits} 份。',
  },
  corePairs: { en: '{n:digits} core-pair subscriptions.', zh: '{n:digits} 份核心对订阅。' },
  coresByVm: {
    en: '{n:digits} core licences for {vms:digits} {vms|VM|VMs} of {vcpu:digits} vCPU.',
    zh: '{vms:digits} 台 {vcpu:digits} vCPU 的虚拟机需 {n:digits} 份核心许可。',
  },
  coresAnyVms: {
    en: '{n:digits} core licences of Enterprise for the host, any number of VMs.',
    zh: '宿主机需 {n:digits} 份 Enterprise 核心许可，虚拟机数不限。',
  },
  coresForVms: {
    en: '{n:digits} core licences of Enterprise for the host and {vms:digits} VMs.',
    zh: '宿主机与 {vms:digits} 台虚拟机需 {n:digits} 份 Enterprise 核心许可。',
  },
  suse: {
    en: '{n:digits} subscriptions for {tib:digits} TiB.',
    zh: '{tib:digits} TiB 需 {n:digits} 份订阅。',
  },
  vmware: {
    en: '{cores:digits} cores to license, of {physical:digits} there are{minimum}.',
    zh: '需许可 {cores:digits} 核，实有 {physical:digits} 核{minimum}。',
  },
  minimum: {
    en: ': {n:digits} are paid for by the minimum',
    zh: '：因下限多付 {n:digits} 核',
  },
  evs: {
    en: '{cores:digits} cores and {tib:digits} TiB of vSAN to license.',
    zh: '需许可 {cores:digits} 核与 {tib:digits} TiB vSAN。',
  },
  windowsSet: {
    en: '{n:digits} core licences a set for a server of {sockets:digits} CPUs and {cores:digits} cores.',
    zh: '{sockets:digits} 个 CPU、{cores:digits} 核的服务器每套 {n:digits} 份核心许可。',
  },
  windowsVms: {
    en: '{vms:digits} VMs a server need {standard:digits} core licences of Standard or {datacenter:digits} of Datacenter{from}.',
    zh: '每台服务器 {vms:digits} 台虚拟机需 {standard:digits} 份 Standard 核心许可，或 {datacenter:digits} 份 Datacenter{from}。',
  },
  datacenterFrom: {
    en: '; Datacenter costs less from {n:digits} VMs a server',
    zh: '；每台服务器 {n:digits} 台虚拟机起 Datacenter 更便宜',
  },
});
