import { area } from '../message.ts';

/** Creating machines on control planes. */
export const createWords = area('create', {
  lead: {
    en: 'The last machine serves after {times:list}. Most numbers behind this are unverified, hence the wide bands.',
    zh: '最后一台提供服务的时间：{times:list}。其中多数数值未经核实，因此区间较宽。',
  },
  time: {
    en: '{s:short} s on {plane} ({low:short} to {high:short})',
    zh: '{plane} 上 {s:short} s（{low:short} 至 {high:short}）',
  },
  title: { en: 'Creating {n:count} machines', zh: '创建 {n:count} 台虚拟机' },
  timesTable: { en: 'Time until machines serve', zh: '虚拟机提供服务所需时间' },
  stagesTitle: {
    en: 'Where a machine spends its time until it serves',
    zh: '虚拟机提供服务前的时间分布',
  },
  stagesText: {
    en: 'Bars: mean seconds in each stage, waiting included. Line below: from the low to the high end of all numbers.',
    zh: '条形：各阶段的平均秒数，含等待。下方线段：所有数值取下限到取上限。',
  },
  numberedStage: { en: '{n:digits} {stage}', zh: '{n:digits} {stage}' },
  section: { en: 'Creating machines end to end', zh: '创建虚拟机的全过程' },
  text: {
    en: 'Each machine passes API, scheduler, host agent, image, disk and boot; it waits where others are before it, and shares links and stores. Most numbers are unverified: the band takes all of them at their low, then all at their high end.',
    zh: '每台虚拟机依次经过 API、调度器、宿主机代理、镜像、磁盘与启动；前面有其他虚拟机时等待，并共用链路与存储。多数数值未经核实：区间为全部取下限到全部取上限。',
  },
  knownTitle: { en: 'What is known of each number', zh: '各数值的依据' },
  numbers: { en: 'Numbers of the control planes', zh: '控制面的数值' },
  unverified: {
    en: 'Most numbers of the control planes are unverified; --json and --html list each with its source.',
    zh: '控制面的多数数值未经核实；--json 与 --html 列出每个数值及其来源。',
  },
  shorten: { en: '{plane}: shorten {stage} first.', zh: '{plane}：先缩短{stage}。' },
  shortenGain: {
    en: 'at most {stage:seconds} of {all:seconds}.',
    zh: '最多可省 {all:seconds} 中的 {stage:seconds}。',
  },
  question: {
    en: 'How soon do {n:count} new machines serve?',
    zh: '{n:count} 台新虚拟机多久能提供服务？',
  },
  onEveryHost: { en: '{size:bytes}, on every host already', zh: '{size:bytes}，各宿主机上已有' },
  notOnHosts: { en: '{size:bytes}, not on the hosts yet', zh: '{size:bytes}，宿主机上尚无' },
  fullCopies: { en: 'full copies', zh: '完整副本' },
  linkedClones: { en: 'linked clones', zh: '链接克隆' },
  confidence: {
    en: 'Weak: most numbers of the control planes are recalled or assumed, hence bands of a factor of three and more; each stands below with its source.',
    zh: '较弱：控制面的多数数值来自记忆或假定，因此区间达三倍以上；各数值及来源见下。',
  },
  wouldChange: {
    en: 'The boot time of the image and the time a host agent takes for one machine: time one machine of your own and compare.',
    zh: '镜像的启动时间与宿主机代理处理一台的时间：用自己的一台虚拟机计时对比。',
  },
  nothing: { en: 'Nothing to shorten.', zh: '没有可缩短的。' },
  nothingGain: { en: 'no stage takes time.', zh: '没有耗时的阶段。' },
  lastOn: { en: 'Last machine on {plane}', zh: '{plane} 上的末台' },
  band: { en: '{low:seconds} to {high:seconds}', zh: '{low:seconds} 至 {high:seconds}' },
  perMinute: { en: 'Machines a minute', zh: '每分钟台数' },
  on: { en: 'on {plane}', zh: '{plane} 上' },
  imageSent: { en: 'Image sent', zh: '发送的镜像' },
});
