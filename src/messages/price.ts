import { area } from '../message.ts';

/** Pages of `price`: the bill of events. */
export const priceWords = area('price', {
  millionOf: {
    en: 'a million instructions of the workload {id}',
    zh: '工作负载 {id} 的一百万条指令',
  },
  countsGiven: { en: 'the counts given', zh: '所给的计数' },
  page: { en: 'Event bill on {title}', zh: '{title} 上的事件账单' },
  notAttributed: {
    en: '{share} % of {exits:digits} {exits|exit|exits} could not be attributed to an event.',
    zh: '{exits:digits} 次退出中有 {share}% 无法归入事件。',
  },
  clock: {
    en: "The file's own clock: {toFixed} s outside the guest.",
    zh: '文件自身的计时：在客户机之外 {toFixed} s。',
  },
  idle: { en: '{toFixed} s idle, never overhead.', zh: '空闲 {toFixed} s，从不计为开销。' },
  billTitle: { en: 'The bill of these events', zh: '这些事件的账单' },
  billText: {
    en: 'Cycles added to bare metal; idle time is not a cost.',
    zh: '比裸机增加的周期；空闲时间不计为开销。',
  },
  vectorSlower: {
    en: 'Vector code may run at {toFixed} to {toFixed2} of native ({source}).',
    zh: '向量代码的速度可能为原生的 {toFixed} 至 {toFixed2}（{source}）。',
  },
  adds: {
    en: 'What {technique} adds to bare metal, by event',
    zh: '{technique}比裸机增加的开销，按事件',
  },
  addedTitle: { en: 'Cycles added to bare metal', zh: '比裸机增加的周期' },
});
