import { area } from '../message.ts';

/** Interrupts, timers and the place of the monitor. */
export const cpuTopicWords = area('cpuTopics', {
  interrupts: { en: 'Interrupts and timers', zh: '中断与定时器' },
  question: {
    en: 'What do interrupts take, by what the processor takes over?',
    zh: '依处理器接管的部分不同，中断要花多少？',
  },
  use: { en: 'Use {title}.', zh: '采用{title}。' },
  whatThereIs: { en: 'what there is', zh: '现有手段' },
  useGain: {
    en: '{cpuShare:percent} of a CPU where {cpuShare2:percent} go without.',
    zh: '占一个 CPU 的 {cpuShare:percent}，否则为 {cpuShare2:percent}。',
  },
  sentence: {
    en: 'Interrupts take {join}; at {iops:digits} {iops|request|requests} a second and {inFlight:digits} in flight {ratio:percent} of the completions interrupt; {before:digits} priority exits less {after:digits} left save {seconds:prose} s ({times:prose} times fewer).',
    zh: '中断占用{join}；每秒 {iops:digits} 个请求、{inFlight:digits} 个在途时，{ratio:percent}的完成会产生中断；优先级退出由 {before:digits} 次减为 {after:digits} 次，节省 {seconds:prose} s（减少 {times:prose} 倍）。',
  },
  ofCpu: {
    en: '{cpuShare:percent} of a CPU ({title})',
    zh: '一个 CPU 的 {cpuShare:percent}（{title}）',
  },
  taken: { en: 'By what the processor takes over', zh: '按处理器接管的部分' },
  takenText: {
    en: 'Cycles added to bare metal; each interrupt and timer ends with one end-of-interrupt write.',
    zh: '比裸机增加的周期；每次中断与定时器都以一次中断结束（EOI）写入收尾。',
  },
  assistance: { en: 'Assistance', zh: '硬件辅助' },
  coalescing: { en: 'Coalescing', zh: '中断合并' },
  boot: { en: 'A boot with and without priority filtering', zh: '有无优先级过滤时的一次启动' },
  placementTitle: {
    en: 'Placement of the monitor and the world switch',
    zh: '监控程序的位置与世界切换',
  },
  placementQuestion: {
    en: 'What does the place of the monitor make of a device access?',
    zh: '监控程序所处的位置对一次设备访问有何影响？',
  },
  placementAction: {
    en: 'Answer accesses inside the monitor, or let them leave in batches.',
    zh: '在监控程序内部应答访问，或让访问成批离开。',
  },
  placementGain: {
    en: 'Each that stays saves {low:prose} to {high:prose} times its own price.',
    zh: '每留下一次，节省其自身价格的 {low:prose} 至 {high:prose} 倍。',
  },
  placement: {
    en: 'As Workstation measured itself, an operation with {inside:digits} {inside|access|accesses} inside the monitor and {leaving:digits} that leave for the host takes {value:prose} µs, {busy:percent} of a CPU at {perSecond:digits} a second; an access that leaves is {low:prose} to {high:prose} times as dear as one inside.',
    zh: '据 Workstation 自身的测量，一次操作有 {inside:digits} 次访问在监控程序内部、{leaving:digits} 次交给宿主机，需 {value:prose} µs，每秒 {perSecond:digits} 次时占一个 CPU 的 {busy:percent}；离开的访问比内部的贵 {low:prose} 至 {high:prose} 倍。',
  },
  threePlaces: { en: 'The same device path from three places', zh: '同一设备路径从三个位置出发' },
  oneRequest: { en: 'One device request, µs', zh: '一次设备请求，µs' },
  accessTable: { en: 'Device accesses by technique and placement', zh: '各技术与位置下的设备访问' },
  ownTime: {
    en: 'Where the hosted monitor spent its own time',
    zh: '寄居监控程序自身的时间花在何处',
  },
  rows92: { en: 'The printed rows add up to 92.', zh: '所列各行合计 92。' },
  place: { en: '{title}: {way}.', zh: '{title}：{way}。' },
});
