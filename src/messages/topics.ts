import { area } from '../message.ts';

/** What the opening of a small answer says from its tables, and the section every one ends with. */
export const topicWords = area('topic', {
  numbers: { en: 'Numbers behind it', zh: '所依据的数值' },
  numbersText: {
    en: 'Low and high are the ends of what the source allows; an unverified number is an estimate nobody confirmed.',
    zh: '下限与上限是来源所允许范围的两端；未核实的数值是无人确认过的估计。',
  },
  question: { en: '{title}: what does it come to?', zh: '{title}：结果如何？' },
  rows: { en: 'rows', zh: '行' },
  tablesAndCharts: { en: 'Tables and charts', zh: '表与图' },
  rowsInAll: { en: 'Rows', zh: '行数' },
  inAll: { en: 'in all', zh: '合计' },
  chooseBy: { en: 'Choose by {column}.', zh: '按{column}选择。' },
  fromTo: { en: 'from {least} to {most}.', zh: '从{least}到{most}。' },
  told: { en: '{label} {value}', zh: '{label}（{value}）' },
  nothingToChoose: { en: 'Nothing to choose.', zh: '没有可选项。' },
  allTheSame: { en: 'every row is the same.', zh: '各行相同。' },
  weak: {
    en: '{weak:count} of {marked:count} {marked|row|rows} rest on a number that is estimated or unverified; each stands below with its source.',
    zh: '{marked:count} 行中有 {weak:count} 行基于估计或未核实的数值；每个数值连同来源列在下方。',
  },
  exact: {
    en: 'Worked out from the inputs alone: no number of others is in it.',
    zh: '仅由输入算出：不含任何外来数值。',
  },
  widest: {
    en: 'The widest interval is that of {name} ({low:prose} to {high:prose}); other inputs move every row.',
    zh: '最宽的区间是“{name}”（{low:prose} 至 {high:prose}）；改变输入会影响每一行。',
  },
  noInterval: {
    en: 'Other inputs: nothing here has an interval.',
    zh: '其他输入：此处没有任何区间。',
  },
});
