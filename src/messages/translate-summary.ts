import { area } from '../message.ts';

/** What address translation comes to: the opening of its pages. */
export const translateSummaryWords = area('translateSummary', {
  exact: {
    en: 'Every access was simulated; sizes of walk caches and nested TLBs are not published, and the bands show what others would change.',
    zh: '每次访问都经过模拟；遍历缓存与嵌套 TLB 的大小没有公开，图中的带状区域表示其他大小会带来的变化。',
  },
  useRather: { en: 'Use {title} rather than {title2}.', zh: '采用{title}，而不是{title2}。' },
  cyclesOf: {
    en: '{total:prose} of {total2:prose} {total2|cycle|cycles} per access.',
    zh: '每次访问的 {total2:prose} 个周期中节省 {total:prose}。',
  },
  questionModes: {
    en: 'What does translating an address cost under each kind of page table?',
    zh: '在各种页表下，转换一个地址的开销是多少？',
  },
  bestTakes: {
    en: '{title} takes {total:prose} {total|cycle|cycles} per access.',
    zh: '{title}每次访问需 {total:prose} 个周期。',
  },
  nothing: { en: 'Nothing', zh: '无' },
  sureModes: {
    en: '{EXACT} Most prices of shadow work are estimated, hence its interval.',
    zh: '{EXACT}影子页表相关工作的价格多为估计，其区间由此而来。',
  },
  changeModes: {
    en: 'The price of page-table work under {title} ({low:prose} to {high:prose} {high|cycle|cycles} per access) and how often the guest changes its tables.{interactions}',
    zh: '{title}下页表维护的价格（每次访问 {low:prose} 至 {high:prose} 个周期），以及客户机修改页表的频率。{interactions}',
  },
  oneByOne: {
    en: ' Other features are below, one change at a time.',
    zh: '其他特性列在下方，每次只改变一项。',
  },
  largerPages: {
    en: 'Larger pages, and a footprint inside or beyond the reach of the TLBs.',
    zh: '更大的页，以及占用空间是否超出 TLB 的覆盖范围。',
  },
  compareAll: { en: 'Compare with --mmu all.', zh: '用 --mmu all 进行比较。' },
  oneMode: { en: 'one mode alone was asked about.', zh: '目前只询问了一种模式。' },
  cycles: { en: '{total:prose} {total|cycle|cycles}', zh: '{total:prose} 个周期' },
  perAccess: { en: 'per access', zh: '每次访问' },
  dearestOverCheapest: { en: 'Dearest over cheapest', zh: '最高与最低之比' },
  times: { en: '{total:prose} {total|time|times}', zh: '{total:prose} 倍' },
  accesses: { en: 'Accesses', zh: '访问数' },
  questionSpaces: {
    en: 'What does translation cost with several address spaces, tags and events?',
    zh: '有多个地址空间、标签和事件时，地址转换的开销是多少？',
  },
  walksPerAccess: {
    en: '{walks} walks per access{cycles}.',
    zh: '每次访问 {walks} 次页表遍历{cycles}。',
  },
  andCycles: {
    en: ', {cycles:prose} {cycles|cycle|cycles} per access',
    zh: '，{cycles:prose} 个周期',
  },
  sureSpaces: {
    en: '{EXACT} Events have the prices of the host, each with its interval.',
    zh: '{EXACT}各事件采用宿主机的价格，并各有区间。',
  },
  changeSpaces: {
    en: 'The price of {label} ({low:prose} to {high:prose} {high|cycle|cycles} each), and how long a process runs before the next.',
    zh: '{label}的价格（每次 {low:prose} 至 {high:prose} 个周期），以及进程切换之间运行多久。',
  },
  changeRun: {
    en: 'How long a process runs before the next, and how much it touches meanwhile.',
    zh: '进程在切换之前运行多久，以及其间触及多少内存。',
  },
  tags: { en: 'Tags: {title}.', zh: '标签：{title}。' },
  tagsGain: {
    en: '{x:prose} % of the translation cycles without tags.',
    zh: '节省无标签时地址转换周期的 {x:prose}%。',
  },
  noTags: { en: 'Nothing to save by tags here.', zh: '此处用标签节省不了什么。' },
  noTagsWhy: {
    en: 'address spaces do not alternate, or caches hold nothing over a switch.',
    zh: '地址空间不交替，或者切换后缓存中已无可保留的内容。',
  },
  walks: { en: 'Walks', zh: '页表遍历' },
  references: { en: 'References', zh: '访存' },
  perAccessBoth: {
    en: 'per access, guest and host tables',
    zh: '每次访问，客户机与宿主机页表合计',
  },
  cyclesName: { en: 'Cycles', zh: '周期' },
  switches: { en: 'Switches', zh: '切换' },
  dropped: {
    en: '{dropped:count} {dropped|translation|translations} dropped',
    zh: '丢弃 {dropped:count} 项转换',
  },
  tlb: {
    en: '{entries:count} {entries|entry|entries} of {page}, {ways:digits} {ways|way|ways}',
    zh: '{page} 页的 {entries:count} 个表项，{ways:digits} 路',
  },
  questionSweep: {
    en: 'How many TLB entries, and how associative, does this stream need?',
    zh: '这一访问流需要多少 TLB 表项，多少路组相联？',
  },
  noGeometry: { en: 'No geometry was asked about.', zh: '没有询问任何 TLB 结构。' },
  sureSweep: {
    en: 'Exact for least recently used replacement: every geometry saw every access. Each is one TLB alone; real ones replace otherwise.',
    zh: '对最近最少使用（LRU）替换是精确的：每种结构都经历了全部访问。每种都是单独的一个 TLB；实际 TLB 的替换策略有所不同。',
  },
  changeSweep: {
    en: 'A second level in front or behind, invalidations, and another stream of accesses.',
    zh: '前后的另一级 TLB、失效操作，以及不同的访问流。',
  },
  use2M: { en: 'Use 2M pages.', zh: '使用 2M 页。' },
  insteadOf: {
    en: '{missRatio:prose} instead of {missRatio2:prose} {missRatio2|miss|misses} per access, with no more entries.',
    zh: '每次访问的未命中由 {missRatio2:prose} 降为 {missRatio:prose}，表项不增加。',
  },
  enough: { en: '{enough} are enough.', zh: '{enough} 即已足够。' },
  enoughGain: {
    en: '{missRatio:prose} {missRatio|miss|misses} per access; more bring less than 5 %.',
    zh: '每次访问 {missRatio:prose} 次未命中；再多的表项改善不到 5%。',
  },
  nothingToChoose: { en: 'Nothing to choose.', zh: '没有可选项。' },
  oneGeometry: { en: 'one geometry alone.', zh: '只有一种结构。' },
  fewest: { en: 'Fewest misses', zh: '最少未命中' },
  perAccessTlb: { en: 'per access; {best}', zh: '每次访问；{best}' },
  most: { en: 'Most misses', zh: '最多未命中' },
  perAccessMost: { en: 'per access; {worst}', zh: '每次访问；{worst}' },
  geometries: { en: 'Geometries', zh: '结构数' },
  onePass: { en: 'from one pass', zh: '一次遍历得出' },
  questionCurve: {
    en: 'How many misses are left as a structure grows?',
    zh: '结构增大时还剩多少未命中？',
  },
  curve: {
    en: 'From {missRatio:prose} {missRatio|miss|misses} per access with {first} entries to {missRatio2:prose} with {last}.',
    zh: '从 {first} 个表项时每次访问 {missRatio:prose} 次未命中，到 {last} 个表项时 {missRatio2:prose} 次。',
  },
  sureCurve: {
    en: '{share:prose} % of the pages were followed; the widest 95 % interval is {low:prose} to {high:prose}, at {widest} entries.',
    zh: '跟踪了 {share:prose}% 的页；最宽的 95% 区间为 {low:prose} 至 {high:prose}，出现在 {widest} 个表项处。',
  },
  changeCurve: {
    en: 'A larger share of the pages narrows the intervals; limited associativity adds misses.',
    zh: '跟踪更大比例的页会缩小区间；有限的相联度会增加未命中。',
  },
  enoughEntries: { en: '{enough} entries are enough.', zh: '{enough} 个表项即已足够。' },
  entries: { en: '{point} entries', zh: '{point} 个表项' },
  missesFromTo: {
    en: '{low:prose} to {high:prose} {high|miss|misses} per access',
    zh: '每次访问 {low:prose} 至 {high:prose} 次未命中',
  },
  fromTo: {
    en: '{low:prose} to {high:prose} per access',
    zh: '每次访问 {low:prose} 至 {high:prose}',
  },
  questionSample: {
    en: 'What does translation cost, estimated from a part of the run?',
    zh: '由部分运行估计，地址转换的开销是多少？',
  },
  sureSample: {
    en: '{share:prose} % of the accesses, in {windows:digits} {windows|window|windows} of {windowAccesses:count}; intervals of 95 %.',
    zh: '访问的 {share:prose}%，共 {windows:digits} 个窗口，每个 {windowAccesses:count} 次；区间为 95%。',
  },
  changeSample: {
    en: 'Most of the interval is {widest} (± {widest2:prose} {widest2|cycle|cycles} per access).',
    zh: '区间的大部分来自{widest}（每次访问 ± {widest2:prose} 个周期）。',
  },
  intervalNow: {
    en: 'the interval is ± {x:prose} {x|cycle|cycles} now.',
    zh: '目前区间为 ± {x:prose} 个周期。',
  },
  cyclesOfTranslation: { en: 'Cycles of translation', zh: '地址转换周期' },
  toMemory: { en: 'References to memory', zh: '到内存的访存' },
  sampling: { en: 'sampling', zh: '抽样' },
  unseen: { en: 'behaviour no window saw', zh: '没有窗口见到的行为' },
  warmUp: { en: 'the warm-up', zh: '预热' },
});
