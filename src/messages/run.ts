import { area } from '../message.ts';

/** The page of a run and what `run` prints. */
export const runWords = area('run', {
  title: { en: 'What virtualization costs: {scenario}', zh: '虚拟化的开销：{scenario}' },
  lead: {
    en: '{vms:count} {vms|VM|VMs} on {hosts:count} {hosts|host profile|host profiles} under {techniques:count} {techniques|technique|techniques}: {cells:count} {cells|cell|cells} beside bare metal, by what causes the cost.',
    zh: '{vms:count} 台虚拟机、{hosts:count} 种宿主机配置、{techniques:count} 种虚拟化技术：共 {cells:count} 个单元与裸机对比，并按开销的成因分解。',
  },
  studyHeading: { en: '{title}: {asks}', zh: '{title}：{asks}' },
  moreRows: {
    en: 'and {rows:digits} more rows: in the report and --json',
    zh: '另有 {rows:digits} 行，见报告与 --json',
  },
  interrupted: {
    en: '\ninterrupted: finished jobs are kept in {folder}; the same command goes on from there.',
    zh: '\n已中断：完成的任务保存在 {folder}，再次执行同一命令将从此处继续。',
  },
  resumed: {
    en: '{resumed:digits} of {jobs:digits} {jobs|job|jobs} were taken from an interrupted run.',
    zh: '{jobs:digits} 个任务中有 {resumed:digits} 个取自中断的运行。',
  },
  results: {
    en: 'results: {folder}/{files}, run.json{report}',
    zh: '结果：{folder}/{files}, run.json{report}',
  },
  report: { en: '; report: {folder}/index.html', zh: '；报告：{folder}/index.html' },
  shardDone: {
    en: 'Shard {index:digits}/{shards:digits} of {scenario}: {cells:count} {cells|cell|cells}; what follows from all of them is said at the merge.',
    zh: '{scenario} 的分片 {index:digits}/{shards:digits}：{cells:count} 个单元；需要全部单元的结论在合并时给出。',
  },
  shardNext: {
    en: 'Join the shards with: virtcost merge FOLDERS... --out DIR',
    zh: '合并分片：virtcost merge 文件夹... --out 目录',
  },
  failedCells: {
    en: '{cells:count} {cells|cell has|cells have} no row; the same command tries again:',
    zh: '{cells:count} 个单元没有结果；再次执行同一命令会重试：',
  },
  failedMore: {
    en: '  and {left:count} more: in run.json',
    zh: '  另有 {left:count} 个，见 run.json',
  },
  brokenJob: {
    en: '{study}: a job of {cells:count} {cells|cell|cells} broke what ran it: {reason}',
    zh: '{study}：含 {cells:count} 个单元的任务使其执行者崩溃：{reason}',
  },
  inShort: { en: 'Running, in short', zh: '运行开销概要' },
  overCases: { en: 'over {cases:digits} {cases|case|cases}', zh: '{cases:digits} 种情形' },
  rangesText: {
    en: 'Ranges span the workloads, hosts and page sizes of this run; each case stands in the table below.',
    zh: '区间涵盖本次运行的全部工作负载、宿主机和页大小；每种情形列在下方表中。',
  },
  noneUsed: { en: 'none', zh: '无' },
  // Overhead by technique.
  overheadTitle: { en: 'Overhead by technique', zh: '各虚拟化技术的开销' },
  overheadText: {
    en: 'Overhead is cycles under the technique divided by cycles on bare metal, minus one; idle time is never overhead. Bars are stacked by cost part; a hatched part has a known path and no measured number. The line through the total is the interval propagated from the sources.',
    zh: '开销等于该技术下的时钟周期数除以裸机的周期数再减一；空闲时间不计入开销。条形按开销成分堆叠；斜线部分表示路径已知但没有实测数值。穿过总值的横线是由数据来源传播得到的区间。',
  },
  moreCombinations: {
    en: '{left:digits} more combinations of workload and host are in the table.',
    zh: '另有 {left:digits} 种工作负载与宿主机的组合列在表中。',
  },
  pagesTitle: {
    en: 'With {guest} guest and {page} host pages',
    zh: '客户机页 {guest}、宿主机页 {page}',
  },
  casesTitle: { en: 'Every case', zh: '全部情形' },
  casesTable: { en: 'Every case as a row', zh: '每行一种情形' },
  largestPart: { en: '{part} {share:overhead}', zh: '{part} {share:overhead}' },
  bareAlone: { en: 'Bare metal alone: nothing to compare.', zh: '只有裸机，没有可比较的对象。' },
  leastMost: {
    en: 'Least: {best} at {least:overhead}; most: {worst} at {most:overhead}.{cut}',
    zh: '最低：{best}，{least:overhead}；最高：{worst}，{most:overhead}。{cut}',
  },
  barsCut: {
    en: ' Bars and intervals that go on past the scale end in ▸; the number is whole.',
    zh: '超出坐标范围的条形和区间以 ▸ 结尾，数字为完整值。',
  },
  // Address translation.
  translationTitle: { en: 'Address translation by page size', zh: '不同页大小下的地址转换' },
  translationText: {
    en: 'Every data access is translated by a simulated TLB and, on a miss, by a page walk whose references go through the simulated caches. Bare metal, containers, shadow and registered tables walk one table; nested paging walks guest and host tables, up to 24 references for 4K on 4K. Larger pages on both sides shorten walks and make the TLB reach further.',
    zh: '每次数据访问都由模拟的 TLB 转换；未命中时进行页表遍历，其访存经过模拟的各级缓存。裸机、容器、影子页表和直接注册的页表只遍历一张表；嵌套页表要遍历客户机和宿主机两级表，4K 对 4K 时最多 24 次访存。两侧都使用大页可以缩短遍历并扩大 TLB 的覆盖范围。',
  },
  pairsTitle: { en: 'Translation cycles per access', zh: '每次访问的地址转换周期' },
  pairsText: {
    en: 'One mark per kind of walk and page-size pair; further right costs more.{first}',
    zh: '每个标记对应一种遍历方式和一对页大小；越靠右开销越大。{first}',
  },
  pairsFirst: {
    en: ' The first {drawn:digits} of {all:digits} are drawn; the table has all.',
    zh: '图中只画出 {all:digits} 项中的前 {drawn:digits} 项，表中列出全部。',
  },
  // Events.
  eventsTitle: {
    en: 'What each technique charges for each event',
    zh: '各虚拟化技术对每种事件的开销',
  },
  eventsTitleOf: { en: '{title} ({host}; bars: {vm})', zh: '{title}（{host}；条形图：{vm}）' },
  eventsText: {
    en: 'Cycles per event, derived from three anchors of the host. Idle time (HLT) is never a cost.',
    zh: '每种事件的时钟周期数，由宿主机的三个基准值推算。空闲时间（HLT）从不计为开销。',
  },
  heatMapTitle: {
    en: 'Cycles per event and technique on {host}',
    zh: '{host} 上各事件在各技术下的周期数',
  },
  heatMapText: {
    en: 'Each cell prints cycles and a mark for how the number is known; darker is dearer, on a logarithmic scale.',
    zh: '每格给出周期数及表示数值依据的标记；颜色越深开销越大，对数刻度。',
  },
  eventBarsTitle: { en: 'The events under every technique', zh: '各技术下的全部事件' },
  eventBarsText: {
    en: 'Cycles of all events, stacked by cost part; bare metal is what any technique pays at least.',
    zh: '全部事件的周期数，按开销成分堆叠；裸机是任何技术至少要付出的部分。',
  },
  knobsTitle: { en: 'Knobs by effect', zh: '按效果排列的调节项' },
  knobsText: {
    en: 'Change against hardware-assisted virtualization with EPT and virtio, for these events; negative is a gain.',
    zh: '就这些事件而言，相对于采用 EPT 与 virtio 的硬件辅助虚拟化的变化；负值表示改善。',
  },
  knobsTable: { en: 'Cycles added by one change', zh: '单项改动增加的周期' },
  kvmXenTitle: { en: 'KVM against Xen', zh: 'KVM 与 Xen 对比' },
  kvmXenText: {
    en: 'Cycles per operation, unverified: recalled from a paper of which the abstract was read.',
    zh: '每次操作的周期数，未核实：凭记忆引自一篇只读过摘要的论文。',
  },
  kvmXenTable: { en: 'Cycles per operation', zh: '每次操作的周期数' },
  containersTitle: { en: 'Containers against virtual machines', zh: '容器与虚拟机对比' },
  containersText: {
    en: 'Published figures, one source each; machines differ between rows.',
    zh: '均为公开数据，每项一个来源；各行所用机器不同。',
  },
  containersTable: { en: 'Containers beside VMs', zh: '容器与虚拟机并列' },
  hostsTitle: { en: 'Host profiles', zh: '宿主机配置' },
  hostTitle: { en: '{title} ({id})', zh: '宿主机：{title}（{id}）' },
});
