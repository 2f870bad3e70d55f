import { area, vocabulary } from '../message.ts';

/** First sentences of the single-shot commands. */
export const answerWords = area('answer', {
  io: {
    en: 'From {least:prose} a second with {worst} (limited by {worstLimit}) to {most:prose} with {best} (limited by {bestLimit}). {bytes:bytes} at queue depth {depth:digits} on {host}.',
    zh: '从{worst}的每秒 {least:prose} 次（受限于{worstLimit}）到{best}的 {most:prose} 次（受限于{bestLimit}）。{host} 上 {bytes:bytes} 的请求，队列深度 {depth:digits}。',
  },
  belowSpeed: {
    en: "VMs fall below 95 % of their speed when their memory is {times:digits} {times|time|times} the host's.",
    zh: '当虚拟机内存总量达到宿主机的 {times:digits} 倍时，其速度降至 95% 以下。',
  },
  keepSpeed: {
    en: 'Up to the largest ratio tried, VMs keep 95 % of their speed.',
    zh: '在所试的最大比率之内，虚拟机保持 95% 以上的速度。',
  },
  overcommit: {
    en: 'The host has {free} MB free and is in memory state {state}. {cliff}',
    zh: '宿主机空闲 {free} MB，内存状态为 {state}。{cliff}',
  },
  schedule: {
    en: '{capacity:digits} {unit} of {resource} for {machines:digits} {machines|machine|machines}{ends}.',
    zh: '{machines:digits} 台虚拟机共用 {capacity:digits} {unit} 的 {resource}{ends}。',
  },
  scheduleEqual: {
    en: ': each gets {amount} {unit}',
    zh: '：每台获得 {amount} {unit}',
  },
  scheduleEnds: {
    en: ': {most} gets {mostAmount} {unit}, the most; {least} gets {leastAmount} {unit}, the least',
    zh: '：{most} 获得最多，为 {mostAmount} {unit}；{least} 获得最少，为 {leastAmount} {unit}',
  },
  notAdmitted: { en: 'Not admitted: {refusal}', zh: '未获准入：{refusal}' },
  translate: {
    en: '{total:prose} cycles per access: second-level TLB hits {hits:prose}, walks {walk:prose}.',
    zh: '每次访问 {total:prose} 个周期：二级 TLB 命中 {hits:prose}，页表遍历 {walk:prose}。',
  },
  mmu: {
    en: 'Cycles per access, cheapest first: {modes:list}.',
    zh: '每次访问的周期，由低到高：{modes:list}。',
  },
  mode: { en: '{title} {cycles:prose}', zh: '{title} {cycles:prose}' },
  bill: {
    en: '{what:capital} on {host}, under {technique}: {rest}',
    zh: '{host} 上的 {what}，采用{technique}：{rest}',
  },
  notComparable: { en: 'not comparable: it {why}.', zh: '不可比：{why}。' },
  nothingToPrice: { en: 'nothing to price.', zh: '没有可计价的事件。' },
  cyclesAdded: {
    en: '{value:prose} ({low:prose} to {high:prose}) cycles added to bare metal',
    zh: '比裸机增加 {value:prose}（{low:prose} 至 {high:prose}）个周期',
  },
  share: {
    en: '{value:percent} ({low:percent} to {high:percent})',
    zh: '{value:percent}（{low:percent} 至 {high:percent}）',
  },
  billOverTime: {
    en: '{share} of one CPU; {cycles}, {perS:count} a second over {seconds:digits} s.',
    zh: '占一个 CPU 的 {share}；{cycles}，{seconds:digits} s 内每秒 {perS:count} 个。',
  },
  billBusy: {
    en: '{share} of a busy CPU at one cycle an instruction (assumed); {cycles}.',
    zh: '占一个满载 CPU 的 {share}（假定每条指令一个周期）；{cycles}。',
  },
  billCycles: {
    en: '{cycles}; how much of a CPU that is takes the time they were counted over: give --seconds.',
    zh: '{cycles}；要换算为 CPU 占用，需要知道计数的时长：请给出 --seconds。',
  },
  dedupImages: {
    en: 'Of {total:bytes}, {zero:bytes} is zero and sharing equal pages frees at most {most:bytes}; KSM gets {saved:bytes} of it after about {seconds:seconds} of scanning.',
    zh: '{total:bytes} 中有 {zero:bytes} 为全零页，内存去重最多可释放 {most:bytes}；KSM 扫描约 {seconds:seconds} 后可收回其中的 {saved:bytes}。',
  },
  dedupPopulation: {
    en: '{name}: KSM frees {saved:bytes}, {net:bytes} net, after about {seconds:seconds}{fast}.',
    zh: '{name}：约 {seconds:seconds} 后 KSM 释放 {saved:bytes}，净收益 {net:bytes}{fast}。',
  },
  fastMode: { en: ' (fast mode)', zh: '（快速模式）' },
  joined: { en: '{first} {second}', zh: '{first}{second}' },
});

/** Kinds of page tables as they stand within a sentence. */
export const modeWords = vocabulary('mmu-mode', {
  zh: {
    'bare metal': '裸机',
    'shadow paging': '影子页表',
    'paravirtual direct paging': '半虚拟化直接页表',
    'nested paging': '嵌套页表',
    'agile paging': '敏捷页表',
    'software MMU (emulator)': '软件 MMU（仿真器）',
  },
});

/** A kind of page tables within a sentence, by its title. */
export const modeInSentence = (title: string) =>
  modeWords(title.charAt(0).toLowerCase() + title.slice(1));
