import { area } from '../message.ts';

/** What a migration comes to: the opening of its page. */
export const migrateSummaryWords = area('migrateSummary', {
  questionFleet: {
    en: 'Do all machines leave, and how soon?',
    zh: '全部虚拟机能否迁出，需要多久？',
  },
  question: {
    en: 'Does the migration finish, how long does it take, and how long is the pause?',
    zh: '迁移能否完成，需要多久，停机多长时间？',
  },
  time: { en: 'Time', zh: '总时间' },
  doesNotEnd: { en: 'does not end', zh: '无法结束' },
  whileItWrites: { en: 'while the guest writes as it does', zh: '只要客户机照此写入' },
  pause: { en: 'Pause', zh: '停机时间' },
  noneReached: { en: 'none reached', zh: '未到停机阶段' },
  sent: { en: 'Sent', zh: '已发送' },
  ofMemory: { en: 'of {bytes:bytes} of memory', zh: '内存共 {bytes:bytes}' },
  bears: { en: 'Write rate it bears, over its own', zh: '可承受的写入速率（相对自身）' },
  noLimit: { en: 'no limit', zh: '无上限' },
  belowOne: { en: 'below 1 it does not finish', zh: '小于 1 则无法完成' },
  finished: { en: 'Replays that finished', zh: '完成的重放' },
  share: { en: '{percent} %', zh: '{percent}%' },
  of: { en: 'of {count:digits}', zh: '共 {count:digits} 次' },
  leave: { en: 'Machines that leave', zh: '迁出的虚拟机' },
  someOf: { en: '{some:digits} of {all:digits}', zh: '{all:digits} 台中 {some:digits} 台' },
  untilLast: { en: 'Until the last is gone', zh: '直至最后一台迁出' },
  longest: { en: 'Longest pause', zh: '最长停机时间' },
  status: { en: 'Status', zh: '状态' },
  notTold: { en: 'not told', zh: '未给出' },
  stillToGo: { en: 'Still to go', zh: '还需' },
  notKnown: { en: 'not known', zh: '未知' },
  memory: { en: 'Memory', zh: '内存' },
  action: { en: '{name:capital}.', zh: '{name:capital}。' },
  sentence: { en: '{text}.', zh: '{text}。' },
  policyGain: {
    en: 'done in {time:seconds} with a pause of {pause:ms}; price for the guest: {price}.',
    zh: '用时 {time:seconds}，停机 {pause:ms}；客户机的代价：{price}。',
  },
  ofReplays: {
    en: '{replays:count} {replays|replay|replays} differ in what nobody knows before the start; {percent} % finish. {assumed}',
    zh: '{replays:count} 次重放在事先无法知道的方面各不相同；其中 {percent}% 完成。{assumed}',
  },
  assumed: { en: 'Assumed: {assumed:list}.', zh: '假定：{assumed:list}。' },
  nothingAssumed: { en: 'Nothing about the guest is assumed.', zh: '没有对客户机作任何假定。' },
  ofFleet: {
    en: 'Each machine is predicted by the closed form, its link shared with those that leave the same host.',
    zh: '每台虚拟机按闭式解预测，与从同一宿主机迁出的虚拟机共享链路。',
  },
  ofRunning: { en: 'Told from what the migration itself reports.', zh: '依据迁移自身报告的数据。' },
  sentenceOfItsOwn: { en: '{text:capital}.', zh: '{text:capital}。' },
  dirtyReadings: {
    en: 'What the guest writes: readings of its dirty rate over two lengths of time.',
    zh: '客户机的写入：请给出两种时间长度的脏页速率读数。',
  },
  nothingNeeded: { en: 'Nothing is needed.', zh: '无需采取措施。' },
  noShorter: { en: 'no policy tried has a shorter pause.', zh: '所试策略的停机时间都不更短。' },
  noSetting: { en: 'No single setting makes it finish.', zh: '没有任何单项设置能使其完成。' },
  combine: {
    en: 'combine a faster link with a longer pause.',
    zh: '请同时采用更快的链路和更长的停机上限。',
  },
});
