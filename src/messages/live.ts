import { area } from '../message.ts';

/** The panel in which a page computes: what is changed, how far the computation is, what was found. */
export const liveWords = area('live', {
  title: { en: 'What if?', zh: '假设分析' },
  gist: {
    en: 'change the question; this page computes the answer itself',
    zh: '修改问题，由本页面自行计算答案',
  },
  more: { en: 'More to change', zh: '更多可调项' },
  reset: { en: 'As asked', zh: '恢复原问题' },
  computing: { en: 'Computing …', zh: '计算中……' },
  failed: { en: 'Not computed: {why}', zh: '未能计算：{why}' },
  unsupported: {
    en: 'This browser cannot start the computation of this page.',
    zh: '此浏览器无法运行本页面内置的计算。',
  },
  lookAt: {
    en: 'First look: runs an eighth and a sixteenth as long, and where their difference leads. The whole run is on its way.',
    zh: '初步结果：由长度为八分之一和十六分之一的运行及其差异的走向得出。完整运行正在进行。',
  },
  whole: {
    en: 'Computed in this page, as the command computes it, in {time:seconds}.',
    zh: '由本页面计算，方法与命令相同，用时 {time:seconds}。',
  },
  stored: { en: 'the line marks what the page stores', zh: '竖线为页面存储的值' },
  ask: { en: 'The same question for the command line', zh: '用命令行提出同一问题' },
  copy: { en: 'Copy', zh: '复制' },
  save: { en: 'Save {file}', zh: '保存 {file}' },
  asAsked: { en: '{text} (as asked)', zh: '{text}（原值）' },
  vm: { en: 'VM', zh: '虚拟机' },
  host: { en: 'Host', zh: '主机' },
  technique: { en: 'Technique', zh: '虚拟化技术' },
  allTechniques: { en: 'all of the page', zh: '页面中的全部技术' },
  pages: { en: 'Pages guest/host', zh: '客户机/主机页大小' },
  footprint: { en: 'Memory it touches', zh: '访问的内存' },
  events: { en: 'Event rates', zh: '事件频率' },
  tlb: { en: 'Second-level TLB', zh: '二级 TLB' },
  entries: { en: '{n:count} {n|entry|entries}', zh: '{n:count} 项' },
  times: { en: '× {factor}', zh: '× {factor}' },
  memory: { en: 'Memory', zh: '内存' },
  writes: { en: 'Page writes a second', zh: '每秒写入页数' },
  link: { en: 'Link', zh: '网络带宽' },
  downtime: { en: 'Downtime limit', zh: '停机时间上限' },
  gbit: { en: '{gbit:short} Gbit/s', zh: '{gbit:short} Gbit/s' },
  perSecond: { en: '{n:count} /s', zh: '{n:count} /s' },
  overheads: {
    en: 'Cycles beyond bare metal, {vm} on {host}, pages {pages}',
    zh: '相对裸机多出的周期：{vm}，{host}，页 {pages}',
  },
  onlyTraces: {
    en: 'The VMs of this run replay files; a page cannot.',
    zh: '本次运行的虚拟机回放文件，页面无法计算。',
  },
  verify: { en: 'Verify', zh: '验证' },
  verifyTitle: { en: 'Verify this page', zh: '验证本页面' },
  verifyText: {
    en: 'Computes the stored numbers again in this page and compares them bit for bit, and the tables above with what follows from them.',
    zh: '在本页面重新计算存储的数值并逐位比较，再将上面的表格与由此得出的结果比较。',
  },
  verifyFiles: {
    en: 'Files the run replayed (drop them here):',
    zh: '运行时回放的文件（拖放到此处）：',
  },
  verifyProgress: {
    en: '{done:count} of {all:count} {all|part|parts} computed …',
    zh: '已计算 {done:count}/{all:count} 部分……',
  },
  verified: {
    en: '{equal:count} stored cells computed again: all equal to the last bit.',
    zh: '重新计算了 {equal:count} 个存储的单元格：逐位相等。',
  },
  notVerified: {
    en: '{equal:count} stored cells equal, {different:count} different; the first: {first}.',
    zh: '{equal:count} 个存储的单元格相等，{different:count} 个不同；第一个为：{first}。',
  },
  shownEqual: {
    en: '{equal:count} {equal|cell|cells} of the tables on this page follow from them.',
    zh: '本页表格中的 {equal:count} 个单元格与之一致。',
  },
  shownDifferent: {
    en: '{different:count} {different|cell|cells} of the tables on this page do not follow from them; the first: {first}.',
    zh: '本页表格中有 {different:count} 个单元格与之不符；第一个为：{first}。',
  },
  notComputed: {
    en: '{cells:count} {cells|cell|cells} were not computed: {why}',
    zh: '{cells:count} 个单元格未重新计算：{why}',
  },
  needsTraces: {
    en: 'their files are missing ({files:list}).',
    zh: '缺少其文件（{files:list}）。',
  },
  nothingLeft: { en: 'none.', zh: '无。' },
});
