import { area } from '../message.ts';

/** Page sharing: its pages and their opening. */
export const dedupWords = area('dedup', {
  set: { en: 'Set {name}.', zh: '设置 {name}。' },
  moreNet: { en: '{profitBytes} more net.', zh: '净收益增加 {profitBytes}。' },
  net: { en: '{savedBytes} net{crossesTenants}.', zh: '净收益 {savedBytes}{crossesTenants}。' },
  acrossTenants: {
    en: '; shares across tenants, {switchOff} turns that off',
    zh: '；会跨租户共享，{switchOff} 可将其关闭',
  },
  question: {
    en: 'How much memory does sharing equal pages give back, and how soon?',
    zh: '共享相同的页能收回多少内存，需要多久？',
  },
  sureCounted: {
    en: 'Equal pages were counted, not sampled; what KSM reaches of them follows the kernel’s own rules. Memory that changes while it is scanned gives less.',
    zh: '相同的页是逐一统计的，没有抽样；KSM 能达到其中多少遵循内核自身的规则。扫描期间变化的内存收益更少。',
  },
  surePopulation: {
    en: 'A population stands for real memory: its shares of zero, equal and changing pages decide the answer.',
    zh: '群体代表真实内存：其全零页、相同页与变化页的比例决定结果。',
  },
  wouldChange: {
    en: 'How fast pages change: a page written between two scans is not merged. Other guests beside these bring other pages to share.',
    zh: '页的变化速度：在两次扫描之间被写入的页不会合并。同处的其他客户机会带来更多可共享的页。',
  },
  leave: { en: 'Leave the knobs as they are.', zh: '保持各调节项不变。' },
  noMore: { en: 'no setting tried frees more.', zh: '所试的设置都不能释放更多。' },
  lookedAt: { en: 'Memory looked at', zh: '所看的内存' },
  zero: { en: '{x:prose} % zero', zh: '全零页占 {x:prose}%' },
  mostFrees: { en: 'Most that sharing frees', zh: '共享最多可释放' },
  equalPages: { en: 'equal 4 KiB pages, zero pages included', zh: '相同的 4 KiB 页，含全零页' },
  ksmNet: { en: 'KSM frees, net', zh: 'KSM 释放，净收益' },
  structures: { en: 'its own structures paid', zh: '已扣除其自身结构' },
  after: { en: 'After', zh: '所需时间' },
  twoScans: { en: 'two scans on a quiet host', zh: '空闲宿主机上的两次扫描' },
  sets: { en: 'Sets looked at', zh: '所看的集合' },
  equalTable: { en: 'Equal blocks at every granularity', zh: '各粒度下的相同块' },
  equalTitle: {
    en: 'Equal memory, by block size and by pair of VMs',
    zh: '相同的内存，按块大小与虚拟机对',
  },
  equalText: {
    en: 'Counted exactly over every page. Larger blocks share less: one differing page spoils the block. What is left when sharing between VMs is switched off is the column “saved inside VMs only”.',
    zh: '对每一页精确统计。块越大共享越少：一页不同就使整块不同。关闭虚拟机之间的共享后所剩的是“仅虚拟机内节省”一列。',
  },
  barsTitle: {
    en: 'Memory that is zero, freed by sharing, and kept',
    zh: '全零、共享释放与保留的内存',
  },
  barsText: {
    en: 'One bar a block size: the middle part is what sharing non-zero blocks frees.',
    zh: '每种块大小一条：中段为共享非零块所释放的内存。',
  },
  matrixTitle: { en: 'Sharing matrix', zh: '共享矩阵' },
  matrixText: {
    en: 'Non-zero pages of the VM in the row whose content the VM in the column has too; the diagonal counts duplicates inside one VM.',
    zh: '行中虚拟机的非零页里，内容也存在于列中虚拟机的页数；对角线为单台虚拟机内部的重复。',
  },
  policiesTitle: { en: 'Policies on the same memory', zh: '同一内存的各种策略' },
  policiesText: { en: 'What sharing across tenants gives away.', zh: '跨租户共享会泄露什么。' },
  policiesTable: { en: 'Policies, settled', zh: '各策略的稳定状态' },
  overTime: { en: 'KSM over time', zh: 'KSM 随时间的变化' },
  mostBy: { en: '90 % after {seconds:seconds}', zh: '{seconds:seconds} 后达 90%' },
  overTimeText: {
    en: 'Nothing merges before the second scan. Seconds are for a quiet host; a busy one takes up to {toFixed} times as long.',
    zh: '第二次扫描之前不会合并任何页。秒数对应空闲宿主机；繁忙时最多为其 {toFixed} 倍。',
  },
  knobs: {
    en: 'One knob changed at a time, best net profit first',
    zh: '每次改变一个调节项，净收益最好者在前',
  },
  ksmTitle: {
    en: 'KSM over time, and what its knobs buy',
    zh: 'KSM 随时间的变化，以及其调节项的作用',
  },
  ksmText: {
    en: 'Which page merges in which wake-up is simulated exactly; seconds come from measured costs (whole scans: 19 % median error) and the kernel timer.',
    zh: '哪一页在哪次唤醒时合并是精确模拟的；秒数来自实测开销（整轮扫描：中位误差 19%）与内核定时器。',
  },
  apartTitle: { en: 'Machines that start at different times', zh: '不同时间启动的机器' },
  apartTable: {
    en: 'Two equal pages, by the full scans between their starts',
    zh: '两个相同的页，按两者启动之间的完整扫描次数',
  },
  apartText: {
    en: 'Machines are taken to start together. With smart_scan (6.7 and later, on by default) a page that has not merged is looked at in one scan of nine in the end, and two equal pages merge only in a scan that looks at both: of what two machines started at other times hold alike, {two} % never merges, of three {three} %, from four on all does. Without smart_scan it merges in the second scan.',
    zh: '此处假定各机器同时启动。启用 smart_scan（6.7 及以后，默认开启）时，未合并的页最终每九次扫描只查看一次，而两个相同的页只有在同一次扫描中都被查看时才会合并：不同时间启动的两台机器的相同内容中，{two}% 永不合并，三台为 {three}%，四台及以上全部合并。关闭 smart_scan 时，在第二次扫描即合并。',
  },
  stormTitle: {
    en: 'A storm of writes: restart, migration, patch day',
    zh: '写入风暴：重启、迁移、补丁日',
  },
  stormChart: { en: 'Memory saved from the moment of the writes on', zh: '从写入时刻起节省的内存' },
  stormChartText: {
    en: 'The writes take their memory at once; what KSM counts as saved follows when it comes by.',
    zh: '写入立即占用内存；KSM 计为节省的部分要等它扫描到时才跟上。',
  },
  profitTitle: { en: 'Profit against scan rate', zh: '收益与扫描速率' },
  profitText: {
    en: 'general_profit (saved less rmap_items) reached after a time, by pages_to_scan: below zero while pages are only being looked at.',
    zh: '一段时间后达到的 general_profit（节省减去 rmap_items），按 pages_to_scan：页只被查看而未合并时为负。',
  },
  cpuTitle: {
    en: 'Time to 90 % of the saving against ksmd CPU, by pages_to_scan',
    zh: '达到 90% 节省的时间与 ksmd 的 CPU，按 pages_to_scan',
  },
  cpuText: {
    en: 'Each mark is one pages_to_scan: further left saves sooner, further up costs more CPU.',
    zh: '每个标记对应一个 pages_to_scan：越靠左节省越早，越靠上耗费 CPU 越多。',
  },
  recalled: {
    en: 'kernel {release}: no run was recorded between 6.1 and 6.12; its rules are recalled.',
    zh: '内核 {release}：6.1 与 6.12 之间没有实录；其规则凭记忆。',
  },
  page: { en: 'Page sharing', zh: '页共享' },
  risk: { en: 'security: {risk} [{source}]', zh: '安全：{risk}[{source}]' },
  storm: {
    en: '\nrewriting {share:digits} % of the pages: {cowBreaks:digits} {cowBreaks|copy|copies} on first write, {toFixed} s of guest time ({toFixed2} to {toFixed3}); {lostBytes:digits} MiB of the saving stays lost.',
    zh: '\\n改写 {share:digits}% 的页：首次写入时复制 {cowBreaks:digits} 次，客户机耗时 {toFixed} s（{toFixed2} 至 {toFixed3}）；节省中的 {lostBytes:digits} MiB 不再恢复。',
  },
  stormText: {
    en: 'Once KSM has settled, {share:digits} % of all pages are rewritten with new contents. The guests copy {cowBreaks:count} shared pages at their first write, which costs them {value} s in all ({low} to {high}); {lost:digits} MiB of the saving do not come back.',
    zh: 'KSM 稳定之后，{share:digits}% 的页被改写为新内容。客户机在首次写入时复制 {cowBreaks:count} 个共享页，合计耗时 {value} s（{low} 至 {high}）；节省中的 {lost:digits} MiB 不再恢复。',
  },
  action: { en: '{title:capital}.', zh: '{title:capital}。' },
});
