import { area } from '../message.ts';

/** The page of stored benchmark results. */
export const benchWords = area('bench', {
  page: { en: 'Benchmarks', zh: '基准测试' },
  question: {
    en: 'How fast are the kernels beside C, JavaScript and packages of npm?',
    zh: '与 C、JavaScript 和 npm 软件包相比，内核有多快？',
  },
  sentence: {
    en: '{beside}{stands:count} of {all:count} ratios stand: least and median CPU time agree within 5 %.{since}{busy}',
    zh: '{beside}{all:count} 个比值中有 {stands:count} 个成立：最短与中位 CPU 时间相差不超过 5%。{since}{busy}',
  },
  since: {
    en: ' Since {name}: {slower:count} slower, {faster:count} faster, {same:count} without a change beyond noise.',
    zh: '自 {name} 以来：{slower:count} 个变慢，{faster:count} 个变快，{same:count} 个的变化未超出噪声。',
  },
  busy: {
    en: ' The machine was busy during {suites:list}: no ratio of these is a claim.',
    zh: '运行 {suites:list} 时机器繁忙：其比值均不作为结论。',
  },
  sure: {
    en: 'Half of the jobs run twice differed by at most {median:percent} from themselves, the most by {most:percent}.',
    zh: '同一任务运行两次，半数相差不超过 {median:percent}，最多 {most:percent}。',
  },
  wouldChange: {
    en: 'Another processor, another version of Node, and whatever else the machine is doing.',
    zh: '换用其他处理器、其他 Node 版本，以及机器上同时进行的其他工作。',
  },
  again: {
    en: 'run {suites:list} again while the machine is idle',
    zh: '在机器空闲时重新运行 {suites:list}',
  },
  claims: { en: 'ratios that are claims', zh: '可作为结论的比值' },
  laterRuns: { en: 'later runs are compared with this one', zh: '以后的运行可与本次比较' },
  baselineOf: { en: '{name} ({date})', zh: '{name}（{date}）' },
  ratios: { en: 'ratios', zh: '比值' },
  stand: { en: '{n:count} stand', zh: '{n:count} 个成立' },
  noiseName: { en: 'noise, A/A', zh: '噪声（A/A）' },
  atMost: { en: 'at most {most:percent}', zh: '最多 {most:percent}' },
  beside: {
    en: 'The kernels run at {mean:short} times the speed of the fastest C twin. ',
    zh: '内核以最快 C 对照程序 {mean:short} 倍的速度运行。',
  },
  besideC: { en: 'kernels beside the fastest C twin', zh: '内核相对最快 C 对照程序' },
  meanOf: {
    en: 'geometric mean of {jobs:count} {jobs|job|jobs}, {low:short} to {high:short}',
    zh: '{jobs:count} 个任务的几何平均，{low:short} 到 {high:short}',
  },
  look: {
    en: 'A look: {all:count} {all|ratio|ratios} of one short round each. None is a claim; a measurement takes longer.',
    zh: '快速查看：{all:count} 个比值，各取一轮短测。均不作为结论；正式测量需要更长时间。',
  },
  leftOut: {
    en: 'No time in a look for: {jobs:list}.',
    zh: '快速查看时间不足，未测：{jobs:list}。',
  },
  times: { en: '{n:short} times', zh: '{n:short} 倍' },
  noise: { en: '{share:percent}', zh: '{share:percent}' },
  gist: {
    en: '{n:count} {n|variant|variants}, noise {noise:percent}',
    zh: '{n:count} 个变体，噪声 {noise:percent}',
  },
  machineShare: {
    en: '{cpu}, Node {node}; others used {others:percent} of its processors before it began.',
    zh: '{cpu}，Node {node}；开始前其他程序占用处理器 {others:percent}。',
  },
  machine: {
    en: '{cpu}, Node {node}, load {load} before it began.',
    zh: '{cpu}，Node {node}，开始前负载 {load}。',
  },
  speedOf: {
    en: '{suite}: speed of each variant against its baseline',
    zh: '{suite}：各变体相对其基准的速度',
  },
  speedText: {
    en: 'Ratio of the least CPU time a slice took, with its range over rounds; above 1 the variant is faster.',
    zh: '每个分片最短 CPU 时间之比及各轮的范围；大于 1 表示该变体更快。',
  },
  twiceOf: { en: '{suite}: the baseline run twice', zh: '{suite}：基准运行两次' },
  twiceText: {
    en: 'What no change at all looks like: smaller ratios than these are noise.',
    zh: '毫无变化时的样子：比这更小的差别即为噪声。',
  },
  changesSince: { en: 'What changed since {name}', zh: '自 {name} 以来的变化' },
  changesText: {
    en: 'A change counts where the ranges are apart and it is larger than what a job run twice shows.',
    zh: '只有范围互不重叠，且大于同一任务运行两次之差的变化才算数。',
  },
  changes: { en: 'Speed before and now', zh: '之前与当前的速度' },
  history: { en: 'History', zh: '历史' },
  historyText: {
    en: 'Speed against the variant it is compared with, in every baseline that was kept.',
    zh: '在每个保留的基线中，相对于所比较变体的速度。',
  },
  speeds: { en: 'Speed by baseline', zh: '各基线的速度' },
});

export const benchHeadings = {
  job: '任务',
  variant: '变体',
  against: '比较对象',
  'speed against it': '相对速度',
  'by medians': '按中位数',
  'ns/op': '纳秒/次',
  'p99 ns/op': 'p99 纳秒/次',
  claim: '结论成立',
  suite: '测试套件',
  suites: '测试套件',
  baseline: '基线',
  'change %': '变化 %',
  'speed, times': '速度，倍',
} as const;

export const benchCells = {
  stands: '成立',
  noisy: '有噪声',
  'no change': '无变化',
  faster: '变快',
  slower: '变慢',
} as const;
