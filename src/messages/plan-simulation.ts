import { area } from '../message.ts';

/** A simulated day of a cluster, and CloudSim's experiment beside it. */
export const simulationWords = area('simulation', {
  lead: {
    en: '{kwh:number} kWh in {hours:short} hours with {on:short} of {hosts:count} hosts on; {given}, with {moves:count} moves.',
    zh: '{hours:short} 小时耗电 {kwh:number} kWh，{hosts:count} 台宿主机中平均 {on:short} 台开机；{given}，迁移 {moves:count} 次。',
  },
  notGiven: {
    en: '{share:number} % of the work asked for was not given',
    zh: '所需的工作有 {share:number}% 未得到',
  },
  allGiven: {
    en: 'machines got all the work they asked for',
    zh: '虚拟机得到了所需的全部工作',
  },
  section: { en: 'Cluster simulation', zh: '集群模拟' },
  text: {
    en: 'Memory is never exceeded; a machine gets at most what its host can give, evenly by vCPU; moves take the time and the pause of the migration model. Demand changes once a step; ready time in bursts within a step is predicted from vCPUs and use of each host. SLATAH: share of the time hosts were on with less given than asked.{charts}',
    zh: '内存从不超限；虚拟机最多得到宿主机所能给的，按 vCPU 均分；迁移的时间与停顿取自迁移模型。需求每步变化一次；步内突发时的就绪等待由各宿主机的 vCPU 数与使用率预测。SLATAH：宿主机开机时间中所给少于所需的份额。{charts}',
  },
  charts: {
    en: ' Charts: the {n:count} clusters with most machines.',
    zh: '图表：虚拟机最多的 {n:count} 个集群。',
  },
  ofCluster: { en: '{title}: {name}', zh: '{title}：{name}' },
  clusters: { en: 'Simulated clusters', zh: '所模拟的集群' },
  happened: { en: 'What happened', zh: '发生的情况' },
  omitted: {
    en: 'Of failures, outages, restarts and switching, what is not listed did not happen.',
    zh: '故障、中断、重启与开关机中未列出的没有发生。',
  },
  quirks: { en: 'Energy of the same day, quirk by quirk', zh: '同一天的能耗，逐项差异' },
  quirksText: {
    en: 'The first bar is CloudSim as published; every other bar changes what its name says and nothing else of its group.',
    zh: '第一条为已发表的 CloudSim；其余各条只改变其名称所示的一项，同组其他不变。',
  },
  ours: { en: 'ours {name}', zh: '本产品 {name}' },
  moves: { en: '{n:count} moves', zh: '迁移 {n:count} 次' },
  compatibility: {
    en: 'CloudSim compatibility and our own mode',
    zh: 'CloudSim 兼容模式与本产品的模式',
  },
  compatibilityText: {
    en: 'Day {day}, 800 hosts, threshold 0.8. CloudSim as published: {kwh:number} kWh, {migrations:count} migrations. With memory honoured, every machine kept and moves at their modelled cost: {ownKwh:number} kWh, {ownMigrations:count} migrations, {times:short} times the energy.',
    zh: '日期 {day}，800 台宿主机，阈值 0.8。已发表的 CloudSim：{kwh:number} kWh，迁移 {migrations:count} 次。计及内存、保留每台虚拟机并按模型计迁移开销：{ownKwh:number} kWh，迁移 {ownMigrations:count} 次，能耗为 {times:short} 倍。',
  },
  hostsOn: { en: 'Hosts that draw power', zh: '耗电的宿主机' },
  hostsOnText: {
    en: 'Of {hosts:count} hosts; a host counts from the start of its boot.',
    zh: '共 {hosts:count} 台宿主机；从开始启动起计。',
  },
  served: { en: 'Work asked for and given', zh: '所需与所得的工作' },
  servedText: {
    en: 'Where the lines part, machines wait for a core, for a restart or for a place.',
    zh: '两线分开处，虚拟机在等待核心、重启或位置。',
  },
  heat: { en: 'Use of hosts over time', zh: '宿主机使用率随时间' },
  heatText: {
    en: 'The busiest host first; no cell: the host was off.',
    zh: '最忙的宿主机在前；空格：该宿主机关机。',
  },
  heatGroups: {
    en: 'Groups of {n:count} hosts, the busiest first, mean of those that were on; no cell: all were off.',
    zh: '每组 {n:count} 台宿主机，最忙的在前，取开机者的均值；空格：全部关机。',
  },
  contention: { en: 'Contention of machines', zh: '虚拟机的争用' },
  contentionText: {
    en: 'Left and high is good: most machines got nearly all they asked for. Dotted: thresholds of practice for ready time per vCPU, from which to look and from which it is contention (unverified).',
    zh: '越靠左越高越好：多数虚拟机几乎得到所需的全部。虚线：每 vCPU 就绪等待的经验阈值，分别为需要排查与存在争用（未核实）。',
  },
  title: {
    en: '{machines:count} machines on {hosts:count} hosts over time',
    zh: '{hosts:count} 台宿主机上的 {machines:count} 台虚拟机随时间的情况',
  },
  addHosts: { en: 'Add hosts.', zh: '增加宿主机。' },
  addHostsGain: {
    en: '{n:count} {n|machine|machines} without a host {n|gets|get} one.',
    zh: '{n:count} 台没有宿主机的虚拟机得到位置。',
  },
  lower: {
    en: 'Lower --threshold, or keep more hosts on.',
    zh: '降低 --threshold，或让更多宿主机开机。',
  },
  lowerGain: {
    en: 'up to {share:prose} % of the work asked for, not given today.',
    zh: '至多 {share:prose}% 现在未得到的工作。',
  },
  without: {
    en: 'Do without {n:count} {n|host|hosts}.',
    zh: '可减少 {n:count} 台宿主机。',
  },
  withoutGain: {
    en: 'so many are off on average; failures and peaks need some of them.',
    zh: '平均有这么多台关机；故障与峰值仍需其中一些。',
  },
  pack: { en: 'Pack machines closer.', zh: '更紧凑地放置虚拟机。' },
  packGain: {
    en: '{idle:prose} of {all:prose} kWh go to hosts being on at all.',
    zh: '{all:prose} kWh 中有 {idle:prose} kWh 只用于宿主机开机。',
  },
  moveLess: { en: 'Move less: raise --threshold.', zh: '减少迁移：提高 --threshold。' },
  moveLessGain: { en: '{n:count} moves now.', zh: '现在迁移 {n:count} 次。' },
  question: {
    en: 'What do {machines:count} {machines|machine|machines} on {hosts:count} {hosts|host|hosts} take and get over time?',
    zh: '{hosts:count} 台宿主机上的 {machines:count} 台虚拟机随时间需要与得到多少？',
  },
  confidence: {
    en: 'One day as recorded, without randomness: another day moves the answer. Demand changes once a step; ready time within a step is predicted from vCPUs and use.',
    zh: '按记录的一天，没有随机性：换一天结果会变。需求每步变化一次；步内就绪等待由 vCPU 数与使用率预测。',
  },
  wouldChange: {
    en: 'The threshold above which machines leave, the power policy, and the day itself: simulate others and compare.',
    zh: '虚拟机迁出的阈值、电源策略以及所选的日子：模拟其他情况并比较。',
  },
  nothing: { en: 'Nothing is needed.', zh: '无需调整。' },
  nothingGain: { en: 'machines got what they asked for.', zh: '虚拟机得到了所需的。' },
  energy: { en: 'Energy', zh: '能耗' },
  kwh: { en: '{kwh:prose} kWh', zh: '{kwh:prose} kWh' },
  hours: { en: '{hours:prose} hours', zh: '{hours:prose} 小时' },
  on: { en: 'Hosts on', zh: '开机宿主机' },
  onOf: { en: 'of {hosts:count}, on average', zh: '共 {hosts:count} 台，平均' },
  workNotGiven: { en: 'Work not given', zh: '未得到的工作' },
  ready: { en: 'Ready time, p95', zh: '就绪等待，p95' },
  readyNote: { en: 'per vCPU, within steps', zh: '每 vCPU，步内' },
  movesName: { en: 'Moves', zh: '迁移' },
  share: { en: '{share:prose} %', zh: '{share:prose}%' },
});

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
