import { area } from '../message.ts';

/** Who gets what, and who waits: the opening of its page. */
export const scheduleSummaryWords = area('scheduleSummary', {
  scheduleBy: { en: 'Schedule by {policy}.', zh: '采用{policy}调度。' },
  stealInstead: {
    en: 'steal {steal:prose} % instead of {steal2:prose} % under {policy}{p99Us}.',
    zh: '被偷时间 {steal:prose}%，而{policy}下为 {steal2:prose}%{p99Us}。',
  },
  p99: {
    en: ', p99 {p99Us:prose} ms instead of {p99Us2:prose} ms',
    zh: '，p99 为 {p99Us:prose} ms，而不是 {p99Us2:prose} ms',
  },
  relax: {
    en: 'Under {policy}: relax co-scheduling or caps.',
    zh: '{policy}下：放宽协同调度或上限。',
  },
  idles: {
    en: '{percentOfHost:prose} % of the host idles while somebody waits.',
    zh: '宿主机有 {percentOfHost:prose}% 空闲，同时却有虚拟机在等待。',
  },
  keepOnNode: { en: 'Keep {machine} on one node.', zh: '把 {machine} 保持在一个节点上。' },
  localLatency: {
    en: 'memory at its local latency instead of {xLocal:prose} {xLocal|time|times} that.',
    zh: '内存为本地延迟，而不是其 {xLocal:prose} 倍。',
  },
  useLocks: { en: 'Use {lock} locks{ple}.', zh: '采用{lock}锁{ple}。' },
  withPle: { en: ' with pause-loop exiting', zh: '，并启用 PAUSE 循环退出' },
  progress: {
    en: "{progress:prose} % of the guest's progress kept.",
    zh: '保留客户机 {progress:prose}% 的进度。',
  },
  reserved: { en: 'Reserved', zh: '已预留' },
  byMachines: {
    en: 'by {machines:count} {machines|machine|machines}',
    zh: '由 {machines:count} 台虚拟机',
  },
  capacity: { en: 'Capacity', zh: '容量' },
  allocated: { en: 'Allocated', zh: '已分配' },
  toMachines: {
    en: 'to {leaves:count} {leaves|machine|machines}',
    zh: '分给 {leaves:count} 台虚拟机',
  },
  mostOf: { en: 'Most: {id}', zh: '最多：{id}' },
  ofDivision: {
    en: 'of the division by shares, reservations and limits',
    zh: '按份额、预留与上限的划分',
  },
  mostSteal: { en: 'Most steal', zh: '被偷时间最多' },
  underPolicy: { en: '{machine} under {policy}', zh: '{machine}，{policy}下' },
  question: {
    en: 'Who gets how much of {capacity:prose} {unit} of {resource}, and who waits?',
    zh: '{capacity:prose} {unit} 的 {resource} 如何分配，谁在等待？',
  },
  noneSimulated: { en: 'none simulated', zh: '没有模拟' },
  sureRun: {
    en: 'The division is exact arithmetic; waiting is one simulated run of {horizonUs:prose} s with seed {seed:digits}.',
    zh: '划分为精确算术；等待来自一次 {horizonUs:prose} s 的模拟运行，种子 {seed:digits}。',
  },
  sureExact: {
    en: 'The division is exact arithmetic over shares, reservations and limits; waiting was not simulated.',
    zh: '划分为按份额、预留与上限的精确算术；没有模拟等待。',
  },
  wouldChange: {
    en: 'Shares decide only while the resource is short: a reservation, a limit or one more machine moves the division; arrival rates move the waiting.',
    zh: '只有资源紧缺时份额才起作用：预留、上限或再加一台虚拟机会改变划分；到达率会改变等待。',
  },
  nothingNeeded: { en: 'Nothing is needed.', zh: '无需采取措施。' },
  lower: { en: 'Lower the reservations.', zh: '降低预留。' },
  allMet: { en: 'every reservation is met.', zh: '每项预留都得到满足。' },
  exceed: { en: 'they exceed the capacity.', zh: '预留超过了容量。' },
});
