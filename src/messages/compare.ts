import { area, vocabulary } from '../message.ts';

/** Figures that bounds of a scenario and comparisons name. */
export const figureNames = vocabulary('figure-name', {
  zh: {
    overhead: '开销',
    total: '总开销',
    vmsPerHost: '每台宿主机的虚拟机数',
    price: '价格',
    memory: '内存',
    diskLatency: '磁盘延迟',
    diskSpace: '磁盘空间',
    snapshotCpu: '快照 CPU',
    pause: '停机时间',
    migrationTime: '迁移时间',
    whileMigrating: '迁移期间的减速',
    shared: '共享内存',
    'exits/s': '退出/秒',
    '% of exits': '退出占比 %',
    'us/exit': '微秒/次退出',
  },
});

/** Two stored runs beside each other: what changed beyond noise and intervals. */
export const compareWords = area('compare', {
  page: { en: 'Two runs compared', zh: '两次运行的比较' },
  nothingInCommon: {
    en: 'The runs have no case in common.{alone}',
    zh: '两次运行没有共同的案例。{alone}',
  },
  noneDiffers: {
    en: 'No figure of {all:digits} differs{within}.{alone}',
    zh: '{all:digits} 项结果均无差异{within}。{alone}',
  },
  within: {
    en: '; {moved:digits} moved within noise or intervals',
    zh: '；{moved:digits} 项在噪声或区间之内变动',
  },
  differ: {
    en: '{differing:digits} of {all:digits} {all|figure|figures} differ; most of all {figure} of {name}: {before} became {after}{by}.{alone}',
    zh: '{all:digits} 项结果中有 {differing:digits} 项有差异；差异最大的是 {name} 的 {figure}：{before} 变为 {after}{by}。{alone}',
  },
  by: { en: ' ({change:overhead})', zh: '（{change:overhead}）' },
  alone: {
    en: ' {cases:digits} {cases|case is|cases are} in one run alone.',
    zh: '{cases:digits} 个案例只在一次运行中。',
  },
  verdictsTitle: { en: 'Verdicts by figure', zh: '各项结果的判定' },
  verdictsText: {
    en: 'How many cases of each figure a scenario can bound have which verdict.',
    zh: '场景可设界限的每项结果中，各判定的案例数。',
  },
  exitVerdictsText: {
    en: 'How many exit reasons have which verdict: by their rate or share, and by the time of one exit where both files have it.',
    zh: '各判定的退出原因数：按速率或占比，以及（两份文件都有时）按每次退出的时间。',
  },
  changesTitle: { en: 'What changed, largest first', zh: '变化（最大者在前）' },
  changesText: {
    en: 'Figures that are not the same in both runs.',
    zh: '两次运行中不相同的结果。',
  },
  section: { en: 'What changed', zh: '变化' },
  question: {
    en: 'What changed between the two runs, beyond noise and intervals?',
    zh: '两次运行之间，除噪声与区间之外有什么变化？',
  },
  confidence: {
    en: 'Changes below {floor:percent} are not called differences: constants are not known finer. {overlap:digits} of {all:digits} {all|figure|figures} moved with intervals that overlap: not sure.',
    zh: '小于 {floor:percent} 的变化不算差异：常数的精度不高于此。{all:digits} 项结果中有 {overlap:digits} 项变动而区间重叠：不确定。',
  },
  wouldChange: {
    en: 'Narrower intervals: measured costs in place of estimated ones turn overlaps into differences or into none.',
    zh: '更窄的区间：以实测开销代替估计值，可使重叠变为有差异或无差异。',
  },
  exitsPage: { en: 'Two exit profiles compared', zh: '两份退出剖析的比较' },
  exitsQuestion: {
    en: 'What changed between the two exit profiles of a guest?',
    zh: '一台客户机的两份退出剖析之间有什么变化？',
  },
  exitsSure: {
    en: 'Counts have the interval of independent arrivals (95 %), and changes below {floor:percent} are not called differences; times of an exit have none. A guest that did other work differs too.',
    zh: '计数取独立到达的区间（95%），小于 {floor:percent} 的变化不算差异；每次退出的时间没有区间。客户机所做的工作不同也会造成差异。',
  },
  exitsWouldChange: {
    en: 'Longer recordings of the same work narrow the intervals; recordings before the change, twice, show what work alone does.',
    zh: '对同样工作的更长记录可缩小区间；在变更之前记录两次，可看出工作本身带来的差异。',
  },
  noTime: {
    en: 'no time is known of both: shares of exits are compared, not rates (--seconds)',
    zh: '两者的时长未知：比较的是占退出的比例，而非速率（--seconds）',
  },
  look: { en: 'Look at {figure} of {name}.', zh: '查看 {name} 的 {figure}。' },
  fromTo: { en: '{before} to {after}.', zh: '{before} 变为 {after}。' },
  nothingToDo: { en: 'Nothing to look at.', zh: '无需查看。' },
  noDifference: {
    en: 'no figure differs beyond noise and intervals.',
    zh: '没有结果的差异超出噪声与区间。',
  },
  nothingShared: {
    en: 'Compare runs of the same VMs, hosts, techniques and page sizes.',
    zh: '请比较虚拟机、宿主机、技术与页大小相同的运行。',
  },
  noCommonCase: { en: 'these two have no case in common.', zh: '这两次运行没有共同的案例。' },
  aloneTitle: { en: 'Cases of one run alone', zh: '只在一次运行中的案例' },
  aloneText: {
    en: 'A case is a VM on a host under a technique with page sizes.',
    zh: '一个案例是一台虚拟机、一台宿主机、一种技术与一组页大小。',
  },
  differing: { en: 'Differ', zh: '有差异' },
  ofFigures: { en: 'of {all:digits} {all|figure|figures}', zh: '共 {all:digits} 项结果' },
  notSure: { en: 'Not sure', zh: '不确定' },
  overlap: { en: 'intervals overlap', zh: '区间重叠' },
  inNoise: { en: 'Within the noise floor', zh: '在噪声之内' },
  same: { en: 'The same', zh: '相同' },
  inOneRun: { en: 'In one run alone', zh: '只在一次运行中' },
  cases: { en: 'cases', zh: '案例' },
  more: { en: 'and {left:digits} more rows: in --json', zh: '另有 {left:digits} 行：见 --json' },
  onlyInA: { en: 'only in A: {names:list}', zh: '只在 A 中：{names:list}' },
  onlyInB: { en: 'only in B: {names:list}', zh: '只在 B 中：{names:list}' },
});
