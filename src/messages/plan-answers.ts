import { area } from '../message.ts';

/** What the parts of a plan answer in a sentence: right-sizing, costs, targets, the design that passes. */
export const planAnswerWords = area('planAnswer', {
  // What comes back.
  toGiveBack: {
    en: 'To give back: {parts:list}, by {actions:count} {actions|action|actions}{smaller}{more}.{doubt}',
    zh: '可收回：{parts:list}，共 {actions:count} 项措施{smaller}{more}。{doubt}',
  },
  vcpus: { en: '{n:number} vCPU', zh: '{n:number} 个 vCPU' },
  memory: { en: '{gib:number} GiB of memory', zh: '{gib:number} GiB 内存' },
  disk: { en: '{gib:number} GiB of disk', zh: '{gib:number} GiB 磁盘' },
  hosts: { en: '{n:count} {n|host|hosts}', zh: '{n:count} 台宿主机' },
  moneyAMonth: { en: '{amount:money} {currency} a month', zh: '每月 {amount:money} {currency}' },
  smaller: {
    en: ', {n:count} of them smaller machines',
    zh: '，其中 {n:count} 项是缩小虚拟机',
  },
  candidates: {
    en: '; {n:count} {n|candidate|candidates} beside them',
    zh: '；另有 {n:count} 项候选',
  },
  thin: {
    en: " {n:count} {n|machine|machines} with less than {percent:digits} % of the {days:digits} {days|day|days}' samples {n|is a candidate|are candidates} only.",
    zh: '{n:count} 台虚拟机的样本不足 {days:digits} 天的 {percent:digits}%，只作候选。',
  },
  noLoad: {
    en: ' No load is given, so sizes are not judged: give it with --load.',
    zh: '未给出负载，因此不评判规格：请用 --load 给出。',
  },
  cut: {
    en: '{title} ({shown:count} of {rows:count})',
    zh: '{title}（{rows:count} 行中的 {shown:count} 行）',
  },
  // What it costs.
  nothingToCost: { en: 'Nothing to cost.', zh: '没有需要计价的方案。' },
  costs: {
    en: '"{name}" costs {total:money} {currency} over {years:count} {years|year|years}, {month:money} {currency} a month, {machine:money} {currency} per VM and month.{best}',
    zh: '“{name}”{years:count} 年共花费 {total:money} {currency}，每月 {month:money} {currency}，每台虚拟机每月 {machine:money} {currency}。{best}',
  },
  noWhatIfCheaper: { en: ' No what-if costs less.', zh: '没有哪个假设方案更便宜。' },
  cheaper: {
    en: ' "{name}" costs {less:money} {currency} less{when}.',
    zh: '“{name}”少花 {less:money} {currency}{when}。',
  },
  fromTheFirst: { en: ', from the first month on', zh: '，从第一个月起即如此' },
  fromMonth: {
    en: ', and has cost less from month {month:digits} on',
    zh: '，从第 {month:digits} 个月起累计更省',
  },
  // The design that passes.
  cheapestDesign: {
    en: 'The cheapest design that passes: {hosts:count} {hosts|host|hosts} {choice}, {cost:money} {currency} over {years:count} {years|year|years}. {proof}{dearest}',
    zh: '满足全部目标的最便宜方案：{hosts:count} 台宿主机，{choice}，{years:count} 年共 {cost:money} {currency}。{proof}{dearest}',
  },
  choice: {
    en: '"{name}" ({cores:digits} {cores|core|cores}, {gib:digits} GiB), {parts:list}',
    zh: '“{name}”（{cores:digits} 核，{gib:digits} GiB），{parts:list}',
  },
  perCore: { en: '{ratio:digits} vCPUs per core', zh: '每核 {ratio:digits} 个 vCPU' },
  memoryAt: { en: 'memory at {percent:digits} %', zh: '内存按 {percent:digits}% 计' },
  shared: { en: '{percent:digits} % of it shared', zh: '其中 {percent:digits}% 共享' },
  zones: { en: '{n:digits} {n|zone|zones}', zh: '{n:digits} 个可用区' },
  byPercent: { en: 'failures by per cent', zh: '按百分比预留故障余量' },
  noneCheaper: {
    en: 'No design of these choices costs less.',
    zh: '在这些选项中没有更便宜的方案。',
  },
  atMostLeft: {
    en: 'Whatever packing is found, none of these choices costs less than {bound:money}: at most {gap:percent} is left to find.',
    zh: '无论怎样放置，这些选项都不会低于 {bound:money}：至多还能省 {gap:percent}。',
  },
  dearestGoal: {
    en: ' The goal that costs most is "{goal}": without it {saves:money} {currency} less.',
    zh: '代价最高的目标是“{goal}”：去掉它可省 {saves:money} {currency}。',
  },
  noGoalDearer: {
    en: ' No single goal makes it dearer.',
    zh: '没有单个目标使它变贵。',
  },
  withoutGoal: {
    en: ' Without "{goal}" the cheapest costs {cost:money} {currency}.',
    zh: '去掉“{goal}”，最便宜的方案为 {cost:money} {currency}。',
  },
  tooLarge: {
    en: 'No design passes: {n:count} {n|machine|machines} {n|is|are} larger than every host of the catalogue ({names:list}).',
    zh: '没有可行方案：{n:count} 台虚拟机大于目录中的每种宿主机（{names:list}）。',
  },
  tooMany: {
    en: 'No design passes, even without goals: the machines need more hosts than mostHosts allows.',
    zh: '即使没有目标也没有可行方案：所需宿主机多于 mostHosts 允许的数量。',
  },
  holdsForNone: {
    en: 'No design passes: "{goal}" holds for none of the choices.{way}',
    zh: '没有可行方案：“{goal}”在任何选项下都不成立。{way}',
  },
  cannotHold: {
    en: 'No design passes: {goals} cannot hold together with these choices.{way}',
    zh: '没有可行方案：在这些选项下，{goals}无法同时成立。{way}',
  },
  quoted: { en: '"{text}"', zh: '目标“{text}”' },
  and: { en: '{first} and {second}', zh: '{first}与{second}' },
  // Where it could go.
  toOpenshift: {
    en: 'To {target}: {machines:count} {machines|machine|machines} on {nodes:count} {nodes|node|nodes} of {cores:digits} {cores|core|cores} and {gib:count} GiB (no fewer than {bound:digits}), {overhead:count} GiB of it overhead of their pods; moved in {waves:count} {waves|wave|waves}, {hours} in all.{unsized}{unplaced}{long}{stuck}',
    zh: '迁往 {target}：{machines:count} 台虚拟机放在 {nodes:count} 个节点上，每个 {cores:digits} 核、{gib:count} GiB（不少于 {bound:digits} 个），其中 {overhead:count} GiB 是其 Pod 的开销；分 {waves:count} 批迁移，共 {hours}。{unsized}{unplaced}{long}{stuck}',
  },
  sentences: { en: '{all:spaces}', zh: '{all:spaces}' },
  hours: { en: '{n:digits} h', zh: '{n:digits} 小时' },
  fitNoNode: {
    en: ' {n:count} {n|machine|machines} {n|fits|fit} no node.',
    zh: '{n:count} 台虚拟机没有节点放得下。',
  },
  diskUnknown: {
    en: ' The inventory tells no size of the disks of {n:count} {n|machine|machines}: copying them is not in these hours.',
    zh: '清单未给出 {n:count} 台虚拟机的磁盘大小：复制磁盘的时间不在其中。',
  },
  tooLong: {
    en: ' {n:count} {n|machine|machines} {n|takes|take} longer than a window of {hours}.',
    zh: '{n:count} 台虚拟机的迁移超过 {hours}的窗口。',
  },
  neverEnds: {
    en: ' {n:count} {n|machine|machines} not moved: writes outrun the copy, so a {method} move does not end.',
    zh: '{n:count} 台虚拟机未迁移：写入快于复制，{method} 迁移无法结束。',
  },
  toCloud: {
    en: 'To {target}: {placed:count} {placed|machine|machines} on instances cost {month:money} {currency} a month on demand.{even}{doubt}{sized}',
    zh: '迁往 {target}：{placed:count} 台虚拟机使用实例，按需每月 {month:money} {currency}。{even}{doubt}{sized}',
  },
  alwaysLess: {
    en: ' That is less than the estate costs today, running all month.',
    zh: '即使整月运行，也低于现有环境的费用。',
  },
  lessBelow: {
    en: ' It costs less than the estate today below {hours:digits} {hours|hour|hours} a month.',
    zh: '每月运行少于 {hours:digits} 小时时，低于现有环境的费用。',
  },
  partlyByLoad: {
    en: ' The load is of {matched:count} of the {all:count} {all|machine|machines}; the others are sized by what they have now.',
    zh: '负载数据涵盖 {all:count} 台虚拟机中的 {matched:count} 台；其余按现有规格计算。',
  },
  largerThanAll: {
    en: ' {n:count} {n|machine|machines} {n|is|are} larger than every instance.',
    zh: '{n:count} 台虚拟机大于所有实例规格。',
  },
  // What the page of a design opens with.
  designQuestion: {
    en: 'Which is the cheapest design that passes?',
    zh: '满足全部目标的最便宜方案是哪一个？',
  },
  designTitle: { en: 'Design for {source}', zh: '{source} 的设计方案' },
  designWouldChange: {
    en: 'Prices, and the goals in the table of what each costs.',
    zh: '价格，以及代价表中的各项目标。',
  },
  designConfidence: {
    en: 'The bounds hold for every packing; ready time and pause are predictions of models{assumed}.',
    zh: '下界对任何放置都成立；就绪时间和停顿是模型的预测{assumed}。',
  },
  loadAssumed: { en: ', and the load is assumed', zh: '，负载为假定值' },
  everyChoice: { en: 'Every choice was looked at.', zh: '已考察每个选项。' },
  relax: { en: 'Relax "{goal}".', zh: '放宽“{goal}”。' },
  relaxGain: {
    en: 'it is one of the goals that cannot hold together.',
    zh: '它是无法同时成立的目标之一。',
  },
  offerLarger: { en: 'Offer larger hosts or more of them.', zh: '提供更大或更多的宿主机。' },
  offerLargerGain: {
    en: 'machines that fit none get a place.',
    zh: '放不下的虚拟机便有位置。',
  },
  buy: {
    en: 'Buy {hosts:count} {hosts|host|hosts} {choice}.',
    zh: '购买 {hosts:count} 台宿主机：{choice}。',
  },
  buyGain: {
    en: 'every goal holds at the least cost found.',
    zh: '以找到的最低成本满足全部目标。',
  },
  worthIt: { en: 'Ask whether "{goal}" is worth it.', zh: '考虑“{goal}”是否值得。' },
  worthItGain: {
    en: '{saves:money} {currency} less without it.',
    zh: '去掉它可省 {saves:money} {currency}。',
  },
  choicesLookedAt: { en: 'choices looked at', zh: '考察的选项' },
  hostsKey: { en: 'hosts', zh: '宿主机' },
  noFewer: {
    en: 'no fewer than {bound:digits} for this choice',
    zh: '此选项不少于 {bound:digits} 台',
  },
  cost: { en: 'cost', zh: '费用' },
  amount: { en: '{cost:money} {currency}', zh: '{cost:money} {currency}' },
  overYears: { en: 'over {years:count} {years|year|years}', zh: '{years:count} 年合计' },
  leftToFind: { en: 'left to find', zh: '尚可节省' },
  byBounds: { en: 'at most, by the bounds', zh: '至多，由下界得出' },
  readyTime: { en: 'ready time', zh: '就绪时间' },
  atThePeak: { en: 'per vCPU at the peak', zh: '峰值时每个 vCPU' },
  noGoals: { en: 'none', zh: '无' },
});
