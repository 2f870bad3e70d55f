import { area } from '../message.ts';

/** Credits, availability, billing and bursts of public clouds. */
export const cloudWords = area('cloud', {
  creditsTitle: { en: 'CPU credits of a burstable instance', zh: '突发型实例的 CPU 积分' },
  creditsQuestion: { en: 'How long do the credits last?', zh: '积分能维持多久？' },
  keepType: { en: 'Keep this type.', zh: '保留该规格。' },
  otherType: {
    en: 'Take a type with a higher baseline, or one without credits.',
    zh: '选用基准更高或不用积分的规格。',
  },
  throttled: {
    en: '{n:count} of {hours:count} hours are held to the baseline.',
    zh: '{hours:count} 小时中有 {n:count} 小时被限制在基准。',
  },
  nothingLeft: {
    en: 'nothing is left after {hours:prose} hours',
    zh: '{hours:prose} 小时后用尽',
  },
  notFalling: {
    en: 'at the last hour’s use the balance does not fall',
    zh: '按最后一小时的使用率余额不再下降',
  },
  lasts: {
    en: 'at the last hour’s use it lasts {hours:prose} hours more',
    zh: '按最后一小时的使用率还能维持 {hours:prose} 小时',
  },
  credits: {
    en: '{type} starts with {start:prose} credits and has {balance:prose} of at most {cap:count} after {hours:count} hours; {ends}{held}.',
    zh: '{type} 以 {start:prose} 积分开始，{hours:count} 小时后余 {balance:prose}（上限 {cap:count}）；{ends}{held}。',
  },
  heldIn: {
    en: '; held to its baseline in {n:count} of them',
    zh: '；其中 {n:count} 小时被限制在基准',
  },
  hourByHour: { en: 'Hour by hour', zh: '逐小时' },
  creditsText: {
    en: 'Change = (baseline − use) / 100 × 60 minutes; percent of one vCPU, all {vcpus:count} together. Baseline {baseline:digits} %.',
    zh: '变化 =（基准 − 使用率）/ 100 × 60 分钟；百分比以单个 vCPU 计，{vcpus:count} 个合计。基准 {baseline:digits}%。',
  },
  balance: { en: 'Balance', zh: '余额' },
  slaTitle: { en: 'Availability as minutes', zh: '可用性折合分钟' },
  slaQuestion: { en: 'How many minutes may it be down?', zh: '允许停机多少分钟？' },
  slaAction: {
    en: 'Spread it over zones, and do not count on their arithmetic.',
    zh: '分布到多个可用区，但不要指望其理论值。',
  },
  slaGain: {
    en: '{minutes:prose} minutes if failures were independent.',
    zh: '若故障相互独立则为 {minutes:prose} 分钟。',
  },
  sla: {
    en: '{availability:digits} % allow {allowed:prose} minutes down in {days:digits} days; {zones:count} independent zones would reach {reached:digits} % ({minutes:prose} minutes), which no provider holds itself to: failures are not independent.{down}',
    zh: '{availability:digits}% 允许在 {days:digits} 天内停机 {allowed:prose} 分钟；{zones:count} 个独立可用区理论上可达 {reached:digits}%（{minutes:prose} 分钟），但没有厂商作此承诺：故障并不独立。{down}',
  },
  downHeld: {
    en: ' {minutes:digits} minutes down are {reached:digits} %: held.',
    zh: '停机 {minutes:digits} 分钟即 {reached:digits}%：达到承诺。',
  },
  downMissed: {
    en: ' {minutes:digits} minutes down are {reached:digits} %: missed, {credit:percent} of the fee comes back.',
    zh: '停机 {minutes:digits} 分钟即 {reached:digits}%：未达承诺，返还 {credit:percent} 的费用。',
  },
  slaSection: { en: 'What providers hold themselves to', zh: '厂商的承诺' },
  slaText: {
    en: 'A minute counts when TCP and UDP are dead both ways for all of it; of several zones, when instances of each are down.',
    zh: '整分钟内双向 TCP 与 UDP 都不通才计为停机；多可用区时，各可用区的实例都停机才计。',
  },
  commitments: { en: 'Commitments', zh: '承诺' },
  billingTitle: { en: 'Billing: by use, month or year', zh: '计费：按量、包月或包年' },
  billingQuestion: {
    en: 'Which plan is cheapest for these hours?',
    zh: '这样的时长哪种方案最便宜？',
  },
  byUse: { en: 'by use', zh: '按量' },
  byMonth: { en: 'monthly', zh: '包月' },
  byYear: { en: 'yearly', zh: '包年' },
  pay: { en: 'Pay {plan}.', zh: '采用{plan}。' },
  payGain: {
    en: 'The yearly fee pays from {hours:prose} hours a month on.',
    zh: '每月 {hours:prose} 小时以上包年划算。',
  },
  billing: {
    en: '{hours:number} hours a month are cheapest {plan}: {use:number} by use, {month:number} by month, {year:number} by year; the monthly fee pays from {fromMonth:number} hours on, the yearly from {fromYear:number}, and a year beats months after {months:number} of them.{run}',
    zh: '每月 {hours:number} 小时以{plan}最便宜：按量 {use:number}，包月 {month:number}，包年 {year:number}；每月 {fromMonth:number} 小时起包月划算，{fromYear:number} 小时起包年划算，满 {months:number} 个月后包年优于包月。{run}',
  },
  billedAs: {
    en: ' A run of {seconds:digits} s is billed as {billed:digits} s.',
    zh: '运行 {seconds:digits} s 按 {billed:digits} s 计费。',
  },
  oneMachine: { en: 'One machine', zh: '单台机器' },
  monthPlans: { en: 'A month under each plan', zh: '各方案的月费' },
  burstTitle: { en: 'Hybrid cloud: the peak goes out', zh: '混合云：峰值外溢' },
  burstQuestion: {
    en: 'How many machines should be one’s own?',
    zh: '应自有多少台机器？',
  },
  own: { en: 'Own {n:count} machines.', zh: '自有 {n:count} 台。' },
  ownGain: {
    en: '{best:number} a month instead of {asked:number}.',
    zh: '每月 {best:number}，而非 {asked:number}。',
  },
  burst: {
    en: '{own:count} own machines and the rest from the cloud cost {asked:number} a month, all own {allOwn:number}, all cloud {allCloud:number}; cheapest are {bestOwn:count} own at {best:number}: a machine is worth owning when it is needed more than {hours:number} hours a month.',
    zh: '自有 {own:count} 台、其余用云，每月费用 {asked:number}；全部自有 {allOwn:number}，全部用云 {allCloud:number}；最便宜的是自有 {bestOwn:count} 台，每月 {best:number}：一台机器每月需用超过 {hours:number} 小时才值得自有。',
  },
  splits: { en: 'Splits', zh: '划分' },
  month: { en: 'A month', zh: '一个月' },
  familiesTitle: { en: 'Instance families', zh: '实例规格族' },
  familiesQuestion: {
    en: 'Which instance holds this machine with least left over?',
    zh: '哪种实例容纳该机器而余量最小？',
  },
  take: { en: 'Take {name}.', zh: '选用 {name}。' },
  takeOther: { en: 'Take another size.', zh: '改用其他规格。' },
  idleVcpus: {
    en: '{idle:percent} of its vCPUs are not needed.',
    zh: '其 vCPU 有 {idle:percent} 用不到。',
  },
  families: {
    en: '{vcpus:number} vCPUs and {gib:number} GiB fit {name} with {have:number} vCPUs and {haveGib:number} GiB best; {idleVcpus:percent} of its vCPUs and {idleGib:percent} of its memory are not needed.',
    zh: '{vcpus:prose} 个 vCPU、{gib:prose} GiB 最适合 {name}（{have:prose} 个 vCPU、{haveGib:prose} GiB）；其 vCPU 有 {idleVcpus:percent}、内存有 {idleGib:percent} 用不到。',
  },
  smallest: { en: 'Smallest size of each family', zh: '各规格族的最小规格' },
  smallestText: {
    en: 'Sizes double; memory follows by the family’s ratio.',
    zh: '规格逐级翻倍；内存按规格族的比例配置。',
  },
  familiesTable: { en: 'Families', zh: '规格族' },
  consolidationTitle: { en: 'Consolidation of physical servers', zh: '物理服务器整合' },
  consolidationQuestion: {
    en: 'How many hosts carry these servers?',
    zh: '多少台宿主机能承载这些服务器？',
  },
  addMemory: { en: 'Add memory to the hosts first.', zh: '先为宿主机增加内存。' },
  addCores: { en: 'Add cores to the hosts first.', zh: '先为宿主机增加核心。' },
  binds: { en: '{what} binds.', zh: '瓶颈是{what}。' },
  consolidation: {
    en: '{servers:count} servers become machines on {hosts:count} hosts ({ratio:prose} to 1); {what} binds, and the hosts in use run at {cpu:percent} CPU and {memory:percent} memory at the peak.',
    zh: '{servers:count} 台服务器整合到 {hosts:count} 台宿主机（{ratio:prose} 比 1）；瓶颈是{what}，在用宿主机峰值时 CPU 为 {cpu:percent}、内存为 {memory:percent}。',
  },
  hostsNeeded: { en: 'Hosts needed', zh: '所需宿主机' },
  consolidationText: {
    en: 'Peak use of each server times what virtualization adds, placed whole.',
    zh: '每台服务器的峰值使用乘以虚拟化开销，整台放置。',
  },
  hosts: { en: 'Hosts', zh: '宿主机' },
  maximaTitle: { en: 'Maxima of platforms', zh: '各平台的上限' },
  maximaQuestion: {
    en: 'What do platforms support at most?',
    zh: '各平台最多支持多少？',
  },
  choose: { en: 'Choose among the platforms that hold it.', zh: '在能容纳的平台中选择。' },
  smaller: { en: 'Make the machine or host smaller.', zh: '减小虚拟机或宿主机。' },
  holding: {
    en: '{n:count} of {all:count} hold it.',
    zh: '{all:count} 个平台中有 {n:count} 个能容纳。',
  },
  maxima: {
    en: 'Maxima of {n:count} platforms; state a size (--vcpus, --memory, --host-cores, …) to see which hold it.',
    zh: '{n:count} 个平台的上限；给出规格（--vcpus、--memory、--host-cores 等）可查看哪些能容纳。',
  },
  hold: {
    en: '{n:count} of {all:count} platforms hold it{names}.{over}',
    zh: '{all:count} 个平台中有 {n:count} 个能容纳{names}。{over}',
  },
  named: { en: ': {names:list}', zh: '：{names:list}' },
  over: { en: ' {parts:semicolons}.', zh: '{parts:semicolons}。' },
  beyond: {
    en: '{platform} has at most {most:digits} {unit}, asked {asked:digits}',
    zh: '{platform} 的{unit}最多 {most:digits}，所问为 {asked:digits}',
  },
  byPlatform: { en: 'By platform and release', zh: '按平台与版本' },
  maximaText: {
    en: '“plan --platform” checks them against an inventory; what it does not tell is checked here only.',
    zh: '“plan --platform”按清单核对；清单中没有的仅在此核对。',
  },
  maximaTable: { en: 'Maxima', zh: '上限' },
});
