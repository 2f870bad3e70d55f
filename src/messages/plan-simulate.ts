import { area } from '../message.ts';

/** What a simulated day says: its answer, tables, charts and summary. */
export const simulateWords = area('planSimulate', {
  lead: {
    en: '{kwh:prose} kWh in {hours:short} hours with {on:short} of {hosts:digits} {hosts|host|hosts} on; {given}, with {moves:count} {moves|move|moves}.',
    zh: '{hours:short} 小时用电 {kwh:prose} kWh，{hosts:digits} 台宿主机平均开机 {on:short} 台；{given}，迁移 {moves:count} 次。',
  },
  notGiven: {
    en: '{percent:prose} % of the work asked for was not given',
    zh: '所需工作有 {percent:prose}% 未得到满足',
  },
  allGiven: {
    en: 'machines got all the work they asked for',
    zh: '虚拟机所需工作全部得到满足',
  },
  pageTitle: {
    en: '{n:digits} {n|machine|machines} on {hosts:digits} {hosts|host|hosts} over time',
    zh: '{hosts:digits} 台宿主机上 {n:digits} 台虚拟机随时间的变化',
  },
  clusters: { en: 'Simulated clusters', zh: '模拟的集群' },
  happenings: { en: 'What happened', zh: '发生的事件' },
  omitted: {
    en: 'Of failures, outages, restarts and switching, what is not listed did not happen.',
    zh: '故障、中断、重启与开关机中未列出的均未发生。',
  },
  title: { en: 'Cluster simulation', zh: '集群模拟' },
  text: {
    en: 'Memory is never exceeded; a machine gets at most what its host can give, evenly by vCPU; moves take the time and the pause of the migration model. Demand changes once a step; ready time in bursts within a step is predicted from vCPUs and use of each host. SLATAH: share of the time hosts were on with less given than asked.{charts}',
    zh: '内存从不超用；虚拟机最多得到宿主机所能给的，按 vCPU 均分；迁移按迁移模型耗时和暂停。需求每步变化一次；步内突发的就绪时间由各宿主机的 vCPU 与利用率预测。SLATAH：宿主机开机而供不应求的时间占比。{charts}',
  },
  charted: {
    en: ' Charts: the {n:digits} {n|cluster|clusters} with most machines.',
    zh: '图：虚拟机最多的 {n:digits} 个集群。',
  },
  ofCluster: { en: '{title}: {name}', zh: '{title}：{name}' },
  hostsOn: { en: 'Hosts that draw power', zh: '用电的宿主机' },
  hostsOnText: {
    en: 'Of {hosts:digits} {hosts|host|hosts}; a host counts from the start of its boot.',
    zh: '共 {hosts:digits} 台宿主机；从开始启动起计入。',
  },
  served: { en: 'Work asked for and given', zh: '所需与所得的工作' },
  servedText: {
    en: 'Where the lines part, machines wait for a core, for a restart or for a place.',
    zh: '两线分开处，虚拟机在等待核、重启或位置。',
  },
  use: { en: 'Use of hosts over time', zh: '宿主机利用率随时间的变化' },
  useByHost: {
    en: 'The busiest host first; no cell: the host was off.',
    zh: '最忙的宿主机在前；空格：该宿主机关机。',
  },
  useByGroup: {
    en: 'Groups of {n:digits} {n|host|hosts}, the busiest first, mean of those that were on; no cell: all were off.',
    zh: '每组 {n:digits} 台宿主机，最忙的在前，取开机者的平均；空格：全部关机。',
  },
  contention: { en: 'Contention of machines', zh: '虚拟机的争用' },
  contentionText: {
    en: 'Left and high is good: most machines got nearly all they asked for. Dotted: thresholds of practice for ready time per vCPU, from which to look and from which it is contention (unverified).',
    zh: '越靠左上越好：多数虚拟机几乎得到全部所需。虚线：每 vCPU 就绪时间的实践阈值，从此应当关注、从此即为争用（未经核实）。',
  },
  question: {
    en: 'What do {n:count} {n|machine|machines} on {hosts:count} {hosts|host|hosts} take and get over time?',
    zh: '{hosts:count} 台宿主机上的 {n:count} 台虚拟机随时间需要多少、得到多少？',
  },
  confidence: {
    en: 'One day as recorded, without randomness: another day moves the answer. Demand changes once a step; ready time within a step is predicted from vCPUs and use.',
    zh: '按记录的一天计算，没有随机性：换一天答案会变。需求每步变化一次；步内就绪时间由 vCPU 与利用率预测。',
  },
  wouldChange: {
    en: 'The threshold above which machines leave, the power policy, and the day itself: simulate others and compare.',
    zh: '虚拟机迁出的阈值、电源策略以及这一天本身：模拟其他情形并比较。',
  },
  addHosts: { en: 'Add hosts.', zh: '增加宿主机。' },
  addHostsGain: {
    en: '{n:count} {n|machine|machines} without a host {n|gets|get} one.',
    zh: '{n:count} 台没有宿主机的虚拟机得到位置。',
  },
  lower: {
    en: 'Lower --threshold, or keep more hosts on.',
    zh: '降低 --threshold，或保持更多宿主机开机。',
  },
  lowerGain: {
    en: 'up to {percent:prose} % of the work asked for, not given today.',
    zh: '最多可满足现在未给的 {percent:prose}% 所需工作。',
  },
  doWithout: {
    en: 'Do without {n:count} {n|host|hosts}.',
    zh: '减少 {n:count} 台宿主机。',
  },
  doWithoutGain: {
    en: 'so many are off on average; failures and peaks need some of them.',
    zh: '平均有这么多台关机；故障与高峰仍需其中一些。',
  },
  pack: { en: 'Pack machines closer.', zh: '把虚拟机放得更紧。' },
  packGain: {
    en: '{idle:prose} of {all:prose} kWh go to hosts being on at all.',
    zh: '{all:prose} kWh 中有 {idle:prose} kWh 仅用于宿主机开机。',
  },
  moveLess: { en: 'Move less: raise --threshold.', zh: '减少迁移：提高 --threshold。' },
  moveLessGain: { en: '{n:count} {n|move|moves} now.', zh: '现在迁移 {n:count} 次。' },
  nothing: { en: 'Nothing is needed.', zh: '无需改动。' },
  nothingGain: {
    en: 'machines got what they asked for.',
    zh: '虚拟机得到了所需。',
  },
  energy: { en: 'Energy', zh: '用电' },
  hours: { en: '{n:prose} {n|hour|hours}', zh: '{n:prose} 小时' },
  on: { en: 'Hosts on', zh: '开机宿主机' },
  onNote: { en: 'of {hosts:digits}, on average', zh: '共 {hosts:digits} 台，平均值' },
  work: { en: 'Work not given', zh: '未给的工作' },
  ready: { en: 'Ready time, p95', zh: '就绪时间，第 95 百分位' },
  readyNote: { en: 'per vCPU, within steps', zh: '每 vCPU，步内' },
  moves: { en: 'Moves', zh: '迁移' },
});
