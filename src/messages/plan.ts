import { area, vocabulary } from '../message.ts';

/** The verdict of a plan, its reason and what would make room. */
export const planWords = area('plan', {
  checkFirst: {
    en: 'Check first: {text} ({n:digits}).',
    zh: '请先核对：{text}（{n:digits}）。',
  },
  nothing: {
    en: 'Nothing to place: the inventory has no running machine.',
    zh: '没有需要放置的虚拟机：清单中没有运行中的虚拟机。',
  },
  runningMachines: {
    en: '{n:count} running {n|machine|machines}',
    zh: '{n:count} 台运行中的虚拟机',
  },
  suspendedToo: {
    en: '{n:count} {n|machine|machines} ({suspended:count} suspended, with memory alone)',
    zh: '{n:count} 台虚拟机（其中 {suspended:count} 台已挂起，只占内存）',
  },
  fits: {
    en: 'Fits: {n|the|all} {machines} {n|has|have} a place.',
    zh: '放得下：{n||全部 }{machines}均有位置。',
  },
  notFits: {
    en: 'Does not fit: {placed:count} of {machines} {n|has|have} a place.{reason}',
    zh: '放不下：{machines}中{n||只}有 {placed:count} 台有位置。{reason}',
  },
  noneHere: {
    en: ' {gone:count} {gone|has|have} none{short}.',
    zh: '{gone:count} 台没有位置{short}。',
  },
  noneIn: {
    en: ' In {cluster}, {gone:count} of {all:count} {all|machine|machines} {gone|has|have} none{short}.',
    zh: '{cluster} 的 {all:count} 台虚拟机中有 {gone:count} 台没有位置{short}。',
  },
  noHostLeft: { en: ': no host is left to carry them', zh: '：没有宿主机可以承载' },
  noPacking: {
    en: ' although the sum would suffice: no packing was found',
    zh: '，虽然总量足够，但没有找到可行的放置方案',
  },
  apartShort: {
    en: ': rule "{name}" keeps {machines:count} machines apart and {hosts:count} {hosts|host|hosts} can take them, so at least {more:count} cannot have a place; add {more:count} {more|host|hosts}, or take machines out of the rule',
    zh: '：规则“{name}”要求 {machines:count} 台虚拟机互不同机，而可用的宿主机为 {hosts:count} 台，至少 {more:count} 台不可能有位置；请增加 {more:count} 台宿主机，或将部分虚拟机移出该规则',
  },
  memoryShort: { en: ': memory is {gib:count} GiB short', zh: '：内存缺 {gib:count} GiB' },
  cpuShort: { en: ': CPU is {vcpus:count} vCPUs short', zh: '：CPU 缺 {vcpus:count} 个 vCPU' },
  otherShort: { en: ': {what} is {percent:digits} % short', zh: '：{what}缺 {percent:digits}%' },
  doubt: {
    en: ' That may not be real: {hosts:count} {hosts|host|hosts} of {cluster} {hosts|is|are} missing from the export.',
    zh: '这一缺口可能不真实：导出文件中缺少 {cluster} 的 {hosts:count} 台宿主机。',
  },
  runsOut: { en: '{what:capital} runs out first{where}.', zh: '最先用尽的是{what}{where}。' },
  commaIn: { en: ', in {cluster}', zh: '（{cluster}）' },
  inCluster: { en: ' in {cluster}', zh: '{cluster} 的 ' },
  sentences: { en: '{first} {second}', zh: '{first}{second}' },
  alsoFailedAlone: {
    en: 'They do also with {failures:count} {failures|host|hosts} failed.',
    zh: '即使 {failures:count} 台宿主机故障也放得下。',
  },
  alsoFailed: {
    en: 'Every cluster holds them also with {failures:count} {failures|host|hosts} failed.',
    zh: '即使 {failures:count} 台宿主机故障，每个集群也放得下。',
  },
  failed: {
    en: 'With {failures:count} {failures|host|hosts} failed, {gone:count} of the {all:count} {all|machine|machines}{where} {gone|has|have} no place{short}{others}.{doubt}',
    zh: '{failures:count} 台宿主机故障时，{where}{all:count} 台虚拟机有 {gone:count} 台没有位置{short}{others}。{doubt}',
  },
  alsoShort: { en: '; also short: {clusters}', zh: '；同样不足的还有：{clusters}' },
  namesAndMore: {
    en: '{names:list} and {more:digits} more',
    zh: '{names:list}等另外 {more:digits} 个',
  },
  missing: {
    en: '{machines:count} {machines|machine|machines} of {cluster} {machines|runs|run} on {hosts:count} {hosts|host|hosts} the export does not list: what {hosts|it offers|they offer} is not counted, so {cluster} has more room than shown.',
    zh: '{cluster} 有 {machines:count} 台虚拟机运行在导出文件未列出的 {hosts:count} 台宿主机上：这些宿主机的容量未计入，因此 {cluster} 的实际余量大于所示。',
  },
  notKnown: {
    en: 'Not known whether it fits: that hangs on {unsure}. Counted as running and up: {lead}',
    zh: '无法确定能否放下：取决于{unsure}。若按运行中且在线计：{lead}',
  },
  sameEither: {
    en: '{lead} The verdict is the same with and without {unsure}.',
    zh: '{lead}无论是否计入{unsure}，结论都相同。',
  },
  unsureMachines: {
    en: '{n:count} {n|machine|machines} whose power state is not known',
    zh: '{n:count} 台电源状态未知的虚拟机',
  },
  unsureHosts: {
    en: '{n:count} {n|host|hosts} whose state is not known',
    zh: '{n:count} 台状态未知的宿主机',
  },
  and: { en: '{first} and {second}', zh: '{first}和{second}' },
  // What would make room.
  wouldMakeRoom: { en: 'What would make room:', zh: '怎样腾出空间：' },
  listed: { en: '{n:digits}. {text}', zh: '{n:digits}. {text}' },
  ofItsOwn: { en: '{text:capital}.', zh: '{text:capital}。' },
  change: { en: '{change}: {gain}', zh: '{change}：{gain}' },
  action: { en: '{change:capital}.', zh: '{change:capital}。' },
  gains: { en: '{gains:list}{mends}', zh: '{gains:list}{mends}' },
  morePlaced: {
    en: '{n:count} more {n|machine|machines} with a place after a failure',
    zh: '故障后多 {n:count} 台有位置',
  },
  moreRoom: {
    en: 'room for {n:count} more {n|machine|machines} of average size',
    zh: '可再容纳 {n:count} 台平均大小的虚拟机',
  },
  mends: { en: '; then failures are borne everywhere', zh: '；此后各处均能承受故障' },
  oneMoreHost: {
    en: 'one more host in {cluster} ({cores:digits} {cores|core|cores}, {gib:digits} GiB)',
    zh: '在 {cluster} 增加一台宿主机（{cores:digits} 核，{gib:digits} GiB）',
  },
  moreMemory: { en: 'a quarter more memory in every host', zh: '每台宿主机增加四分之一内存' },
  overcommit: {
    en: 'memory overcommitted to {percent:digits} % (the hypervisor then has to share, compress or swap)',
    zh: '内存超分到 {percent:digits}%（虚拟机监控程序届时需要共享、压缩或交换）',
  },
  moreVcpus: {
    en: '{ratio} vCPUs per core instead of {now:digits}',
    zh: '每核 {ratio} 个 vCPU，而不是 {now:digits} 个',
  },
  rightSize: {
    en: 'machines a tenth smaller in memory (right-sizing)',
    zh: '虚拟机内存缩小十分之一（合理配置）',
  },
  moreStorage: { en: 'a quarter more storage in every host', zh: '每台宿主机增加四分之一存储' },
  moreNetwork: {
    en: 'a quarter more network bandwidth at every host',
    zh: '每台宿主机增加四分之一网络带宽',
  },
  caution: { en: 'Caution.', zh: '注意：' },
  noSpare: {
    en: 'no host kept free for a failure, the risk taken',
    zh: '不为故障预留宿主机，承担风险',
  },
  backFromMaintenance: {
    en: '{n:digits} {n|host|hosts} back from maintenance',
    zh: '{n:digits} 台宿主机结束维护',
  },
  withoutRule: { en: 'without the rule "{name}"', zh: '取消规则“{name}”' },
  withoutPool: { en: 'without the pool "{name}"', zh: '取消资源池“{name}”' },
  spreadNuma: {
    en: 'machines spread over NUMA nodes where one has no room',
    zh: '单个 NUMA 节点放不下时，虚拟机跨节点分布',
  },
});

/** Resources as a sentence names them. */
export const resourceWords = vocabulary('resource', {
  zh: { CPU: 'CPU', memory: '内存', storage: '存储', network: '网络' },
});
