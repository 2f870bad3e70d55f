import { area } from '../message.ts';

/** CPU time machines lose to their neighbours, before and after what-ifs. */
export const interferenceWords = area('planInterference', {
  none: {
    en: 'No machine loses {look:digits} % of its CPU time to its neighbours, the busiest 5 % of the day left out{most}.{whatIfs}{not}',
    zh: '除去一天中最忙的 5%，没有虚拟机因邻居损失 {look:digits}% 的 CPU 时间{most}。{whatIfs}{not}',
  },
  some: {
    en: '{n:count} of {all:count} {all|machine|machines} lose more than {look:digits} % of their CPU time to their neighbours, the busiest 5 % of the day left out{most}.{whatIfs}{not}',
    zh: '除去一天中最忙的 5%，{all:count} 台虚拟机中有 {n:count} 台因邻居损失超过 {look:digits}% 的 CPU 时间{most}。{whatIfs}{not}',
  },
  most: {
    en: '; most {machine} on {host}: {percent:short} % ({low:short} to {high:short})',
    zh: '；最多的是 {host} 上的 {machine}：{percent:short}%（{low:short} 至 {high:short}）',
  },
  anyHost: { en: 'no listed host', zh: '未列出的宿主机' },
  whatIf: {
    en: 'With {plan}: {n:count} of {all:count}, most {percent:short} %.',
    zh: '若采用“{plan}”：{all:count} 台中有 {n:count} 台，最多 {percent:short}%。',
  },
  not: {
    en: ' Memory bandwidth and the last-level cache are not modelled.',
    zh: '未对内存带宽和末级缓存建模。',
  },
  each: { en: ' {texts:spaces}', zh: '{texts:spaces}' },
  title: { en: 'CPU time lost to neighbours', zh: '因邻居损失的 CPU 时间' },
  clustersTitle: {
    en: 'Machines by the CPU time they lose, before and after',
    zh: '按损失的 CPU 时间划分的虚拟机，前后对比',
  },
  machinesTitle: {
    en: 'Machines that lose most',
    zh: '损失最多的虚拟机',
  },
  how: {
    en: 'Per machine: time its vCPUs are ready and wait for a core that others use (the guest sees it as steal), from the vCPUs and the use of its host by the queue of the section on contention; the ends are vCPUs that want on their own, and machines whose vCPUs want together. A machine asks for the same clock in every plan{assumed}; machines on no listed host are spread over all by cores. Bands: up to 2.5, 5 and 10 % (a rule of practice, joshodgers.com 2013, as quoted). Memory bandwidth and the last-level cache are not modelled: no source that was read tells the slowdown of a machine per resource, and an inventory tells neither; measure occupancy and bandwidth (resctrl) to know.',
    zh: '每台虚拟机：其 vCPU 就绪却等待被他人占用的核的时间（客户机看到的是 steal），由其宿主机的 vCPU 数与使用率按“争用”一节的队列得出；两端分别为各 vCPU 独立请求和同一虚拟机的 vCPU 同时请求。各方案中虚拟机请求的时钟相同{assumed}；不在所列宿主机上的虚拟机按核数分摊到全部宿主机。分档：至 2.5、5 和 10%（经验规则，joshodgers.com 2013，转引）。未对内存带宽和末级缓存建模：所读资料均未给出按资源的减速，清单也不含这些数据；可用 resctrl 测量占用与带宽。',
  },
  assumed: {
    en: ' (assumed: a tenth of a core a vCPU, for nothing tells their use)',
    zh: '（假定每个 vCPU 用十分之一个核，因为没有使用数据）',
  },
});

export const interferenceHeadings = {
  'median machine, %': '中位虚拟机，%',
  'p95 machine, %': '第 95 百分位虚拟机，%',
  'most, %': '最多，%',
  'up to 2.5 %': '至 2.5%',
  '2.5 to 5 %': '2.5 至 5%',
  '5 to 10 %': '5 至 10%',
  'above 10 %': '10% 以上',
  'lost, median hour, %': '损失，中位时刻，%',
  'lost, p95, %': '损失，p95，%',
} as const;
