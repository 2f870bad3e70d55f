/** Words of page sharing, disks, schedulers, overcommit, availability and containers. */
export const memoryAndDisksCellWords = {
  // Schedulers and overcommit.
  cpu: 'CPU',
  free: '空闲',
  shared: '共享',
  ballooned: '气球回收',
  compressed: '压缩',
  swapped: '换出',
  high: '高',
  clear: '清空',
  soft: '软',
  hard: '硬',
  low: '低',
  blocked: '阻塞',
  consumed: '已占用',
  'active (working sets)': '活跃（工作集）',
  throttled: '被限流',
  'co-stopped': '协同停止',
  // Page sharing.
  saved: '节省',
  'net of rmap_items': '扣除 rmap_items 后',
  'after 10 s': '10 s 后',
  'after 1 min': '1 分钟后',
  'after 10 min': '10 分钟后',
  'KSM, max_page_sharing 256': 'KSM，max_page_sharing 256',
  'KSM with use_zero_pages': '启用 use_zero_pages 的 KSM',
  'ESX page sharing between VMs': '虚拟机之间的 ESX 页共享',
  'ESX page sharing inside each VM (salted)': '各虚拟机内部的 ESX 页共享（加盐）',
  'sharing whole 2 MiB pages': '共享整个 2 MiB 页',
  'one pass at snapshot or clone time': '快照或克隆时扫描一遍',
  'zero pages only': '仅全零页',
  'shared base image (linked clones, page cache of containers)':
    '共享基础镜像（链接克隆、容器的页缓存）',
  'mem-merge=off for a VM, echo 2 > /sys/kernel/mm/ksm/run for the host':
    '虚拟机用 mem-merge=off，宿主机用 echo 2 > /sys/kernel/mm/ksm/run',
  'Mem.ShareForceSalting=2 (the default since ESXi 6.0)':
    'Mem.ShareForceSalting=2（ESXi 6.0 起的默认值）',
  'Mem.ShareScanTime=0 turns sharing off altogether': 'Mem.ShareScanTime=0 完全关闭共享',
  'as for 4 KiB pages': '同 4 KiB 页',
  'do not clone across tenants': '不跨租户克隆',
  'not needed: all that can be learned is that a page was zero':
    '不需要：所能得知的只是某页曾为全零',
  'one base image per tenant': '每个租户一个基础镜像',
  'zero pages count as any other content': '全零页与其他内容同样计',
  'zero pages map the kernel zero page and need no rmap_item':
    '全零页映射到内核零页，不需要 rmap_item',
  'only 4 KiB pages: large pages are shared once pressure has broken them':
    '仅 4 KiB 页：大页在内存压力下被打散后才共享',
  'the salt is the uuid of the VM': '盐值为虚拟机的 uuid',
  'keeps huge pages intact; no product does it': '保持大页完整；没有产品这样做',
  'no scanner afterwards: every write loses its page for good':
    '此后没有扫描器：每次写入都永久失去该共享页',
  'what free page reporting and ballooning give without a scanner':
    '空闲页上报与气球无需扫描器即可得到的部分',
  'non-zero pages equal to the same place of the first VM; no scanner':
    '与第一台虚拟机同一位置相同的非零页；没有扫描器',
  'A write to a shared page is slower by the copy (1.6 us at best here, against tens of ns): a tenant learns which pages its neighbours hold.':
    '写入共享页要多付一次复制（此处最快 1.6 us，而非几十 ns）：租户由此得知邻居持有哪些页。',
  'Reads leak too, and merging decides where a page lies in memory, which steers Rowhammer.':
    '读也会泄露信息；合并决定页在内存中的位置，可被 Rowhammer 利用。',
  // Disks.
  'walked, 2 % held by each layer': '逐层查找，每层持有 2%',
  'local NVMe SSD': '本地 NVMe SSD',
  raw: 'raw',
  'file system': '文件系统',
  'partition table': '分区表',
  'both: allocated, but a hole of the file': '兼有：已分配，但为文件空洞',
  'in the missing base, or zero': '在缺失的基础镜像中，或为零',
  'allocated clusters': '已分配的簇',
  'compressed clusters': '压缩的簇',
  fragmented: '碎片化',
  'kept behind zeroes': '零簇之后保留',
  'free inside the file': '文件内的空闲',
  'held by snapshots alone': '仅由快照持有',
  'L2 cache for the whole disk': '覆盖整个磁盘的 L2 缓存',
  'L2 cache for the tables in use': '覆盖在用表的 L2 缓存',
  'in use: not to be trusted': '使用中：不可信',
  // Availability.
  'data under way': '有数据在途',
  'idle, keep-alive on': '空闲，启用保活',
  'idle, keep-alive off': '空闲，未启用保活',
  rounds: '轮数',
  'few-pages': '剩余页少',
  detection: '检测',
  fencing: '隔离',
  // Containers.
  'its own pages': '自有页',
  'its share of the files': '所分摊的文件页',
  'kernel stacks': '内核栈',
  'page tables': '页表',
  'slab (namespaces, cgroups, overlay, process)': 'slab（命名空间、cgroup、overlay、进程）',
  'per-CPU memory': '每 CPU 内存',
  'whole machine': '整机',
  'no quota': '无配额',
} as const;
