import { area, vocabulary } from '../message.ts';

/** Terms of one stored result: titles, remarks, and what is wrong with them. */
export const explainWords = area('explain', {
  title: { en: '{title}: {name} ({id})', zh: '{title}：{name}（{id}）' },
  figure: { en: '\n{figure}: {description}', zh: '\n{figure}：{description}' },
  outdated: {
    en: '\nThe terms no longer add up to the stored result: constants changed since it was made. Run it again.',
    zh: '\n各项之和与存储的结果不再相符：此后常数已改变。请重新运行。',
  },
  unpriced: { en: 'without a price: {event}', zh: '没有单价：{event}' },
  notAsked: { en: '{part}: not asked', zh: '{part}：未询问' },
  host: {
    en: 'Host: {cpus:digits} CPUs planned, {memory:digits} GiB, {price:digits} {currency} a month; prices and memory per core are assumptions unless the scenario states them.',
    zh: '宿主机：计划使用 {cpus:digits} 个 CPU，{memory:digits} GiB，每月 {price:digits} {currency}；除非场景给出，价格与每核内存均为假定。',
  },
  noSnapshots: { en: 'No snapshots: {reason}.', zh: '没有快照：{reason}。' },
  replayOfTrace: {
    en: 'Requests the map adds come from a replay of {trace}; every guest write is durable.',
    zh: '映射所增加的请求来自 {trace} 的重放；客户机的每次写入都已持久化。',
  },
  replayOfSchedule: {
    en: 'Requests the map adds come from a replay of the last interval of the schedule (docs/model/blocks.md); every guest write is durable.',
    zh: '映射所增加的请求来自计划中最后一个间隔的重放（docs/model/blocks.md）；客户机的每次写入都已持久化。',
  },
  hostPageCache: {
    en: 'Data goes through the host\u2019s page cache: its copies are counted, reads it answers and writes it holds back are not taken off: an upper end.',
    zh: '数据经过宿主机页缓存：计入其复制，但未扣除由其应答的读取和由其暂存的写入：为上限。',
  },
  cannotMigrate: { en: 'It cannot migrate: {reason}.', zh: '无法迁移：{reason}。' },
  restIsCopied: {
    en: 'The rest of the pause is memory copied over the link.',
    zh: '停顿的其余部分是经链路复制内存。',
  },
  replayedAt: {
    en: 'Replayed at {share} % of the stated rate of writes: the fixed point of guest speed and slowdown.',
    zh: '以所给写入速率的 {share}% 重放：即客户机速度与减速的不动点。',
  },
  fittedStream: {
    en: 'The writes are one stream fitted to what was seen, replayed at the stated share of its rate; misfit {misfit:short} per degree of freedom, where well above 1 means more than one stream.',
    zh: '写入为对所见情况拟合的一个写入流，按所给速率的份额重放；每自由度的残差为 {misfit:short}，明显大于 1 表示不止一个写入流。',
  },
  replayedMigration: {
    en: 'Total time, pause and bytes come from the replayed migration (docs/model/migration.md).',
    zh: '总时间、停顿与字节数来自迁移的重放（docs/model/migration.md）。',
  },
  nothingShared: { en: 'Nothing is shared: {reason}.', zh: '没有共享：{reason}。' },
  pageCache: {
    en: 'Containers share one page-cache copy of each file of a common layer (overlay2, Docker manual): the shared pages of the VM less one copy for all; estimated.',
    zh: '容器对公共层的每个文件共享页缓存中的一份副本（overlay2，Docker 手册）：即虚拟机的共享页减去共用的一份；为估计值。',
  },
  stillImages: {
    en: 'The pages are those of memory images, which hold still: what changes between two scans would not merge, so the memory back is an upper end.',
    zh: '所用的页来自静止的内存镜像：两次扫描之间变化的页不会合并，因此收回的内存为上限。',
  },
  fromKsm: {
    en: 'Merged pages, scans and their work come from the KSM simulation (docs/model/dedup.md); how often merged pages are written to is the setting `rewritten`, assumed unless stated.',
    zh: '合并的页、扫描及其工作量来自 KSM 模拟（docs/model/dedup.md）；合并页被写入的频度由 `rewritten` 设定，未给出时为假定。',
  },
});

/** Parts of a bill of the density study, within a remark. */
export const billPartWords = vocabulary('bill-part', {
  zh: {
    'running beyond bare metal': '超出裸机的运行开销',
    'migrations of a month, spread over it': '一个月的迁移，分摊到全月',
    'sharing memory': '内存共享',
    'snapshots and map of the disk': '磁盘的快照与映射',
  },
});

/** Why a technique has nothing to explain, as rows store it. */
export const reasonWords = vocabulary('reason', {
  zh: {
    'the guest writes to the device itself: the host has no map, so there are no host snapshots':
      '客户机直接写设备：宿主机没有映射，因此没有宿主机快照',
    'no monitor that could move it': '没有可迁移它的监控机',
    'its device writes memory unseen: classic pass-through cannot migrate (VFIO v2 can)':
      '其设备对内存的写入不可见：传统直通无法迁移（VFIO v2 可以）',
    'one system has the machine for itself': '整台机器由一个系统独占',
    'its memory is pinned for the device': '其内存为设备而固定',
    'no scanner in use under Xen (recalled, unverified)': 'Xen 下没有使用扫描器（凭记忆，未核实）',
    'switched off': '已关闭',
  },
});

/** What the figures are that terms add up to, as columns describe them. */
export const columnWords = vocabulary('column', {
  zh: {
    'the same workload on bare metal': '同一负载在裸机上',
    'under the technique': '在该技术下',
    'base and all that is added': '基础与所有附加',
    'memory beside the guest': '客户机之外的内存',
    'path of one request to the device and back': '一次请求往返设备的路径',
    'CPU time the map adds to one request, with snapshots': '有快照时映射为一次请求增加的 CPU 时间',
    'the same with no snapshot': '同上，无快照',
    'the guest stands still on both sides': '客户机在两端均停止',
    'share of vCPU time lost while it migrates': '迁移期间损失的 vCPU 时间比例',
    'host CPU time beside the guest: splitting and arming the log':
      '客户机之外的宿主机 CPU 时间：拆分大页与启用日志',
    'one write to a merged page': '对已合并页的一次写入',
    'share of vCPU time spent in writes to merged pages': '写入已合并页所占的 vCPU 时间比例',
    'CPU of the scanner for one VM once settled': '稳定后扫描器为一台虚拟机占用的 CPU',
  },
});
