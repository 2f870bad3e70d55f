import { area } from '../message.ts';

/** What `plan --study` adds to its page. */
export const studyPageWords = area('studyPage', {
  serving: { en: 'Hosts that serve', zh: '提供服务的宿主机' },
  servingText: {
    en: 'Steps down: a host is powered off after 40 minutes below 45 %; up: on after 5 minutes above 81 % and its boot.',
    zh: '下降：低于 45% 达 40 分钟后关闭一台宿主机；上升：高于 81% 达 5 分钟并启动完成后开机。',
  },
  power: {
    en: 'Hosts powered off over a day (load: {load})',
    zh: '一天中关闭的宿主机（负载：{load}）',
  },
  replay: { en: 'DPM replay', zh: 'DPM 重放' },
  machinesServe: { en: 'Machines that serve', zh: '提供服务的虚拟机' },
  machinesServeText: {
    en: 'Each step is a minute of the simulation; machines serve after boot and warm-up.',
    zh: '每步为模拟的一分钟；虚拟机在启动与预热后提供服务。',
  },
  scaling: { en: 'Scaling groups', zh: '伸缩组' },
  groups: { en: 'What each group does', zh: '各伸缩组的行为' },
  ha: { en: 'Admission of HA by three policies', zh: '三种策略下的 HA 接纳' },
  haText: {
    en: 'Slots and percentage count reservations; without reservations they admit almost everything. Dedicated hosts counts what machines may use.',
    zh: '插槽与百分比按预留计；没有预留时几乎全部接纳。专用宿主机按虚拟机可能用到的计。',
  },
  haTable: { en: 'HA admission', zh: 'HA 接纳' },
  balance: { en: 'Balancing and what its moves cost', zh: '均衡及其迁移的开销' },
  drs: { en: 'DRS balancing', zh: 'DRS 均衡' },
  moves: { en: 'Moves', zh: '迁移' },
  growth: { en: 'Time to exhaustion', zh: '耗尽时间' },
  growthText: {
    en: 'Months until a machine has no place with failures tolerated; the columns beside it take the ends of the band of the rate. By bound: no packing gets past it.',
    zh: '在承受故障的前提下，虚拟机无处可放之前的月数；旁边各列取增长率区间的两端。按下界：任何装箱都不能超过它。',
  },
  forecast: { en: 'Forecast', zh: '预测' },
  money: { en: 'Price plans, energy and carbon', zh: '价格方案、能耗与碳排放' },
  prices: { en: 'Price plans', zh: '价格方案' },
  energy: { en: 'Energy', zh: '能耗' },
  failures: { en: 'Failures and maintenance', zh: '故障与维护' },
  failuresTable: { en: 'Failures', zh: '故障' },
  maintenance: { en: 'Rolling maintenance', zh: '滚动维护' },
  assumed: { en: 'Values given and assumed', zh: '给定与假定的值' },
  values: { en: 'Values of the study', zh: '研究所用的值' },
  assumedNote: {
    en: '{n:count} values of the study are assumed, not given; --json and --html list them.',
    zh: '研究中有 {n:count} 个值为假定而非给定；--json 与 --html 列出它们。',
  },
});
