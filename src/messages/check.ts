import { area } from '../message.ts';

/** What `check` answers: whether a stored prediction still holds. */
export const checkWords = area('check', {
  moved: {
    en: '{event} moved: {change}; under {technique} on {host} {n:count} of {terms:count} {terms|term|terms} left {n|its interval|their intervals} ({total:overhead} added cycles in all).',
    zh: '{event} 已偏移：{change}；{host} 上 {technique} 的 {terms:count} 项中有 {n:count} 项超出区间（附加周期合计 {total:overhead}）。',
  },
  movedFromNothing: {
    en: '{event} moved: {change}; under {technique} on {host} {n:count} of {terms:count} {terms|term|terms} left {n|its interval|their intervals} (no cycles were added before).',
    zh: '{event} 已偏移：{change}；{host} 上 {technique} 的 {terms:count} 项中有 {n:count} 项超出区间（此前无附加周期）。',
  },
  changed: {
    en: '{before:number} to {now:number} {per} ({change:overhead})',
    zh: '每{per}由 {before:number} 变为 {now:number}（{change:overhead}）',
  },
  appeared: {
    en: '0 to {now:number} {per}',
    zh: '每{per}由 0 变为 {now:number}',
  },
  holds: {
    en: 'The prediction holds: none of {terms:count} {terms|term|terms} under {technique} on {host} left its interval ({total:overhead} added cycles in all).',
    zh: '预测仍然成立：{host} 上 {technique} 的 {terms:count} 项均未超出区间（附加周期合计 {total:overhead}）。',
  },
  holdsAtNothing: {
    en: 'The prediction holds: none of {terms:count} {terms|term|terms} under {technique} on {host} left its interval; none cost anything before.',
    zh: '预测仍然成立：{host} 上 {technique} 的 {terms:count} 项均未超出区间；此前均无开销。',
  },
  unknown: {
    en: '{share:percent} of the fresh exits are no event of the model, {before:percent} of the stored ones: not enough to say whether the prediction holds.',
    zh: '新计数中有 {share:percent} 的退出无法归入模型事件，原为 {before:percent}：不足以判断预测是否成立。',
  },
  nothing: {
    en: 'The fresh counters show none of the events the prediction is made of: nothing to compare.',
    zh: '新计数中没有预测所含的任何事件，无可比较。',
  },
  second: { en: 'a second', zh: '秒' },
  recording: { en: 'a recording', zh: '次记录' },
  million: { en: 'a million instructions', zh: '百万条指令' },
  title: {
    en: 'Events a second, and the cycles they add to bare metal',
    zh: '每秒事件数及其相对裸机增加的周期',
  },
  titleRecording: {
    en: 'Events of a recording, and the cycles they add to bare metal',
    zh: '每次记录的事件数及其相对裸机增加的周期',
  },
  titleMillion: {
    en: 'Events per million instructions, and the cycles they add to bare metal',
    zh: '每百万条指令的事件数及其相对裸机增加的周期',
  },
  description: {
    en: 'Terms of the stored prediction beside fresh counters at the same price; what moved most comes first.',
    zh: '以相同单价比较存储的预测各项与新计数；偏移最大者在前。',
  },
  sameTime: {
    en: 'Neither says what time it covers: taken to be as long as each other (--seconds and --stored-seconds say it).',
    zh: '两者均未说明所覆盖的时间：按等长处理（可用 --seconds 与 --stored-seconds 指定）。',
  },
  assumed: {
    en: 'Assumed {rate:count} {rate|instruction|instructions} a second of the guest: --instructions-per-second says it.',
    zh: '假定虚拟机每秒执行 {rate:count} 条指令：可用 --instructions-per-second 指定。',
  },
  unseen: {
    en: 'Not compared, since these counters cannot show them: {events:list}.',
    zh: '未比较（这些计数器无法显示）：{events:list}。',
  },
});
