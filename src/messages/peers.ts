import { area, vocabulary } from '../message.ts';

/** What other programs say of the cases of a suite, beside ours. */
export const peerWords = area('peers', {
  title: { en: 'Beside other programs', zh: '与其他程序对照' },
  text: {
    en: 'The same cases by other programs, and by the measured system once more. Error is the distance from what was measured or published; who lies nearer is counted case by case.',
    zh: '同样的案例由其他程序以及被测系统再次给出的结果。误差是与实测或公开值的差距；逐例统计谁更接近。',
  },
  ranLine: { en: '{name}: {ran}', zh: '{name}：{ran}' },
  counted: {
    en: 'nearer than other programs in {ours:digits} of {all:digits} {all|case|cases}, farther in {theirs:digits}',
    zh: '{all:digits} 例中 {ours:digits} 例比其他程序更接近，{theirs:digits} 例更远',
  },
  countedItself: {
    en: '{counted}; one run of the measured system is nearer than virtcost in {theirs:digits} of {all:digits}',
    zh: '{counted}；被测系统的单次运行在 {all:digits} 例中有 {theirs:digits} 例比 virtcost 更接近',
  },
  beside: {
    en: 'beside other programs: {counted}',
    zh: '与其他程序对照：{counted}',
  },
  overview: { en: 'Who lies nearer', zh: '谁更接近' },
  overviewText: {
    en: 'Median error of each over the cases both have a figure for.',
    zh: '双方都有数值的案例中，各自误差的中位数。',
  },
  chart: { en: 'Error of the total time of each migration', zh: '每次迁移总时间的误差' },
  chartText: {
    en: 'Distance from the median of the runs measured with QEMU, in percent; the axis is logarithmic beyond 1 %. A cross at the right edge: it says the migration never finishes, which it did.',
    zh: '与 QEMU 实测各次运行中位数的差距（百分比）；超过 1% 时坐标轴为对数。右缘的叉号：该程序认为迁移永不结束，而实际已结束。',
  },
  cases: { en: 'Case by case', zh: '逐例对照' },
  casesTitle: { en: 'Every case with a figure of another program', zh: '有其他程序数值的所有案例' },
  none: {
    en: 'No other program’s figure is recorded for these cases: what is expected is the only other value.',
    zh: '这些案例没有记录其他程序的数值：期望值是唯一的另一数值。',
  },
  ownRecords: {
    en: 'Figures of other programs are recorded for the cases that are shipped, not for those of --data.',
    zh: '其他程序的数值只针对随附的案例，而非 --data 给出的记录。',
  },
  simGrid: {
    en: 'its live-migration plugin ran every plain pre-copy case with a limit or a link, given RAM, working set, rate of writes and link; 30 ms of stop, which its interface cannot change (scripts/peers/migration.sh).',
    zh: '其热迁移插件运行了所有带限速或链路限制的普通预拷贝案例，输入为内存、工作集、写入速率和链路；停机上限为 30 ms，其接口无法更改（scripts/peers/migration.sh）。',
  },
  cloudSimPlus: {
    en: 'it migrated one machine between two hosts for the same cases, given RAM and link, with the whole bandwidth for migrating; it asks for no writes and has no stop (scripts/peers/migration.sh).',
    zh: '它为同样的案例在两台主机间迁移一台虚拟机，输入为内存和链路，全部带宽用于迁移；它不考虑写入，也没有停机阶段（scripts/peers/migration.sh）。',
  },
  qemuOnce: {
    en: 'the first recorded run of each case; what is expected is the median of all its runs, this one among them, so it is how near the real system comes to itself.',
    zh: '每个案例的首次记录运行；期望值是包括该次在内的所有运行的中位数，因此这表示真实系统与自身的接近程度。',
  },
  cloudSim7: {
    en: 'its PlanetLab example of the same day and policy, which stops after 600 s of the day (fault 207 of its repository).',
    zh: '同一天、同一策略的 PlanetLab 示例，运行到当天第 600 秒即停止（其代码库的第 207 号缺陷）。',
  },
  cloudSimAscii: {
    en: 'the same program, day and policies, with the machines in the ASCII order of their file names instead of the published one.',
    zh: '同一程序、同一天、同样的策略，但虚拟机按文件名的 ASCII 顺序而非公开结果所用的顺序。',
  },
  cloudSimExt4: {
    en: 'the same again, with the machines in the order in which an ext4 file system lists their files.',
    zh: '同上，但虚拟机按 ext4 文件系统列出文件的顺序。',
  },
  virtuoso: {
    en: 'the most references of a nested walk its source states (mmu_virt.cc, 4 x (1 + 4)), read there, not run.',
    zh: '其源码（mmu_virt.cc）给出的嵌套页表遍历最多访问次数 4 x (1 + 4)，为阅读所得，未运行。',
  },
});

/** Programs beside which we are put, as their figures name them. */
export const peerNames = vocabulary('peer', {
  zh: {
    'SimGrid 3.32': 'SimGrid 3.32',
    'CloudSim Plus 8.0.0': 'CloudSim Plus 8.0.0',
    'QEMU 7.2.22, one run': 'QEMU 7.2.22，单次运行',
    'CloudSim 7.0.1': 'CloudSim 7.0.1',
    'CloudSim 3.0.3, files in ASCII order': 'CloudSim 3.0.3，文件按 ASCII 排序',
    'CloudSim 3.0.3, files as ext4 lists them': 'CloudSim 3.0.3，文件按 ext4 列出的顺序',
    Virtuoso: 'Virtuoso',
  },
});
