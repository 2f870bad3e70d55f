import { area } from '../message.ts';

/** Titles and prose of what `plan` is asked beside its clusters: packing, contention, sizes, costs, targets, design, rules. */
export const planPartWords = area('planPart', {
  ruleSays: { en: '{title}: {rule}.', zh: '{title}：{rule}。' },
  says: { en: '{rule}.', zh: '{rule}。' },
  readIn: { en: 'Source: {source} ({date}).', zh: '来源：{source}（{date}）。' },
  // Packing and what stands beside it.
  packing: { en: 'Packing against the bound', zh: '放置与下界' },
  packingText: {
    en: "Fewest hosts like the cluster's own for all its machines. The bound is what no packing gets under; the search goes on until it is met, until every case is seen, or its budget of nodes is spent. What-ifs that pack like today are not listed.{latencies}",
    zh: '用与集群相同的宿主机放下全部虚拟机所需的最少台数。下界是任何放置都无法低于的数量；搜索直到达到下界、看遍所有情形或用尽节点预算为止。与现状放置相同的假设方案不列出。{latencies}',
  },
  latencies: {
    en: ' Latencies are those of {machine}, idle, {localNs:short} ns local and {remoteNs:short} ns remote, as users posted them from Intel Memory Latency Checker (mlc).',
    zh: '延迟取自 {machine} 空载时的读数：本地 {localNs:short} ns，远端 {remoteNs:short} ns，由用户以 Intel mlc 测得并发布。',
  },
  hostsAndBound: { en: 'Hosts needed, and the bound', zh: '所需宿主机与下界' },
  marksText: {
    en: 'Marks at one place: the packing is as good as any can be.',
    zh: '标记重合：放置已达最优。',
  },
  noPlace: {
    en: 'Machines without a place in each plan, and why',
    zh: '各方案中没有位置的虚拟机及原因',
  },
  limits: { en: 'Beyond what the platform supports', zh: '超出平台支持的部分' },
  storageTable: { en: 'Storage by pool or cluster', zh: '按存储池或集群的存储' },
  rulesBroken: { en: 'Rules broken as it runs now', zh: '现状违反的规则' },
  numaSpread: { en: 'Machines over several NUMA nodes', zh: '跨多个 NUMA 节点的虚拟机' },
  techniqueTable: { en: 'What each technique would cost', zh: '各虚拟化技术的代价' },
  hostsReplaced: { en: 'Hosts replaced', zh: '替换的宿主机' },
  zoneTable: { en: 'Zones', zh: '可用区' },
  zoneSpread: { en: 'Machines spread over zones', zh: '跨可用区分布的虚拟机' },
  storage: { en: 'Storage: promised and taken', zh: '存储：承诺与占用' },
  storageText: {
    en: 'Thin disks grow by a rate of what they hold now and ever slower as they fill; linked clones keep one base and a delta each. Both rates are settings. Where no datastore is listed, only what is promised and taken can be told: give pools under storage.',
    zh: '精简置备磁盘按现有数据的一定速率增长，越满越慢；链接克隆共用一个基础镜像，各有增量。两种速率均可设置。未列出数据存储时，只能给出承诺量与占用量：请在 storage 下给出存储池。',
  },
  techniques: {
    en: 'If the machines ran under another technique',
    zh: '若虚拟机改用另一种虚拟化技术',
  },
  techniquesText: {
    en: 'Today: {today}. The price of each technique is the event bill of the mix "{events}" on the host profile {host} with page walks simulated over {footprint:digits} MiB; "work" multiplies what the machines need of the CPU now. Intervals are those of the sources.',
    zh: '现状：{today}。各技术的代价为负载组合“{events}”在宿主机画像 {host} 上的事件账单，页表遍历按 {footprint:digits} MiB 模拟；“工作量”为虚拟机当前 CPU 需求的倍数。区间来自各数据来源。',
  },
  techniqueParts: {
    en: 'Where the price of each technique comes from',
    zh: '各技术代价的构成',
  },
  techniquePartsText: {
    en: 'Parts of the event bill and of the simulated page walks.',
    zh: '事件账单与模拟页表遍历的各部分。',
  },
  refresh: { en: 'Hosts replaced by newer ones', zh: '以新宿主机替换' },
  zones: { en: 'Zones, and the loss of one', zh: '可用区与失去其一' },
  // Contention.
  contention: { en: 'Contention predicted (load: {load})', zh: '预测的争用（负载：{load}）' },
  contentionText: {
    en: 'Ready time follows from vCPUs per core and load by a finite-source queue; thresholds of {look:digits} and {contention:digits} % per vCPU are unverified.',
    zh: '就绪时间由每核 vCPU 数和负载按有限源排队得出；每个 vCPU {look:digits}% 与 {contention:digits}% 的阈值未经核实。',
  },
  readySweep: { en: 'Ready time by overcommit ratio', zh: '就绪时间随超分比的变化' },
  readySweepText: {
    en: 'Hosts filled to a ratio with machines as they are. Band: from vCPUs that want independently to machines whose vCPUs want together. Dotted: from which to look, from which it is contention (unverified).',
    zh: '宿主机以现有虚拟机填到给定比例。带：从各 vCPU 独立请求到同一虚拟机的 vCPU 同时请求。点线：需关注与构成争用的界线（未核实）。',
  },
  readyClusters: { en: 'Ready time by cluster', zh: '各集群的就绪时间' },
  takenBack: { en: 'Memory taken back', zh: '回收的内存' },
  takenBackText: {
    en: "{lead} What ESXi would do: share, balloon, compress, swap by its states. Filled: with average machines up to the plan's memory ratio. Assumed and unverified of what a machine has touched: {active:percent} active, {free:percent} free in the guest, {shareable:percent} shareable.",
    zh: '{lead}ESXi 的做法：按状态依次共享、气球回收、压缩、交换。填满：以平均大小的虚拟机填到规划的内存比例。关于虚拟机已触及内存的假定（未核实）：{active:percent} 活跃，{free:percent} 在客户机内空闲，{shareable:percent} 可共享。',
  },
  noneTaken: {
    en: 'No memory is taken back on any of {hosts:count} {hosts|host|hosts}.',
    zh: '{hosts:count} 台宿主机均不回收内存。',
  },
  taken: {
    en: 'Of {hosts:count} {hosts|host|hosts}, memory would be {ways:list} in some situation; in situations not listed nothing happens.{shown}',
    zh: '{hosts:count} 台宿主机中，在某些情形下内存会被回收：{ways:list}；未列出的情形下不发生。{shown}',
  },
  sharedOn: { en: 'shared on {n:count}', zh: '{n:count} 台共享' },
  balloonedOn: { en: 'ballooned on {n:count}', zh: '{n:count} 台气球回收' },
  compressedOn: { en: 'compressed on {n:count}', zh: '{n:count} 台压缩' },
  swappedOn: { en: 'swapped on {n:count}', zh: '{n:count} 台交换' },
  missing: { en: 'missing', zh: '不足' },
  mostListed: {
    en: ' The {shown:digits} with most configured are listed.',
    zh: '列出配置量最大的 {shown:digits} 台。',
  },
  takenTable: {
    en: 'Memory taken back, largest ratio first',
    zh: '回收的内存，比例最大者在前',
  },
  // What could be smaller.
  smaller: {
    en: 'What could be smaller, and what could go',
    zh: '哪些可以缩小，哪些可以移除',
  },
  comesBack: { en: 'What comes back, by kind', zh: '按种类收回的资源' },
  whatToDo: { en: 'What to do, what brings most first', zh: '该做什么，收益最大者在前' },
  hostsBefore: { en: 'Hosts needed before and after', zh: '调整前后所需的宿主机' },
  sizes: { en: 'Sizes by load, with coverage', zh: '按负载的规格与覆盖度' },
  hints: { en: 'How busy vCPUs are, where to look first', zh: 'vCPU 有多忙，先看哪里' },
  noLoadText: {
    en: 'No load by machine is given: the use of a cluster\'s hosts says how busy its vCPUs are on average, not which are too many. RVTools counts turbo cycles in "CPU usage %", so it may show more than there is.{ages}',
    zh: '未给出各虚拟机的负载：集群宿主机的用量只说明其 vCPU 平均有多忙，不能说明哪些过多。RVTools 的“CPU usage %”计入睿频周期，可能显示得比实际多。{ages}',
  },
  sizesText: {
    en: "Sizes are the {percentile:digits}th percentile of each machine's own use over the last {days:digits} {days|day|days} with {cpu:digits} % headroom of CPU and {memory:digits} % of memory; in brackets the sizes the ends of its 95 % interval give. Load: {source}, {covered:digits} {covered|day|days}, {matched:count} {matched|machine|machines}; {without:count} running machines have none, {unknown:count} of the load are not in the inventory. A smaller machine frees no CPU time by itself, for vCPUs that idle take none; memory comes back where the host had given it.{ages}",
    zh: '规格取每台虚拟机最近 {days:digits} 天自身用量的第 {percentile:digits} 百分位，另加 {cpu:digits}% 的 CPU 余量和 {memory:digits}% 的内存余量；括号内为其 95% 区间两端给出的规格。负载：{source}，{covered:digits} 天，{matched:count} 台虚拟机；{without:count} 台运行中的虚拟机没有负载，负载中有 {unknown:count} 台不在清单内。缩小虚拟机本身不释放 CPU 时间，因为空闲的 vCPU 不占用；内存只在宿主机已分配之处收回。{ages}',
  },
  ages: { en: ' Ages are counted to {date} ({from}).', zh: '时长计算至 {date}（{from}）。' },
  // What it costs.
  costs: { en: 'What it costs', zh: '费用' },
  costsText: {
    en: "Prices are the ones given, in {currency}, without discounting; hosts of the inventory are {hosts} and last {life:digits} {life|year|years}. Machines grow by {growth:digits} % a year; the hosts they need are counted by sums. Power follows the SPECpower curve of the server at the load of each hour, with that hour's price and carbon. Licences are counted by rules of others: check your contract.{unknown}",
    zh: '价格为所给价格，以 {currency} 计，不折现；清单中的宿主机{hosts}，使用 {life:digits} 年。虚拟机每年增长 {growth:digits}%；所需宿主机按总量计。功耗按服务器在每小时负载下的 SPECpower 曲线，计该小时的电价与碳排放。许可按他人规则计算：请核对合同。{unknown}',
  },
  paid: { en: 'paid for already', zh: '已付款' },
  boughtAnew: { en: 'bought anew', zh: '重新购买' },
  powerUnknown: {
    en: ' Power is left out where hosts do not tell their use: give power.use.',
    zh: '宿主机未给出用量时不计功耗：请给出 power.use。',
  },
  costTable: { en: 'Cost by design and part, {currency}', zh: '按方案与部分的费用，{currency}' },
  licences: {
    en: 'Licences in the first year, {currency}',
    zh: '首年许可，{currency}',
  },
  breakEven: { en: 'Break-even, {currency}', zh: '盈亏平衡，{currency}' },
  paidAxis: { en: 'paid so far, {currency}', zh: '累计支出，{currency}' },
  paidSoFar: { en: 'Paid so far', zh: '累计支出' },
  breakEvenAt: {
    en: 'month {month:digits}: {design} has paid for itself',
    zh: '第 {month:digits} 个月：{design} 回本',
  },
  paidSoFarText: {
    en: 'Where a line goes below another, its design has paid for itself.',
    zh: '一条线低于另一条之处，该方案即已回本。',
  },
  // Where it could go.
  targets: { en: 'Where it could go', zh: '可以迁往何处' },
  targetTable: { en: 'Targets side by side', zh: '各目标对照' },
  nodesOf: { en: '{target}: nodes', zh: '{target}：节点' },
  wavesOf: { en: '{target}: waves', zh: '{target}：批次' },
  movesOf: { en: '{target}: longest moves', zh: '{target}：最长的迁移' },
  plansOf: { en: '{target}: price plans, {currency}', zh: '{target}：价格方案，{currency}' },
  instancesOf: { en: '{target}: instances, {currency}', zh: '{target}：实例，{currency}' },
  machinesOf: { en: '{target}: machines', zh: '{target}：虚拟机' },
  openshiftText: {
    en: "{target}: requests of pods are the guest's memory at {memory:digits} % and the overhead formula of version {version}, CPU a thread for {cpu:digits} vCPUs; the node keeps its reserve. Moves are {method}, {parallel:digits} at once at {rate:digits} MB/s each (limited by the {limit}). Pods a node and the eviction threshold are unverified; change of the disks and minutes of conversion are assumptions where they were not given.",
    zh: '{target}：Pod 的请求为客户机内存的 {memory:digits}% 加版本 {version} 的开销公式，CPU 每线程 {cpu:digits} 个 vCPU；节点保留其预留。迁移方式为 {method}，同时 {parallel:digits} 个，每个 {rate:digits} MB/s（受限于 {limit}）。每节点 Pod 数与驱逐阈值未经核实；磁盘变化与转换时间在未给出时为假定。',
  },
  cloudText: {
    en: "{target}: {used:count} of {rows:count} {rows|row|rows} of {source}, prices of {dates:list}; left out: {unpriced:count} without a price, {suspicious:count} far from their family's price per vCPU. Use at the {percentile:digits}th percentile times {comfort:digits} where there is load, otherwise the allocation without a factor. Disks {disks}; egress, support and OS licences are not in it.",
    zh: '{target}：{source} 的 {rows:count} 行中用了 {used:count} 行，价格日期 {dates:list}；未计入：{unpriced:count} 行无价格，{suspicious:count} 行远离其系列每 vCPU 的价格。有负载时按第 {percentile:digits} 百分位用量乘以 {comfort:digits}，否则按分配量不加系数。磁盘{disks}；不含出口流量、支持与操作系统许可。',
  },
  disksPriced: { en: 'at the price given', zh: '按所给价格' },
  disksNotPriced: { en: 'are not in the price', zh: '不在价格内' },
  // The design that passes.
  design: { en: 'The cheapest design that passes', zh: '满足全部目标的最便宜方案' },
  designText: {
    en: '{choices:count} {choices|choice|choices} of host, ratios, sharing, technique, zones and admission; {packings:count} {packings|packing|packings}. Choices are looked at in the order of what they cost with as few hosts as the bounds allow, until no bound is below the best design: the least of the bounds is what no packing gets under. Room for {months:digits} {months|month|months} at {growth:digits} % a month is bought at once. Ready time is predicted at {peak:digits} {peak|time|times} the mean load{assumed}; the pause is that of the machine that stops longest, by the migration model.',
    zh: '宿主机、比例、共享、技术、可用区与准入的 {choices:count} 种选项；{packings:count} 次放置。选项按下界允许的最少宿主机的费用依次考察，直到没有下界低于最优方案：最小的下界是任何放置都无法低于的费用。按每月 {growth:digits}% 增长，一次买足 {months:digits} 个月的余量。就绪时间按平均负载的 {peak:digits} 倍预测{assumed}；停顿取迁移模型中停得最久的虚拟机。',
  },
  busyAssumed: {
    en: ', which is assumed (a tenth of a core a vCPU, unverified) for neither machines nor hosts tell it',
    zh: '，该负载为假定（每 vCPU 十分之一核，未核实），因为虚拟机与宿主机均未给出',
  },
  designTable: {
    en: 'The cheapest designs of different choices, {currency}',
    zh: '各选项下最便宜的方案，{currency}',
  },
  designGoals: { en: 'What each goal costs, {currency}', zh: '各目标的代价，{currency}' },
  designConflict: { en: 'Goals that conflict', zh: '互相冲突的目标' },
  // Rules of others.
  rulesTitle: { en: 'Rules of licences and sizing', zh: '许可与规格的规则' },
  rulesText: {
    en: 'Rules of others, with the text they were read in and its date. Prices are never part of them. Contracts differ: check yours; nothing here is legal advice.',
    zh: '他人的规则，附其原文与日期。其中不含价格。合同各异：请核对自己的合同；此处内容不构成法律意见。',
  },
  ruleTable: { en: 'Rules with source and date', zh: '规则及其来源与日期' },
  ruleNames: { en: 'Rules', zh: '规则' },
  results: { en: 'Results', zh: '结果' },
  resultTable: { en: 'Results by inputs', zh: '按输入的结果' },
  ruleTerms: { en: 'Terms of the first result', zh: '第一个结果的各项' },
  rulesListed: {
    en: '{n:count} {n|rule|rules} of licences and sizing, each with source and date.',
    zh: '{n:count} 条许可与规格规则，各附来源与日期。',
  },
  casesDone: {
    en: '{title}: {n:count} {n|case|cases} worked out.',
    zh: '{title}：已算出 {n:count} 例。',
  },
  whichRules: {
    en: 'Which published rules of licences and sizing are there?',
    zh: '有哪些公开的许可与规格规则？',
  },
  whatGives: { en: 'What does the rule {rule} give?', zh: '规则 {rule} 给出什么？' },
  checkNotes: { en: 'Check the notes and your contract.', zh: '核对附注与自己的合同。' },
  checkNotesGain: {
    en: 'terms that differ change the result.',
    zh: '条款不同则结果不同。',
  },
  giveInputs: {
    en: 'Give inputs, such as those of virtcost plan rules --help.',
    zh: '给出输入，例如 virtcost plan rules --help 中的示例。',
  },
  giveInputsGain: { en: 'the rule worked out, term by term.', zh: '逐项算出规则的结果。' },
});
