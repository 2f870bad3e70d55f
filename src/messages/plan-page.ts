import { area, vocabulary } from '../message.ts';

/** Titles and prose of the page of `plan`: how full, side by side, how sure, what it hangs on. */
export const planPageWords = area('planPage', {
  title: { en: 'Plan of {source}', zh: '{source} 的规划' },
  clustersMore: {
    en: ' The {shown:digits} tightest of {clusters:digits} {clusters|cluster|clusters}.',
    zh: '{clusters:digits} 个集群中余量最小的 {shown:digits} 个。',
  },
  // How full.
  howFull: { en: 'How full the clusters are', zh: '各集群的占用' },
  headroom: { en: 'Headroom', zh: '余量' },
  headroomText: {
    en: 'Wide bar: promised to machines. Thin dark bar: in use when exported. Triangle and tick: as far as the wide bar may go so that {failures:digits} failed {failures|host|hosts} can be borne (N+{failures:digits}). Dashed line: the limit.{unsized} {past}{more}',
    zh: '宽条：承诺给虚拟机的量。细深条：导出时的用量。三角与刻线：宽条可到达的位置，使 {failures:digits} 台宿主机故障仍可承受（N+{failures:digits}）。虚线：上限。{unsized}{past}{more}',
  },
  unsized: {
    en: ' The export tells no size of storage: its bar is what is written of what was committed.',
    zh: '导出文件未给出存储容量：其条形为已写入占已分配的比例。',
  },
  noBarPast: { en: 'No bar passes its mark.', zh: '没有条形越过其标记。' },
  barsPast: { en: 'Past its mark: {names:list}.', zh: '越过标记：{names:list}。' },
  // Side by side.
  clusterByCluster: { en: 'Cluster by cluster', zh: '逐个集群' },
  sideBySide: { en: 'Plans side by side', zh: '各方案对照' },
  planOf: { en: 'Plan: {name}', zh: '方案：{name}' },
  atBest: { en: 'Unknown states at best', zh: '状态未知：最好情形' },
  atWorst: { en: 'Unknown states at worst', zh: '状态未知：最坏情形' },
  sharesText: {
    en: "CPU and memory: share taken of what the hosts left after the failures offer. First full: what runs out first. Room: more machines of the cluster's average size{brackets}.",
    zh: 'CPU 与内存：占故障后剩余宿主机容量的比例。最先满：最先用尽的资源。余量：还可容纳的平均大小虚拟机{brackets}。',
  },
  inBrackets: { en: '. In brackets: the difference from today', zh: '。括号内为与现状之差' },
  reclaimed: {
    en: 'If machines then touched all their memory, an ESXi host would reclaim it in {each:list}.',
    zh: '若此时虚拟机用尽其全部内存，ESXi 宿主机会在以下集群回收：{each:list}。',
  },
  reclaimedIn: {
    en: '{cluster} (state {state}: {effect})',
    zh: '{cluster}（状态 {state}：{effect}）',
  },
  // Without a place.
  stranded: { en: 'Machines without a place', zh: '没有位置的虚拟机' },
  strandedWhen: {
    en: 'Machines without a place when {failures|a host fails|hosts fail} ({failures:digits})',
    zh: '宿主机故障（{failures:digits} 台）时没有位置的虚拟机',
  },
  strandedText: {
    en: 'The largest hosts of the cluster gone ({failures:digits}), the others packed again, the largest machines first. Another choice could strand others instead; as many have no place in the best packing found.',
    zh: '集群中最大的宿主机离线（{failures:digits} 台），其余重新放置，先放最大的虚拟机。换一种选择可能换成别的虚拟机；在找到的最好放置中，无处放置的数量相同。',
  },
  strandedTable: {
    en: 'Machines without a place, and why',
    zh: '没有位置的虚拟机及原因',
  },
  // How sure.
  howSure: { en: 'How sure we are', zh: '把握有多大' },
  howSureLine: { en: 'how sure: {text}', zh: '把握：{text}' },
  sizesAlone: {
    en: 'the answer rests on sizes alone, what machines were promised and not what they use over time; a trace of several days, given with --load, tells how far the answer moves with the days measured',
    zh: '结论仅依据规格，即承诺给虚拟机的量，而非随时间的用量；用 --load 给出数天的负载，可知结论随测量日期变动多少',
  },
  sizesAloneSentence: {
    en: 'The answer rests on sizes alone, what machines were promised and not what they use over time; a trace of several days, given with --load, tells how far the answer moves with the days measured.',
    zh: '结论仅依据规格，即承诺给虚拟机的量，而非随时间的用量；用 --load 给出数天的负载，可知结论随测量日期变动多少。',
  },
  daysResampled: {
    en: 'The use of the inventory is taken as the mean of the load {load}, which has {days:digits} whole days. The interval resamples those days {resamples:count} {resamples|time|times} (seed {seed:digits}): it tells how far the level would move with other days of the same kind, and cannot show a peak higher than any measured. Memory is not reclaimed from day to day: it counts as promised.',
    zh: '清单中的用量视为负载 {load} 的均值，该负载含 {days:digits} 个整日。区间由这些日子重抽样 {resamples:count} 次得出（种子 {seed:digits}）：它说明换成同类的其他日子水平会变动多少，但不能显示高于实测的峰值。内存不会逐日回收：按承诺量计。',
  },
  singleDay: {
    en: 'The use of the inventory is taken as the mean of the load {load}, which is a single day: no interval can be told from it, give several. Memory is not reclaimed from day to day: it counts as promised.',
    zh: '清单中的用量视为负载 {load} 的均值，该负载只有一天：无法给出区间，请提供多天。内存不会逐日回收：按承诺量计。',
  },
  sharePlanned: {
    en: 'Share of the clock left after failures that the CPU takes, planned for the mean, a percentile or the highest five minutes of the load{brackets}:',
    zh: '按负载的均值、某百分位或最高五分钟规划时，CPU 占故障后剩余主频的比例{brackets}：',
  },
  intervalEnds: {
    en: '; in brackets the ends of a 90 % interval',
    zh: '；括号内为 90% 区间的两端',
  },
  noUse: { en: 'No cluster tells its use of CPU.', zh: '没有集群给出 CPU 用量。' },
  useUnknown: {
    en: 'No use of CPU is known of: {names:list}.',
    zh: '以下集群的 CPU 用量未知：{names:list}。',
  },
  shareTable: {
    en: 'Share of the clock that CPU takes, by what is planned for',
    zh: '按规划目标，CPU 占主频的比例',
  },
  monthsLeft: {
    en: 'months left at {percent:digits} % ({low:digits} to {high:digits}) more machines a month{assumed}: {clusters:semicolons}',
    zh: '按虚拟机每月增长 {percent:digits}%（{low:digits} 至 {high:digits}）{assumed}，剩余月数：{clusters:semicolons}',
  },
  monthsOf: {
    en: '{cluster} {months} ({early} to {late})',
    zh: '{cluster} {months}（{early} 至 {late}）',
  },
  rateAssumed: { en: ', assumed', zh: '（假定）' },
  // What it hangs on.
  runsOut: { en: 'When it runs out, and what that hangs on', zh: '何时用尽，取决于什么' },
  noHost: {
    en: 'Without a host once failures have happened, so with no load to show: {names:list}.',
    zh: '故障后已无宿主机，因此没有负载可示：{names:list}。',
  },
  growth: {
    en: 'If machines grow by {percent:digits} % a month ({low:digits} to {high:digits})',
    zh: '若虚拟机每月增长 {percent:digits}%（{low:digits} 至 {high:digits}）',
  },
  fullIn: { en: 'full in {month:prose} months', zh: '{month:prose} 个月后用尽' },
  fullNow: { en: 'full now', zh: '现已用尽' },
  growthText: {
    en: 'Load of what runs out first, with failures tolerated; the band is that of the rate. Cross: the first machine without a place. It can come below the dashed line of 100 %: room is left on many hosts, but on none enough for a large machine.{more}',
    zh: '最先用尽的资源的负载，计入可承受的故障；带宽为增长率的区间。叉号：第一台没有位置的虚拟机。它可能低于 100% 虚线：许多宿主机有余量，但没有一台放得下大虚拟机。{more}',
  },
  hangsOn: { en: 'What the answer hangs on', zh: '结论取决于什么' },
  hangsOnText: {
    en: 'Load of what runs out first in any cluster, failures borne, when an assumption is a tenth lower (hatched) or higher (full), failed hosts one fewer or more. Line: the plan as it is, {base:percent}; dashed: full.{first}',
    zh: '某项假设降低（斜纹）或提高（实心）十分之一、故障宿主机少一台或多一台时，任一集群最先用尽的资源的负载，计入故障。实线：现方案，{base:percent}；虚线：满。{first}',
  },
  clusterResource: { en: '{cluster}, {resource}', zh: '{cluster}，{resource}' },
  mostDependsOn: { en: ' Most depends on: {what}.', zh: '影响最大：{what}。' },
  // Hosts.
  hostUse: { en: 'What the hosts carry, and what binds them', zh: '宿主机的负担与瓶颈' },
  everyHost: { en: 'Every host', zh: '每台宿主机' },
  everyHostText: {
    en: 'One tick is one host, all on one scale. Dashed: the limit. {past}',
    zh: '一条刻线为一台宿主机，同一标尺。虚线：上限。{past}',
  },
  nonePast: { en: 'No host is committed past it.', zh: '没有宿主机的承诺量越过上限。' },
  somePast: {
    en: '{over:digits} of {hosts:digits} {hosts|host|hosts} are committed past it (red, right of the line).',
    zh: '{hosts:digits} 台宿主机中有 {over:digits} 台的承诺量越过上限（虚线右侧，红色）。',
  },
  hostHours: {
    en: 'CPU of each host over the day, percent',
    zh: '各宿主机一天内的 CPU，百分比',
  },
  hostHoursText: {
    en: "{fullest}The use of each host when exported, moved over the day as the load of {load} moves: the hosts' own days were not exported. Darker is fuller.",
    zh: '{fullest}导出时各宿主机的用量，按负载 {load} 的走势推移到全天：宿主机自身的日变化未导出。颜色越深越满。',
  },
  fullest: {
    en: 'The {shown:digits} fullest of {hosts:digits} {hosts|host|hosts}. ',
    zh: '{hosts:digits} 台宿主机中最满的 {shown:digits} 台。',
  },
  // Assumptions and data.
  assumes: { en: 'What the answer assumes', zh: '结论的前提' },
  counted: {
    en: 'Counted: machines that run or keep their memory and are no templates, at the size they were promised. Left out: {off:count} powered off, {templates:count} {templates|template|templates}, {away:count} {away|host|hosts} in maintenance, disabled or down.',
    zh: '计入：运行中或保留内存且非模板的虚拟机，按承诺的规格。未计入：{off:count} 台已关机，{templates:count} 个模板，{away:count} 台处于维护、停用或宕机的宿主机。',
  },
  assumptions: { en: 'Assumptions', zh: '前提' },
  wrong: { en: 'What is wrong with the export', zh: '导出文件的问题' },
  nothingWrong: { en: 'Nothing was found wrong.', zh: '未发现问题。' },
  nothingDropped: { en: 'Nothing of this was dropped.', zh: '这些内容均未丢弃。' },
  problems: { en: 'Problems of the export', zh: '导出文件的问题清单' },
});

/** What ESXi does in each state of a host's memory. */
export const memoryEffects = vocabulary('memory-effect', {
  zh: {
    'takes nothing from machines': '不从虚拟机回收',
    'breaks large pages up to share them': '拆分大页以便共享',
    balloons: '气球回收',
    'compresses and swaps': '压缩并交换',
    'swaps, and stops machines that want more': '交换，并暂停需要更多内存的虚拟机',
  },
});
