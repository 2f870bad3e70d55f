import { area } from '../message.ts';

/** What snapshots cost: the opening of its pages. */
export const blocksSummaryWords = area('blocksSummary', {
  whereRate: { en: 'Use {title} where the rate counts.', zh: '看重速率时采用{title}。' },
  rateGain: {
    en: '{best} instead of {worst} requests/s under {title}.',
    zh: '每秒 {best} 次请求，而{title}为 {worst} 次。',
  },
  whereWear: { en: 'Use {title} where wear counts.', zh: '看重磨损时采用{title}。' },
  wearGain: {
    en: '{totalWriteAmplification:prose} {totalWriteAmplification|byte|bytes} written for one of the guest, tables included.',
    zh: '客户机每写 1 字节，含元数据共写 {totalWriteAmplification:prose} 字节。',
  },
  question: {
    en: 'What do snapshots cost these requests, under each discipline?',
    zh: '在各种快照方式下，快照使这些请求付出多少？',
  },
  sentence: {
    en: '{title} serves these requests fastest, {best} a second{best2}. {input}, on {title2} at queue depth {depth:digits}.',
    zh: '{title}处理这些请求最快，每秒 {best} 次{best2}。{input}，位于 {title2}，队列深度 {depth:digits}。',
  },
  nothing: { en: 'Nothing', zh: '无' },
  slowest: { en: '; {title} slowest, {worst}', zh: '；{title}最慢，{worst} 次' },
  sureReplay: {
    en: 'Copies, tables and lookups were counted by replaying every request; rates follow from the device profile, whose numbers are below with their sources.',
    zh: '复制、元数据与查找通过重放每个请求计数；速率由设备配置得出，其数值连同来源列在下方。',
  },
  changeReplay: {
    en: 'Where writes land: local writes pay the copy once, scattered ones go on paying. More snapshots kept and a smaller grain move every discipline.',
    zh: '写入的位置：局部写入只付一次复制，分散写入则不断付出。保留更多快照和更小的粒度对各种方式都有影响。',
  },
  compare: {
    en: 'Compare others with --discipline all.',
    zh: '用 --discipline all 与其他方式比较。',
  },
  oneAlone: { en: 'one discipline alone was asked about.', zh: '只询问了一种方式。' },
  fastest: { en: 'Fastest: {title}', zh: '最快：{title}' },
  perS: { en: '{best} requests/s', zh: '{best} 请求/s' },
  slowestName: { en: 'Slowest: {title}', zh: '最慢：{title}' },
  perSWorst: { en: '{worst} requests/s', zh: '{worst} 请求/s' },
  leastWritten: { en: 'Least written', zh: '写入最少' },
  times: {
    en: '{totalWriteAmplification:prose} {totalWriteAmplification|time|times}',
    zh: '{totalWriteAmplification:prose} 倍',
  },
  withTables: { en: '{title}, tables included', zh: '{title}，含元数据' },
  questionSchedule: {
    en: 'How much space does a snapshot schedule take, and what does it add to writes?',
    zh: '快照计划占用多少空间，使写入增加多少？',
  },
  scheduled: {
    en: 'The disk takes {spaceBytes} at most, with {kept:count} {kept|snapshot|snapshots} of {span}. {lead}',
    zh: '磁盘最多占用 {spaceBytes}，{span} 保留 {kept:count} 个快照。{lead}',
  },
  sureSchedule: {
    en: 'Every write of the schedule was replayed on the block map; nothing is sampled. The pattern stands for the guest.',
    zh: '计划中的每次写入都在块映射上重放，没有抽样。该模式代表客户机。',
  },
  changeSchedule: {
    en: 'How many distinct blocks the guest writes between two snapshots, and how many snapshots are kept.',
    zh: '客户机在两次快照之间写入多少不同的块，以及保留多少快照。',
  },
  oneFewer: { en: 'Keep one snapshot fewer.', zh: '少保留一个快照。' },
  oneFewerGain: { en: 'about {each} of space.', zh: '约 {each} 空间。' },
  nothingToSave: { en: 'Nothing to save.', zh: '无可节省。' },
  noGrowth: { en: 'the schedule takes no growing space.', zh: '该计划不占用增长的空间。' },
  mostSpace: { en: 'Most space', zh: '最大空间' },
  interval: { en: 'interval {interval:digits}', zh: '第 {interval:digits} 个间隔' },
  atEnd: { en: 'Space at the end', zh: '结束时的空间' },
  snapshots: { en: '{n:count} {n|snapshot|snapshots}', zh: '{n:count} 个快照' },
  intervals: { en: 'Intervals', zh: '间隔数' },
  bringBack: { en: 'Bring back the missing base image.', zh: '找回缺失的基础镜像。' },
  bringBackGain: {
    en: 'the disk cannot be read whole without it.',
    zh: '没有它就无法读出整个磁盘。',
  },
  deleteInternal: { en: 'Delete the internal snapshots.', zh: '删除内部快照。' },
  repair: {
    en: 'Repair leaked clusters (qemu-img check -r leaks).',
    zh: '修复泄漏的簇（qemu-img check -r leaks）。',
  },
  discard: { en: 'Discard clusters that read as zero.', zh: '丢弃读出为零的簇。' },
  back: { en: '{gain} back.', zh: '收回 {gain}。' },
  questionInspect: {
    en: 'What is in this disk image, and what of it can be had back?',
    zh: '该磁盘镜像中有什么，其中多少可以收回？',
  },
  sureMissing: {
    en: 'The base is missing: what is below it is unknown.',
    zh: '缺少基础镜像：其下的内容未知。',
  },
  sureWalked: {
    en: 'The map was walked whole{check}; the file was only read.',
    zh: '已完整遍历映射{check}；文件只被读取。',
  },
  refcounts: { en: ', and the refcounts were checked', zh: '，并检查了引用计数' },
  changeInspect: {
    en: 'A guest that runs: what it writes after this moment is not in the map.',
    zh: '运行中的客户机：此刻之后的写入不在映射中。',
  },
  nothingToReclaim: { en: 'Nothing to reclaim.', zh: '无可回收。' },
  noLeaked: {
    en: 'no leaked, zeroed or snapshot-only clusters.',
    zh: '没有泄漏、清零或仅由快照持有的簇。',
  },
  size: { en: 'Size of the disk', zh: '磁盘大小' },
  data: { en: 'Data', zh: '数据' },
  extents: { en: '{n:count} {n|extent|extents}', zh: '{n:count} 个区段' },
  inside: { en: 'Snapshots inside', zh: '内部快照' },
});
