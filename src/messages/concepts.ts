import { area } from '../message.ts';

/** The list of concepts and how their numbers are known. */
export const conceptWords = area('concept', {
  question: {
    en: 'Which concepts of the field are there, and which command prices each?',
    zh: '本领域有哪些概念，各由哪个命令定价？',
  },
  run: { en: 'Run the command beside a concept.', zh: '运行概念旁的命令。' },
  runGain: { en: 'its price, with interval and sources.', zh: '得到其价格、区间与来源。' },
  page: { en: 'Concepts of virtualization and cloud', zh: '虚拟化与云的概念' },
  sentence: {
    en: '{all:digits} {all|concept|concepts} of virtualization and cloud in {groups:digits} {groups|group|groups}: {simulated:digits} simulated step by step, {exact:digits} exact arithmetic on what is stated, {priced:digits} priced from sourced numbers, of which {unverified:digits} lean on a number nobody could confirm.',
    zh: '虚拟化与云的 {all:digits} 个概念，分为 {groups:digits} 组：{simulated:digits} 个逐步模拟，{exact:digits} 个按所述条件精确计算，{priced:digits} 个由有来源的数值定价，其中 {unverified:digits} 个依赖无人能核实的数值。',
  },
  simulated: {
    en: 'simulated; compared by validate {suite}',
    zh: '模拟；由 validate {suite} 对比',
  },
  exact: { en: 'exact: {how}', zh: '精确：{how}' },
  counted: { en: '{count:digits} {status}', zh: '{count:digits} 个{status}' },
  unverified: {
    en: '{counts} ({unverified:digits} unverified)',
    zh: '{counts}（{unverified:digits} 个未核实）',
  },
  numbers: { en: '      numbers: {numbers}', zh: '      数值：{numbers}' },
});
