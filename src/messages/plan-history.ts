import { area, vocabulary } from '../message.ts';

/** What grew over the dates given, and when it runs out. */
export const historyWords = area('planHistory', {
  runsOut: {
    en: '{what:capital}{where} runs out first, in {months:short} months{date} ({interval}), at the growth of the {dates:count} {source}.',
    zh: '按这 {dates:count} {source}的增长，最先用尽的是{what}{where}：{months:short} 个月后{date}（{interval}）。',
  },
  already: {
    en: '{what:capital}{where} is out already: {now:prose} {unit} of {limit:prose}, failures borne.{next}',
    zh: '{what}{where}已经用尽：计入故障后 {limit:prose} {unit} 中已用 {now:prose}。{next}',
  },
  next: {
    en: ' Next: {what}{where} in {months:short} months{date} ({interval}), at the growth of the {dates:count} {source}.',
    zh: '其次：按这 {dates:count} {source}的增长，{what}{where}在 {months:short} 个月后{date}用尽（{interval}）。',
  },
  never: {
    en: 'Nothing runs out within {months:count} {months|month|months} at the growth of the {dates:count} {source}{surely}.',
    zh: '按这 {dates:count} {source}的增长，{months:count} 个月内没有资源用尽{surely}。',
  },
  nothing: {
    en: 'The {dates:count} {source} tell of no resource whose limit is known.',
    zh: '这 {dates:count} {source}没有给出已知上限的资源。',
  },
  maybe: {
    en: ', but {what}{where} may in {months:short} months (the early end of the interval)',
    zh: '，但按区间的较早一端，{what}{where}可能在 {months:short} 个月后用尽',
  },
  inventories: { en: 'inventories', zh: '份清单' },
  days: { en: 'days of load', zh: '天负载' },
  on: { en: ', {date}', zh: '，即 {date}' },
  inCluster: { en: ' in {cluster}', zh: '（{cluster}）' },
  interval: { en: '90 % interval: {early} to {late}', zh: '90% 区间：{early} 至 {late}' },
  noInterval: {
    en: 'two dates: no interval can be told',
    zh: '只有两个日期：无法给出区间',
  },
  monthsText: { en: '{months:short} months', zh: '{months:short} 个月' },
  beyond: { en: 'over {months:count} {months|month|months}', zh: '超过 {months:count} 个月' },
  title: { en: 'Growth by history, and when it runs out', zh: '按历史的增长与用尽时间' },
  tableTitle: { en: 'Growth and limits', zh: '增长与上限' },
  chartTitle: { en: 'Share of the limit over time', zh: '占上限的比例随时间的变化' },
  fullIn: { en: 'full after {month:prose} months', zh: '{month:prose} 个月后用尽' },
  chartText: {
    en: 'Points: what was there. Line and band: the fit and the 90 % interval of a new value. Dashed: the limit, failures borne.',
    zh: '点：实有值。线与带：拟合值及新值的 90% 区间。虚线：计入故障后的上限。',
  },
  how: {
    en: 'Least squares through {dates:count} {source} over {months:short} months; the interval is that of prediction by Student’s distribution (90 %){more}. Limits are sums of the hosts left when the tolerated failures have happened: packing may stop earlier, by the size of the machines. A straight line holds as long as what drove it holds.{left}',
    zh: '对 {months:short} 个月内的 {dates:count} {source}作最小二乘拟合；区间为按学生分布的 90% 预测区间{more}。上限为容忍的故障发生后剩余宿主机之和：受虚拟机大小所限，装箱可能更早停止。直线只在其成因不变时成立。{left}',
  },
  correlated: {
    en: ', widened by how alike neighbouring days are',
    zh: '，并按相邻日期的相似程度加宽',
  },
  two: {
    en: '; two dates make a line and leave nothing to tell an interval from',
    zh: '；两个日期只能连成一条线，无从得出区间',
  },
  leftOut: {
    en: ' Not in every inventory, so in the total alone: {clusters:list}.',
    zh: '并非每份清单都有、因此只计入总数：{clusters:list}。',
  },
});

/** Resources of a history as a sentence names them. */
export const historyResourceWords = vocabulary('historyResource', {
  zh: {
    machines: '虚拟机数',
    vCPUs: 'vCPU 数',
    memory: '内存',
    'CPU use': 'CPU 使用量',
    storage: '存储',
  },
});

export const historyHeadings = {
  'per month': '每月增长',
  'per month, low': '每月增长，低',
  'per month, high': '每月增长，高',
  'per month, %': '每月增长，%',
  now: '现在',
  limit: '上限',
  'months left': '剩余月数',
  'months, early': '月数，较早',
  'months, late': '月数，较晚',
  'runs out': '用尽日期',
  'runs out, early': '用尽日期，较早',
  'runs out, late': '用尽日期，较晚',
  'share of the limit, %': '占上限，%',
  'fit, %': '拟合，%',
  'low, %': '低，%',
  'high, %': '高，%',
  series: '序列',
} as const;
