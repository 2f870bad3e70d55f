import { area } from '../message.ts';

/** Pages and tables of address translation. */
export const translateWords = area('translate', {
  closedForm: { en: 'Closed form beside the simulation', zh: '闭式解与模拟对照' },
  closedFormText: {
    en: 'Steady state of independent references; the simulation is the judge.',
    zh: '独立访存的稳态；以模拟为准。',
  },
  modesTable: { en: 'Cycles per access by MMU mode', zh: '各 MMU 模式每次访问的周期' },
  modesTitle: {
    en: 'One stream of accesses, every kind of page table',
    zh: '同一访问流，各种页表',
  },
  modesText: {
    en: "Translation is simulated; the monitor's work is the counted events times their prices on {title}. Most prices of shadow work are estimated, hence the interval.",
    zh: '地址转换由模拟得出；监控程序的工作等于计数的事件乘以其在 {title} 上的价格。影子页表相关工作的价格多为估计，区间由此而来。',
  },
  walkTitle: { en: 'What a walk costs', zh: '一次页表遍历的开销' },
  walkText: {
    en: 'References of a cold walk are (g + 1)(h + 1) - 1 for g guest and h host levels. Sizes of walk caches and nested TLBs are not published: the band below shows what other sizes would change.',
    zh: '冷遍历的访存次数为 (g + 1)(h + 1) - 1，其中 g 为客户机页表级数，h 为宿主机页表级数。遍历缓存与嵌套 TLB 的大小没有公开：下方的带状区域表示其他大小会带来的变化。',
  },
  footprintTitle: {
    en: 'Cycles per access as the footprint grows',
    zh: '占用空间增大时每次访问的周期',
  },
  footprintText: {
    en: 'Random accesses; the dotted lines are the reaches of the TLBs, {told}.',
    zh: '随机访问；点线为各级 TLB 的覆盖范围，{told}。',
  },
  shadowAhead: {
    en: 'Shadow paging stays ahead of nested paging over the whole range.',
    zh: '在整个范围内影子页表始终优于嵌套页表。',
  },
  nestedAhead: {
    en: 'Nested paging is ahead of shadow paging over the whole range.',
    zh: '在整个范围内嵌套页表始终优于影子页表。',
  },
  cross: {
    en: 'The lines cross at {crossing:prose} changes per 1000 visits of pages: beyond, nested paging beats shadow paging.',
    zh: '两线相交于每访问 1000 次页 {crossing:prose} 次变动处：超过此值，嵌套页表优于影子页表。',
  },
  churnTitle: {
    en: 'Shadow against nested as page tables change',
    zh: '页表变动增多时影子页表与嵌套页表的对比',
  },
  churnText: { en: '{costs} 1 GiB of random accesses.', zh: '{costs}1 GiB 的随机访问。' },
  counts: { en: 'Counts of the simulation', zh: '模拟计数' },
  served: { en: 'What held the references', zh: '访存由哪一级满足' },
  servedText: {
    en: 'References by the first cache level that had their line.',
    zh: '按最先持有该缓存行的缓存级别统计的访存次数。',
  },
  cyclesPerAccess: { en: 'Cycles per access', zh: '每次访问的周期' },
  upperBound: {
    en: 'An upper bound: no walk overlaps other work.',
    zh: '这是上界：遍历不与其他工作重叠。',
  },
  estimates: { en: 'Estimates per access', zh: '每次访问的估计值' },
  estimatesText: {
    en: 'What each interval is made of stands behind it.',
    zh: '每个区间由哪些部分组成列在其后。',
  },
  sampled: {
    en: 'Translation takes {estimate:prose} cycles per access, between {low:prose} and {high:prose} with 95 % confidence, from {toFixed} % of the accesses.',
    zh: '地址转换每次访问需 {estimate:prose} 个周期，95% 置信区间为 {low:prose} 至 {high:prose}，取自 {toFixed}% 的访问。',
  },
  sampleTitle: { en: 'Estimated from a sample', zh: '抽样估计' },
  sampleText: {
    en: '{toFixed} % of {accesses:count} {accesses|access|accesses} were simulated, in {windows:digits} {windows|window|windows} of {windowAccesses:count}, one at a random place of each equal part of the run. A window starts with empty structures; its last quarter is measured. The interval has three parts. Sampling: the windows differ. Unseen: a kind of behaviour that no window was drawn of, as cheap as nothing or as dear as the dearest start from empty structures. Warm-up: references of which the warm-up cannot say whether older state would have held them, counted once as hits and once as misses. The middle of the interval is no better known than the rest of it where warm-up is most of it.',
    zh: '对 {accesses:count} 次访问中的 {toFixed}% 进行了模拟，共 {windows:digits} 个窗口，每个 {windowAccesses:count} 次，运行过程等分后每份随机取一个窗口。窗口从空的结构开始，只测量最后四分之一。区间由三部分组成。抽样：各窗口之间的差异。未见：没有被任何窗口抽到的行为，其开销可能为零，也可能与从空结构开始时的最大开销相当。预热：预热无法判断更早的状态是否会命中的访存，分别按命中与未命中计一次。若区间大部分来自预热，则区间中点并不比其余部分更可信。',
  },
  windowsTitle: { en: 'Cycles per access of each window', zh: '各窗口每次访问的周期' },
  windowsText: {
    en: 'Each bar reaches from all unknown references hitting to all missing; the shaded band is the 95 % interval of the mean.',
    zh: '每条竖线从未知访存全部命中到全部未命中；阴影带为均值的 95% 区间。',
  },
  sweepTable: { en: 'Misses per access by sets and ways', zh: '按组数与路数的每次访问未命中' },
  sweepTableText: {
    en: 'Some of the ways; the charts have a table of every geometry.',
    zh: '只列出部分路数；各图的数据表列出全部结构。',
  },
  missesOf: {
    en: '{missRatio:prose} misses per access ({entries:count} {entries|entry|entries} of {page}, {ways:digits} {ways|way|ways})',
    zh: '每次访问 {missRatio:prose} 次未命中（{page} 页，{entries:count} 个表项，{ways:digits} 路）',
  },
  fromTo: { en: 'From {worst} to {best}.', zh: '从{worst}到{best}。' },
  sweepTitle: {
    en: 'Misses of every TLB size and associativity',
    zh: '各种 TLB 大小与相联度下的未命中',
  },
  sweepText: {
    en: '{rows:digits} {rows|geometry|geometries} from one pass over the accesses, exact for least recently used replacement: each is one TLB alone, with nothing invalidated. A second level sees only what the first lets through, which changes little where it is several times larger.',
    zh: '对访问进行一次遍历即得到 {rows:digits} 种结构的结果，对最近最少使用（LRU）替换是精确的：每种都是单独的一个 TLB，没有失效操作。第二级只看到第一级未命中的访问，若其大数倍则影响很小。',
  },
  sweepChart: {
    en: 'Misses per access of one TLB of {page} pages',
    zh: '{page} 页的单个 TLB 每次访问的未命中',
  },
  sweepChartText: {
    en: 'Further down is better; the dotted lines are the TLBs of {title} ({told} entries).',
    zh: '越低越好；点线为 {title} 的 TLB（{told} 个表项）。',
  },
  bandTitle: {
    en: 'What unpublished walk-cache sizes could change',
    zh: '未公开的遍历缓存大小可能带来的变化',
  },
  bandText: {
    en: 'Nested {guestPage} on {hostPage}, random accesses: the band reaches from a quarter to four times the sizes of the profile, whose cycles are 100 %.',
    zh: '嵌套页表，客户机页 {guestPage}、宿主机页 {hostPage}，随机访问：带状区域为配置大小的四分之一至四倍，配置值的周期为 100%。',
  },
  mapTitle: { en: 'References per walk by page-size pair', zh: '各页大小组合下每次遍历的访存' },
  mapText: {
    en: 'Random accesses to 64 GiB with the walk caches of the host: larger pages, fewer references.',
    zh: '对 64 GiB 的随机访问，采用宿主机的遍历缓存：页越大，访存越少。',
  },
  stepsTitle: { en: 'What each walk cache spares', zh: '每种遍历缓存节省了什么' },
  stepsText: {
    en: 'Nested 4K on 4K, random accesses to 4 GiB, from no walk caches to all of the profile.',
    zh: '嵌套页表，4K 对 4K，对 4 GiB 的随机访问，从没有遍历缓存到具备配置中的全部缓存。',
  },
  countsText: {
    en: 'Kinds of events that did not happen are left out.',
    zh: '未发生的事件种类不列出。',
  },
  eventsTable: { en: 'Events and their price', zh: '事件及其价格' },
  eventsText: {
    en: 'Each event at its price on {host}.',
    zh: '每种事件采用其在 {host} 上的价格。',
  },
  turnsTitle: { en: 'What tags save as turns become longer', zh: '轮转变长时标签节省的开销' },
  turnsText: {
    en: 'Four processes of 1 MiB each, random accesses, nested 4K on 4K: without tags every turn walks its pages anew.',
    zh: '四个各 1 MiB 的进程，随机访问，嵌套页表 4K 对 4K：没有标签时每次轮转都要重新遍历其页。',
  },
  tagsTitle: { en: 'Tags of cached translations', zh: '缓存的转换所带的标签' },
  tagsText: {
    en: 'With PCID, VPID (ASID on AMD) and EPTP tags a switch of address space leaves what the TLBs and walk caches hold; without them it flushes, and guest-physical translations alone stay.',
    zh: '有 PCID、VPID（AMD 上为 ASID）与 EPTP 标签时，切换地址空间会保留 TLB 与遍历缓存的内容；没有标签则会清空，只剩客户机物理地址的转换。',
  },
  policiesTitle: { en: 'This run under each kind of tags', zh: '本次运行在各种标签下' },
  policiesText: {
    en: 'Translation cycles per access; the same accesses and switches.',
    zh: '每次访问的地址转换周期；访问与切换相同。',
  },
  tagsSave: { en: ' Tags save {toFixed} % of translation.', zh: '标签节省地址转换的 {toFixed}%。' },
  spacesTakes: {
    en: 'Translation takes {total:prose} cycles per access.{tagged}',
    zh: '地址转换每次访问需 {total:prose} 个周期。{tagged}',
  },
  tagsSaveTitle: { en: 'What tags save', zh: '标签节省了什么' },
  tagsSaveText: {
    en: '{switches:digits} {switches|switch|switches}, {exits:digits} VM exits and {invalidations:digits} {invalidations|invalidation|invalidations} in {accesses:digits} {accesses|access|accesses}.',
    zh: '{accesses:digits} 次访问中有 {switches:digits} 次切换、{exits:digits} 次 VM 退出和 {invalidations:digits} 次失效。',
  },
  nestedEvents: { en: 'Events of nested tables', zh: '嵌套页表的事件' },
  nestedEventsText: {
    en: '{firstTouch:digits} {firstTouch|violation|violations}, {misconfigurations:digits} {misconfigurations|misconfiguration|misconfigurations}, {logging:digits} large host mappings split; {tableWrites:digits} {tableWrites|access|accesses} to guest tables counted as writes.',
    zh: '{firstTouch:digits} 次缺页（EPT violation），{misconfigurations:digits} 次配置错误（EPT misconfiguration），拆分 {logging:digits} 个宿主机大页映射；{tableWrites:digits} 次对客户机页表的访问计为写。',
  },
  curveTitle: {
    en: 'Misses of fully associative structures of any size',
    zh: '任意大小的全相联结构的未命中',
  },
  curveText: {
    en: "From twelve groups of pages, each {share:prose} % of all, by a hash of the page number: all references to a page are kept or none. The interval is that of the twelve groups' mean. Least recently used replacement, {page} pages.",
    zh: '取十二组页，每组为全部的 {share:prose}%，按页号的散列值选取：对一页的访存要么全部保留，要么全部舍弃。区间为十二组均值的区间。最近最少使用（LRU）替换，{page} 页。',
  },
  curveChart: { en: 'Misses per access by entries', zh: '各表项数下每次访问的未命中' },
  curveChartText: {
    en: 'Further down is better; the band is the 95 % interval.',
    zh: '越低越好；带状区域为 95% 区间。',
  },
  interactionsTitle: {
    en: 'What other features do to each way of paging',
    zh: '其他特性对各种分页方式的影响',
  },
  interactionsText: {
    en: "The same accesses and page-table work on {host}, with one thing changed at a time; cycles per access. Where a change costs one mode and spares another, the choice between them depends on it. The lock is that of the shadow pager alone, with every virtual CPU at the same work. First tables are those a walk starts in: the guest's under nested paging, shadow tables elsewhere; remote ones cost more where no cache holds their lines.",
    zh: '在 {host} 上采用相同的访问与页表操作，每次只改变一项；单位为每次访问的周期。若某项改变使一种模式变慢而不影响另一种，两者的取舍便取决于它。锁只属于影子页表管理程序，所有虚拟 CPU 的工作相同。第一级表是遍历的起点：嵌套页表下是客户机的页表，其他方式下是影子页表；若没有缓存持有其缓存行，远端的表开销更大。',
  },
  oneChange: { en: 'One change at a time', zh: '每次一项改变' },
  oneChangeText: {
    en: 'The largest effect: {interaction}, {setting}, makes {title} {factor:prose} times as costly. Only modes that a change makes at least 0.5 % dearer or cheaper have a mark; the table has all.',
    zh: '最大的影响：{interaction}，{setting}，使{title}的开销变为 {factor:prose} 倍。只标出开销变化至少 0.5% 的模式；全部列在表中。',
  },
  curvePage: { en: 'Misses of large structures', zh: '大型结构的未命中' },
  activityBeside: {
    en: 'page-table activity runs beside the first {accesses:digits} {accesses|access|accesses} of the trace.',
    zh: '页表活动只伴随轨迹的前 {accesses:digits} 次访问。',
  },
  mmuPage: { en: 'Address translation by technique', zh: '各虚拟化技术的地址转换' },
  warmUpWide: {
    en: 'Most of the interval is state the warm-up does not reach: {action}',
    zh: '区间的大部分来自预热未能覆盖的状态：{action}',
  },
  windowsWide: {
    en: 'Most of the interval is what {windows:digits} {windows|window|windows} cannot show: {action}',
    zh: '区间的大部分是 {windows:digits} 个窗口无法显示的：{action}',
  },
  samplePage: { en: 'Address translation, sampled', zh: '抽样的地址转换' },
  accessesOf: {
    en: '{accesses:count} of {pattern} over {size:bytes}',
    zh: '{pattern} 的 {accesses:count} 次访问，占用 {size:bytes}',
  },
  processesNote: {
    en: '{processCount:digits} {processCount|process|processes} in one address space; --process PID keeps one, --by-process tells them apart.',
    zh: '{processCount:digits} 个进程处于同一地址空间；--process PID 只保留一个，--by-process 加以区分。',
  },
  pageSizesNote: {
    en: 'the trace states {pageSizeCount:digits} page sizes; --stated-pages uses each in its place.',
    zh: '轨迹中有 {pageSizeCount:digits} 种页大小；--stated-pages 按其位置使用每一种。',
  },
  spacesShared: {
    en: '{processCount:digits} {processCount|process|processes}: those after the 63rd share an address space.',
    zh: '{processCount:digits} 个进程：第 63 个之后的共用一个地址空间。',
  },
  spacesPage: { en: 'Address translation with tags and events', zh: '带标签与事件的地址转换' },
  sweepPage: { en: 'TLB geometries from one pass', zh: '一次遍历得出的各种 TLB 结构' },
  largerWindow: {
    en: 'a larger --sample-window narrows it.',
    zh: '更大的 --sample-window 可以缩小它。',
  },
  largerShare: {
    en: 'a larger share, or a smaller --sample-window, narrows it.',
    zh: '更大的份额或更小的 --sample-window 可以缩小它。',
  },
  simulated: {
    en: '\n{percent} % of {accesses:digits} {accesses|access|accesses} simulated in {windows:digits} {windows|window|windows} of {windowAccesses:digits}{faster}',
    zh: '\n{accesses:digits} 次访问中模拟了 {percent}%，共 {windows:digits} 个窗口，每个 {windowAccesses:digits} 次{faster}',
  },
  faster: {
    en: ', {times} times as fast as the whole at the pace of the windows',
    zh: '，按窗口的速度计算，速度为全部模拟的 {times} 倍',
  },
  tlbMark: { en: '{tlb} {entries:digits}', zh: '{tlb} {entries:digits}' },
  eventCount: { en: '{events:digits} {label}', zh: '{events:digits} 次{label}' },
});
