import { area } from '../message.ts';

/** What a run comes to: the opening of its page. */
export const runSummaryWords = area('runSummary', {
  question: {
    en: 'What does virtualization cost {vms:count} {vms|VM|VMs} on {hosts:count} {hosts|host|hosts} under {techniques:count} {techniques|technique|techniques}?',
    zh: '{vms:count} 台虚拟机在 {hosts:count} 种宿主机上、{techniques:count} 种虚拟化技术下的开销是多少？',
  },
  cheapest: {
    en: '{technique} is the cheapest in {wins:count} of {places:count} {places|place|places} of a VM on a host.{elsewhere} The price of a VM counts its CPU, memory, migrations and snapshots; only techniques that offer what it needs count.',
    zh: '在“虚拟机 × 宿主机”的 {places:count} 种组合中，{technique} 有 {wins:count} 种最便宜。{elsewhere}虚拟机的价格计入 CPU、内存、迁移和快照；只比较能满足其需求的技术。',
  },
  elsewhere: { en: ' Elsewhere it is {techniques:list}.', zh: '其余为 {techniques:list}。' },
  nobody: {
    en: 'No technique asked about offers what these VMs need on these hosts.',
    zh: '所问的技术都不能在这些宿主机上满足这些虚拟机的需求。',
  },
  missed: {
    en: '{missed:count} {missed|expectation|expectations} of the scenario {missed|is|are} missed. {answer}',
    zh: '场景中有 {missed:count} 项期望未达到。{answer}',
  },
  orderSure: {
    en: 'The order is sure for {sure:count} of {pairs:count} {pairs|pair|pairs} of first and second: their intervals do not overlap. {estimated:count} of {bills:count} {bills|bill|bills} rest on an estimated number.',
    zh: '{pairs:count} 对第一名与第二名中，{sure:count} 对的次序是确定的：区间不重叠。{bills:count} 张账单中有 {estimated:count} 张含有估计值。',
  },
  measure: {
    en: 'Measure {terms:list}: each could turn an order.',
    zh: '应实测 {terms:list}：每一项都可能改变次序。',
  },
  termOf: { en: '{term} ({vm} on {host})', zh: '{term}（{host} 上的 {vm}）' },
  nothingTurns: {
    en: 'Nothing inside the intervals turns an order; other event rates, page sizes or hosts would.',
    zh: '区间之内没有什么会改变次序；不同的事件频率、页大小或宿主机会。',
  },
  change: { en: '{vm}: {change}, on {host}.', zh: '{vm}：在 {host} 上{change}。' },
  changeGain: {
    en: 'CPU time beyond bare metal from {before} to {after}.',
    zh: '超出裸机的 CPU 时间由 {before} 变为 {after}。',
  },
  use: { en: '{vm}: {technique} on {hosts}.', zh: '{vm}：在 {hosts} 上使用{technique}。' },
  useGain: {
    en: '{next} there would take {cpu:overhead} CPU time and {price}.',
    zh: '换成{next}，CPU 时间 {cpu:overhead}，{price}。',
  },
  useAlone: { en: 'no other technique offers what it needs.', zh: '没有其他技术能满足其需求。' },
  askMore: { en: 'Ask about more techniques or hosts.', zh: '加入更多技术或宿主机再问。' },
  askMoreGain: { en: 'none asked about offers what is needed.', zh: '所问的都不能满足需求。' },
  beyond: { en: '{vm}, beyond bare metal', zh: '{vm}，超出裸机' },
  usedOn: { en: '{technique} on {hosts}', zh: '{hosts} 上的{technique}' },
  bills: { en: 'Bills compared', zh: '比较的账单' },
  billsNote: { en: 'VM, host, technique and page sizes', zh: '虚拟机、宿主机、技术与页大小' },
  least: {
    en: '{technique} costs least: {range} beyond bare metal over its cases.{most}',
    zh: '{technique}开销最低：在各种情形下超出裸机 {range}。{most}',
  },
  most: { en: ' {technique} costs most: {range}.', zh: '{technique}最高：{range}。' },
  bareAlone: {
    en: 'Bare metal alone was asked about: there is nothing to compare.',
    zh: '只问了裸机：没有可比较的对象。',
  },
  nothingPredicted: { en: 'Nothing was predicted.', zh: '没有做预测。' },
  addTechnique: { en: 'Add techniques to the scenario.', zh: '在场景中加入虚拟化技术。' },
  addTechniqueGain: { en: 'their cost beside bare metal.', zh: '得到它们相对裸机的开销。' },
  cases: { en: 'Cases', zh: '情形' },
  casesOfAll: { en: 'Cases of all studies', zh: '所有研究的情形' },
  studies: { en: 'Studies', zh: '研究' },
  rests: {
    en: '{estimated:count} of {cases:count} {cases|case|cases} rest on an estimated number; the interval of each stands beside it.',
    zh: '{cases:count} 种情形中有 {estimated:count} 种含有估计值；每个数旁列有区间。',
  },
  widest: {
    en: 'What is known least is {technique}: its widest interval spans {span:overhead}. Measured event costs of that host would narrow it.',
    zh: '最不确定的是{technique}：最宽的区间跨 {span:overhead}。实测该宿主机的事件开销可使其变窄。',
  },
  runUnder: { en: 'Run under {technique}.', zh: '使用{technique}。' },
  runUnderGain: {
    en: 'at most {high:overhead} where {other} takes up to {most:overhead}.',
    zh: '最多 {high:overhead}，而{other}最多 {most:overhead}。',
  },
  onlyOne: {
    en: 'Nothing to choose: {technique} is the only technique.',
    zh: '无可选择：只有{technique}一种技术。',
  },
  onlyOneGain: { en: 'add others to compare.', zh: '加入其他技术以作比较。' },
  beyondBare: { en: 'beyond bare metal', zh: '超出裸机' },
  noCase: { en: 'The scenario has no case.', zh: '场景中没有情形。' },
  ownIntervals: {
    en: 'Each row carries its interval and its weakest number.',
    zh: '每一行都带有区间和其最弱的数据依据。',
  },
  otherSettings: { en: 'Other settings of the studies asked for.', zh: '所问研究的其他设置。' },
  addCases: { en: 'Add cases.', zh: '加入情形。' },
  addCasesGain: { en: 'there are none.', zh: '目前没有。' },
});
