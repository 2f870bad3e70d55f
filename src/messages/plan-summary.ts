import { area } from '../message.ts';

/** What a plan comes to: the opening of its page, and its what-ifs. */
export const planSummaryWords = area('planSummary', {
  question: {
    en: 'Does it fit, also when hosts fail, and what would make room?',
    zh: '能否放得下，宿主机故障时是否仍放得下，怎样腾出空间？',
  },
  over120: { en: 'over 120', zh: '超过 120' },
  largestFails: { en: 'the largest host fails', zh: '最大的一台宿主机故障' },
  largestFail: {
    en: 'the {failures:digits} largest hosts fail',
    zh: '最大的 {failures:digits} 台宿主机故障',
  },
  risk: { en: 'Risk', zh: '风险' },
  unplaced: { en: '{n:count} {n|machine|machines} without a place', zh: '{n:count} 台无处放置' },
  alreadyIn: {
    en: 'already with all hosts up, in {clusters:list}',
    zh: '全部宿主机在线时已如此，位于 {clusters:list}',
  },
  nonePlanned: { en: 'no failure is planned for', zh: '未规划任何故障' },
  setFailures: {
    en: 'set --failures to keep room for failed hosts',
    zh: '用 --failures 为故障宿主机预留空间',
  },
  borne: { en: 'failures are borne', zh: '可承受故障' },
  everyPlaced: {
    en: 'every machine has a place when {when} in any cluster',
    zh: '任一集群中{when}时，每台虚拟机仍有位置',
  },
  down: { en: '{n:count} {n|machine|machines} down', zh: '{n:count} 台停机' },
  whenIn: { en: 'when {when} in {clusters:list}', zh: '当 {clusters:list} 中{when}时' },
  timeLeft: { en: 'Time left', zh: '剩余时间' },
  notComputed: { en: 'not computed', zh: '未计算' },
  tooLarge: { en: 'the inventory is too large to forecast', zh: '清单过大，无法预测' },
  grows: {
    en: 'at {percent:digits} % ({low:digits} to {high:digits}) more machines a month{assumed}',
    zh: '按虚拟机每月增长 {percent:digits}%（{low:digits} 至 {high:digits}）{assumed}',
  },
  rateAssumed: { en: ', a rate we assume', zh: '，为假定的增长率' },
  monthsOf: {
    en: '{cluster}: {months} months ({early} to {late})',
    zh: '{cluster}：{months} 个月（{early} 至 {late}）',
  },
  none: { en: 'none', zh: '无' },
  outOfRoom: {
    en: '{clusters:list}: out of room already, failures borne',
    zh: '{clusters:list}：计入故障后已无余量',
  },
  nextOne: { en: 'next {next} {grows}', zh: '其次 {next}，{grows}' },
  months: { en: '{months} months', zh: '{months} 个月' },
  room: { en: 'Room', zh: '余量' },
  moreMachines: { en: '{n:count} more {n|machine|machines}', zh: '还可容纳 {n:count} 台' },
  ofAverage: {
    en: 'of average size ({vcpus} vCPUs, {gib} GiB over all clusters), failures borne',
    zh: '按平均大小（全部集群平均 {vcpus} 个 vCPU、{gib} GiB），计入故障',
  },
  noneIn: { en: 'none in {clusters:list}', zh: '{clusters:list} 无余量' },
  notes: { en: '{lines:semicolons}', zh: '{lines:semicolons}' },
  fits: { en: 'fits', zh: '放得下' },
  fitsBut: {
    en: 'fits, but with {failures:count} {failures|host|hosts} failed {lost:count} {lost|machine|machines} {lost|has|have} no place',
    zh: '放得下，但 {failures:count} 台宿主机故障时有 {lost:count} 台没有位置',
  },
  notFits: {
    en: 'does not fit, {gone:count} {gone|machine|machines} without a place',
    zh: '放不下，{gone:count} 台没有位置',
  },
  noRoomNow: { en: '; {cluster} has no room now', zh: '；{cluster} 目前已无余量' },
  monthsOfRoom: {
    en: '; {months} months of room at {rate:digits} % a month, {cluster} first',
    zh: '；按每月 {rate:digits}% 还有 {months} 个月余量，{cluster} 最先用尽',
  },
  whatIf: {
    en: '{name}: {fits}{time}; room for {room:count} more {room|machine|machines}.',
    zh: '{name}：{fits}{time}；还可容纳 {room:count} 台。',
  },
  onceChecked: { en: '{doubts:spaces} {text}', zh: '{doubts:spaces}{text}' },
  withoutLoad: {
    en: 'The answer rests on sizes alone, what machines were promised and not what they use over time; a trace of several days, given with --load, tells how far the answer moves with the days measured.',
    zh: '该结论只依据规格，即承诺给虚拟机的资源，而不是其随时间的实际使用；用 --load 给出数天的负载记录，可以说明结论随所测日期变动多少。',
  },
  daysMeasured: {
    en: '{days:digits} whole days were measured, and the levels have 90 % intervals from resampling them',
    zh: '测量了 {days:digits} 个整天，各水平的 90% 区间由重抽样得到',
  },
  oneDay: {
    en: 'a single day was measured: no interval can be told from it',
    zh: '只测量了一天，无法给出区间',
  },
  withLoad: {
    en: 'Use follows the load {load}: {interval}. Memory counts as configured{everywhere}.',
    zh: '使用量取自负载 {load}：{interval}。内存按配置计{everywhere}。',
  },
  inEveryPlan: { en: ', in every plan', zh: '，各方案均如此' },
  allDefaults: {
    en: ' No setting was given: all are defaults of ours.',
    zh: '未给出任何设置，均为默认值。',
  },
  otherRatios: {
    en: 'Other ratios or another number of tolerated failures.{settings}',
    zh: '改变各比率或可承受的故障数。{settings}',
  },
  percent: { en: '{percent} %', zh: '{percent}%' },
  noCapacity: { en: 'no capacity', zh: '没有容量' },
  hangsOn: {
    en: 'Most hangs on {what}: at {low} the fullest resource stands at {lowLoad}, at {high} at {highLoad}.{settings}',
    zh: '影响最大的是{what}：取 {low} 时最满的资源为 {lowLoad}，取 {high} 时为 {highLoad}。{settings}',
  },
  nothingNeeded: { en: 'Nothing is needed now.', zh: '目前无需采取措施。' },
  noChange: { en: 'None of the changes tried brings room.', zh: '所试的改动都不能腾出空间。' },
  everyPlace: { en: 'every machine has a place.', zh: '每台虚拟机都有位置。' },
  tried: { en: 'hosts, memory and ratios were tried.', zh: '已试过宿主机、内存和比率。' },
  planned: { en: 'Planned', zh: '规划对象' },
  machines: { en: '{n:count} {n|machine|machines}', zh: '{n:count} 台虚拟机' },
  onHosts: {
    en: 'on {hosts:count} {hosts|host|hosts} in {clusters:count} {clusters|cluster|clusters}',
    zh: '{clusters:count} 个集群中的 {hosts:count} 台宿主机',
  },
});
