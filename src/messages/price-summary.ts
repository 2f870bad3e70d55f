import { area } from '../message.ts';

/** What events come to: the opening of their page. */
export const priceSummaryWords = area('priceSummary', {
  cyclesSpan: { en: '{bill:prose} {bill|cycle|cycles}{total}', zh: '{bill:prose} 个周期{total}' },
  span: { en: ' ({low:prose} to {high:prose})', zh: '（{low:prose} 至 {high:prose}）' },
  widest: {
    en: 'The widest interval is that of “{event}” under {technique} ({low:prose} to {high:prose} {high|cycle|cycles}): measure it first. Other event counts change every line in proportion.',
    zh: '最宽的区间是{technique}下的“{event}”（{low:prose} 至 {high:prose} 个周期）：请先测量它。其他事件次数会使每一项成比例变化。',
  },
  noneOpen: {
    en: 'No interval is open; other event counts change every line in proportion.',
    zh: '没有未定的区间；其他事件次数会使每一项成比例变化。',
  },
  runUnder: { en: 'Run it under {technique}.', zh: '采用{technique}。' },
  saves: {
    en: 'saves {shown:prose} {shown|cycle|cycles} of {shown2:prose} against {technique}.',
    zh: '与{technique}相比，{shown2:prose} 个周期中节省 {shown:prose}。',
  },
  fewer: { en: 'Have fewer of the event “{event}”.', zh: '让客户机减少“{event}”。' },
  upTo: {
    en: 'up to {min:percent} of what {technique} adds.',
    zh: '最多为{technique}所增开销的 {min:percent}。',
  },
  addedBy: { en: 'Added by {technique}', zh: '{technique}增加' },
  ofCpu: { en: '{value:percent} of a CPU', zh: '一个 CPU 的 {value:percent}' },
  cycles: { en: '{bill:prose} {bill|cycle|cycles}', zh: '{bill:prose} 个周期' },
  question: {
    en: 'What do these events cost on {id}, under {bills}?',
    zh: '在 {id} 上，采用{bills}时，这些事件的开销是多少？',
  },
  confidence: {
    en: '{estimated:digits} of {bills:count} {bills|bill|bills} rest on an estimated number; each interval is that of its sources.',
    zh: '{bills:count} 份账单中有 {estimated:digits} 份基于估计值；每个区间都来自其数据来源。',
  },
  nothing: { en: 'Nothing to save.', zh: '无可节省。' },
  noneCheaper: {
    en: 'no technique asked about is cheaper than {technique}.',
    zh: '所询问的技术中没有比{technique}更便宜的。',
  },
  dearest: { en: 'Dearest event under {technique}', zh: '{technique}下开销最大的事件' },
  inAll: { en: '{value:prose} {value|cycle|cycles} in all', zh: '合计 {value:prose} 个周期' },
  kinds: { en: 'Kinds of events', zh: '事件种类' },
  thatCost: { en: 'that cost something', zh: '有开销的' },
  techniques: { en: '{n:count} {n|technique|techniques}', zh: '{n:count} 种技术' },
});
