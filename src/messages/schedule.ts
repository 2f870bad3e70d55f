import { area, type Text } from '../message.ts';
import { cellWords } from './cells.ts';

/** What is divided, as a sentence has it. */
export const resourceName = (resource: string): Text =>
  resource === 'cpu' ? 'CPU' : cellWords(resource);

/** Why admission control refuses, which is an error where it stops a command. */
export const refusalWords = area('refusal', {
  capacity: {
    en: 'reservations add up to {reserved}, the capacity is {capacity}: admission refused.',
    zh: '预留合计 {reserved}，容量为 {capacity}：拒绝准入。',
  },
  pool: {
    en: 'pool "{pool}": its children reserve {needed}, the pool {own} and may not expand: admission refused.',
    zh: '资源池“{pool}”：其成员预留 {needed}，池本身预留 {own} 且不可扩展：拒绝准入。',
  },
  limit: {
    en: 'pool "{pool}": its children reserve {needed}, its limit is {limit}: admission refused.',
    zh: '资源池“{pool}”：其成员预留 {needed}，其上限为 {limit}：拒绝准入。',
  },
});

/** The refusal of an error in words of the reader; another text as it is. */
export function refusalText(refusal: string): Text {
  const [, reserved = '', capacity = ''] =
    /^reservations add up to (\S+), the capacity is (\S+): admission refused\.$/.exec(refusal) ??
    [];
  if (reserved !== '') return refusalWords.capacity({ reserved, capacity });
  const [, pool = '', needed = '', own, limit = ''] =
    /^pool "(.*)": its children reserve (\S+), (?:the pool (\S+) and may not expand|its limit is (\S+)): admission refused\.$/.exec(
      refusal,
    ) ?? [];
  if (needed === '') return refusal;
  return own === undefined
    ? refusalWords.limit({ pool, needed, limit })
    : refusalWords.pool({ pool, needed, own });
}

/** Pages of `schedule`. */
export const scheduleWords = area('schedule', {
  divisionTitle: { en: 'Reservation, limit and shares', zh: '预留、上限与份额' },
  resourceAxis: { en: '{resource}, {unit}', zh: '{resource}，{unit}' },
  everyFits: { en: 'Every reservation fits.', zh: '所有预留都放得下。' },
  refused: { en: 'Refused: {refusal}', zh: '拒绝：{refusal}' },
  simulatedTitle: {
    en: '{pcpus:digits} {pcpus|CPU|CPUs} for {horizonUs:digits} s',
    zh: '{pcpus:digits} 个 CPU，{horizonUs:digits} s',
  },
  idleText: {
    en: '{policy}: {toPrecision:digits} % of the host idle while somebody waited.',
    zh: '{policy}：有虚拟机等待时宿主机有 {toPrecision:digits}% 空闲。',
  },
  simulated: { en: 'Simulated machines', zh: '模拟的虚拟机' },
  numaTitle: { en: 'NUMA placement', zh: 'NUMA 放置' },
  numaText: {
    en: 'A machine goes to as few nodes as hold it. Above one node its memory is local only as far as the guest sees the nodes.',
    zh: '虚拟机使用能容纳它的最少节点。超过一个节点时，只有客户机能看到节点，其内存才是本地的。',
  },
  numaTable: { en: 'NUMA placement by machine', zh: '按虚拟机的 NUMA 放置' },
  lockTitle: { en: 'Lock-holder preemption', zh: '持锁者被抢占' },
  lockText: {
    en: 'An estimate from probabilities (hold over slice); no machine was seen measuring these cells.',
    zh: '由概率（持锁时间比时间片）得出的估计；没有在机器上实测过这些单元。',
  },
  lockTable: { en: 'Locks under overcommit', zh: '超分下的锁' },
  limitsTitle: { en: 'Limits and memory placement', zh: '上限与内存放置' },
  limitsText: {
    en: 'Both charts are closed forms: cpu.max by period arithmetic, memory latency from measured local and remote latencies.',
    zh: '两图都是闭式解：cpu.max 按周期算术，内存延迟由实测的本地与远端延迟得出。',
  },
  allocation: { en: 'Allocation', zh: '分配' },
  allocationText: {
    en: 'Bar: allocation. Solid tick: reservation. Dotted tick: the most it could use.',
    zh: '横条：分配量。实线刻度：预留。虚线刻度：最多可用量。',
  },
  stealTitle: { en: 'Where vCPU time goes', zh: 'vCPU 时间的去向' },
  stealText: {
    en: 'Ready, co-stopped and throttled time is what the guest sees as steal.',
    zh: '就绪等待、协同停止与被限流的时间，即客户机所见的被偷时间。',
  },
  tail: { en: 'Tail latency', zh: '尾延迟' },
  tailText: {
    en: 'The same arrivals under every scheduler: what a slice or a boost does to the tail.',
    zh: '各调度器下的到达相同：时间片或提升优先级对尾部的影响。',
  },
  quotaTitle: { en: 'Bandwidth limits make bursts wait', zh: '带宽上限使突发等待' },
  quotaText: {
    en: 'Each used-up quota adds the rest of a period: the worst wait is period minus quota.',
    zh: '每用完一次配额就要加上周期的剩余部分：最长等待为周期减配额。',
  },
  numaChart: { en: 'NUMA: what placement is worth', zh: 'NUMA：放置的价值' },
  numaChartText: {
    en: 'A guest spread over two nodes without seeing them finds half its memory remote.',
    zh: '跨两个节点却看不到节点的客户机，有一半内存在远端。',
  },
  threads: {
    en: '{vcpus:digits} vCPUs on {cores:digits} {cores|core|cores}: {ghz:digits} GHz counted per thread, {coreGhz:digits} GHz per core',
    zh: '{cores:digits} 个核上的 {vcpus:digits} 个 vCPU：按线程计 {ghz:digits} GHz，按核计 {coreGhz:digits} GHz',
  },
  lockEstimate: { en: 'lock-holder preemption is estimated', zh: '持锁者抢占为估计值' },
  simulatedFor: {
    en: '{pcpus:digits} {pcpus|CPU|CPUs} simulated for {horizonUs:digits} s',
    zh: '对 {pcpus:digits} 个 CPU 模拟了 {horizonUs:digits} s',
  },
  idleWhile: {
    en: '{policy}: {toFixed} % of the host idle while somebody waited',
    zh: '{policy}：有虚拟机等待时宿主机有 {toFixed}% 空闲',
  },
  page: { en: 'Who gets the CPU, and who waits', zh: '谁得到 CPU，谁在等待' },
  capacity: {
    en: '{capacity:digits} {unit} of {resource}{threads}.',
    zh: '{capacity:digits} {unit} 的 {resource}{threads}。',
  },
  hardwareThreads: {
    en: ': {vcpus:digits} hardware threads on {cores:digits} {cores|core|cores}, {ghz:digits} GHz counted per thread, {coreGhz:digits} GHz counted per core',
    zh: '：{cores:digits} 个核上的 {vcpus:digits} 个硬件线程，按线程计 {ghz:digits} GHz，按核计 {coreGhz:digits} GHz',
  },
});
