import { area, vocabulary } from '../message.ts';

/** Titles, questions, sentences and figures of the studies. */
export const studyWords = area('study', {
  // Running.
  steadyTitle: { en: 'Running', zh: '运行开销' },
  steadyAsks: {
    en: 'What does running cost, beside bare metal?',
    zh: '与裸机相比，日常运行的开销是多少？',
  },
  steadyRange: {
    en: '{technique}: {low:overhead} to {high:overhead} over {cases:digits} {cases|case|cases}.',
    zh: '{technique}：在 {cases:digits} 种情形下，开销为 {low:overhead} 至 {high:overhead}。',
  },
  steadyOverview: { en: 'Running: cycles beyond bare metal', zh: '运行开销：超出裸机的时钟周期' },
  steadyOverviewText: {
    en: 'Overhead of each technique with {guest} guest and {host} host pages.{cut}',
    zh: '客户机页 {guest}、宿主机页 {host} 时各种虚拟化技术的开销。{cut}',
  },
  // Migrating.
  migrationTitle: { en: 'Migrating', zh: '热迁移' },
  migrationAsks: {
    en: 'Does a live migration finish, how long is the pause, and what does it cost meanwhile?',
    zh: '热迁移能否完成，停机时间多长，迁移期间的代价有多大？',
  },
  migrationBest: {
    en: '{vm} on {host}: the shortest pause is {pause:seconds} under {technique}, after {time:seconds}, the guest slowed by {slowdown:percent}; never finishes or too close: {never}; cannot move: {cannot}.',
    zh: '{host} 上的 {vm}：停机时间最短的是{technique}，为 {pause:seconds}，全程 {time:seconds}，期间客户机减速 {slowdown:percent}；无法完成或难以判定：{never}；不支持迁移：{cannot}。',
  },
  migrationNone: {
    en: '{vm} on {host}: no technique finishes; never or too close: {never}; cannot move: {cannot}.',
    zh: '{host} 上的 {vm}：没有一种虚拟化技术能完成迁移；无法完成或难以判定：{never}；不支持迁移：{cannot}。',
  },
  migrationMoves: { en: 'Moving: verdict, time and pause', zh: '迁移：结论、总时间与停机时间' },
  migrationMovesText: {
    en: 'Each VM under each technique, for the first settings and page size.',
    zh: '每台虚拟机在各种虚拟化技术下的结果，取第一组设置和页大小。',
  },
  migrationSlowdown: {
    en: 'What migrating takes from the guest',
    zh: '迁移期间客户机付出的代价',
  },
  migrationSlowdownText: {
    en: 'Share of vCPU time lost while it migrates, on {host}.',
    zh: '在 {host} 上迁移期间损失的 vCPU 时间份额。',
  },
  // Sharing memory.
  sharingTitle: { en: 'Sharing memory', zh: '内存共享' },
  sharingAsks: {
    en: 'What memory does page sharing give back, how soon, and at what price?',
    zh: '内存去重能收回多少内存，多久见效，代价是什么？',
  },
  sharingBack: {
    en: '{vm}: {saved:bytes} back per VM with {machines} together, after {settle:seconds}, for {cpus:short} CPUs of scanning per VM; nothing shared under: {none}.',
    zh: '{vm}：{machines} 台同机运行时，每台虚拟机收回 {saved:bytes}，需 {settle:seconds} 达到稳定，每台的扫描占用 {cpus:short} 个 CPU；以下技术无法共享：{none}。',
  },
  sharingNone: {
    en: '{vm}: no scanner; nothing shared under: {none}.',
    zh: '{vm}：没有扫描器；以下技术无法共享：{none}。',
  },
  sharingMemory: {
    en: 'Sharing: memory back and its price',
    zh: '内存共享：收回的内存及其代价',
  },
  sharingMemoryText: {
    en: 'Each VM under each technique on {host}, for the first settings and page size.',
    zh: '{host} 上每台虚拟机在各种虚拟化技术下的结果，取第一组设置和页大小。',
  },
  // Disks.
  disksTitle: { en: 'Disks and snapshots', zh: '磁盘与快照' },
  disksAsks: {
    en: 'What do snapshots of the disks cost a request, and how much space?',
    zh: '磁盘快照给每个请求增加多少开销，又占多少空间？',
  },
  disksAdded: {
    en: '{vm} ({discipline}, {keep} kept): {amplification:short} bytes written for one, {space:bytes} on the host; a request costs {least:us} more under {leastTechnique}, {most:us} under {mostTechnique}; no host snapshots under: {none}.',
    zh: '{vm}（{discipline}，保留 {keep} 个快照）：每写入 1 字节实际写入 {amplification:short} 字节，占用宿主机空间 {space:bytes}；每个请求增加的开销在{leastTechnique}下为 {least:us}，在{mostTechnique}下为 {most:us}；以下技术没有宿主机快照：{none}。',
  },
  disksNone: {
    en: '{vm}: no technique here has host snapshots: {none}.',
    zh: '{vm}：这里没有一种技术支持宿主机快照：{none}。',
  },
  disksSnapshots: {
    en: 'Disks: what snapshots cost a request',
    zh: '磁盘：快照给每个请求增加的开销',
  },
  disksSnapshotsText: {
    en: "Each VM's disk under each technique on {host}, for the first settings.",
    zh: '{host} 上每台虚拟机的磁盘在各种虚拟化技术下的结果，取第一组设置。',
  },
  disksSettings: {
    en: 'Disks: what each setting makes of a request',
    zh: '磁盘：每组设置下的单个请求',
  },
  disksSettingsText: {
    en: 'Each VM under each setting and technique on {host}.',
    zh: '{host} 上每台虚拟机在每组设置、每种虚拟化技术下的结果。',
  },
  // The bill.
  densityTitle: { en: 'One guest, one bill', zh: '一台客户机，一张账单' },
  densityAsks: {
    en: 'What does one VM cost under each technique, all together, and how many fit on a host?',
    zh: '在各种虚拟化技术下，一台虚拟机总共花费多少，一台宿主机能容纳多少台？',
  },
  densityBest: {
    en: '{vm}: {technique} is the cheapest that offers {needs} on {hosts}: {overhead} of CPU time added, {vms} per host, {price} per VM and month.',
    zh: '{vm}：在 {hosts} 上能提供{needs}的技术中，{technique}最便宜：CPU 时间增加 {overhead}，每台宿主机可容纳 {vms} 台，每台虚拟机每月 {price}。',
  },
  densityNext: {
    en: '{vm}: {next} comes closest, on {host}: {cpu:overhead} CPU time and {price} beside {technique}; {sure}.',
    zh: '{vm}：在 {host} 上{next}最为接近：与{technique}相比，CPU 时间 {cpu:overhead}，{price}；{sure}。',
  },
  otherPrice: { en: '{share:overhead} price', zh: '价格 {share:overhead}' },
  samePrice: { en: 'the same price', zh: '价格相同' },
  sure: {
    en: 'sure, their intervals do not overlap',
    zh: '结论可靠，两者的区间不重叠',
  },
  notSure: { en: 'not sure, their intervals overlap', zh: '结论不确定，两者的区间重叠' },
  densityAlone: {
    en: '{vm}: no other technique offers {needs} on {hosts}.',
    zh: '{vm}：在 {hosts} 上没有其他技术能提供{needs}。',
  },
  densityNobody: {
    en: '{vm}: no technique of this scenario offers {needs} on {hosts}.',
    zh: '{vm}：本场景中没有一种技术能在 {hosts} 上提供{needs}。',
  },
  densityTooLarge: {
    en: '{vm}: not one fits on {hosts} under a technique that offers {needs}.',
    zh: '{vm}：在能提供{needs}的技术下，{hosts} 上一台也放不下。',
  },
  densityChange: {
    en: '{vm}: what helps most, on {host}: {change}: {before} -> {after}.',
    zh: '{vm}：在 {host} 上最有效的改动是{change}：{before} → {after}。',
  },
  changeTechnique: { en: '{technique} with {pages}', zh: '改用{technique}并采用{pages}' },
  pagesBoth: { en: '{page} pages on both sides', zh: '客户机与宿主机均为 {page} 页' },
  pagesApart: {
    en: '{guest} pages in the guest, {host} in the host',
    zh: '客户机 {guest} 页、宿主机 {host} 页',
  },
  densityPart: {
    en: '{vm}: neither another technique nor other page sizes help more; the largest part, on {host}, is {part} ({share:overhead}).',
    zh: '{vm}：换用其他技术或其他页大小都没有更多帮助；在 {host} 上占比最大的是{part}（{share:overhead}）。',
  },
  densityNothingLeft: {
    en: '{vm}: nothing is left to gain: less than 0.01 % is added on {hosts}.',
    zh: '{vm}：已没有可优化之处：在 {hosts} 上增加的开销不到 0.01%。',
  },
  densityMeasure: {
    en: '{vm}: measure this next, it could change the order on {host}: {term}.',
    zh: '{vm}：下一步应实测此项，它可能改变 {host} 上的排序：{term}。',
  },
  itsNeeds: { en: 'what it needs', zh: '其所需功能' },
  densityBill: { en: 'One guest, one bill', zh: '一台客户机，一张账单' },
  densityBillText: {
    en: 'CPU beyond bare metal by cause, memory, machines per host and price, with {guest} guest and {host} host pages.',
    zh: '按原因列出超出裸机的 CPU 开销、内存、每台宿主机可容纳的台数以及价格；客户机页 {guest}、宿主机页 {host}。',
  },
  densityParts: { en: 'What is added, by cause', zh: '增加的开销，按原因分' },
  densityPartsText: {
    en: "What is added to the guest's own CPU time on {host}, by cause.{left}",
    zh: '{host} 上在客户机自身 CPU 时间之外增加的部分，按原因分。{left}',
  },
  densityPartsLeft: {
    en: ' {cells:digits} {cells|cell|cells} beyond +200 % are in the table alone.',
    zh: '超过 +200% 的 {cells:digits} 个单元只列在表中。',
  },
  densityTechniques: { en: 'Each technique over the whole run', zh: '整个运行中的各种技术' },
  densityTechniquesText: {
    en: 'Range of all that is added, and in how many places it is the cheapest that offers what its VM needs.',
    zh: '所增加开销的总范围，以及该技术在多少处是满足虚拟机需求的最便宜选择。',
  },
  densitySettings: { en: 'What the settings change', zh: '各项设置带来的变化' },
  densitySettingsText: {
    en: 'The cheapest technique that offers what each VM needs on {host}, under every combination of settings of the studies.',
    zh: '{host} 上，在各研究设置的每种组合下，满足每台虚拟机需求的最便宜技术。',
  },
  // Runs of any size.
  limitedTitle: {
    en: '{title} (the first {shown:count} of {rows:count} {rows|row|rows})',
    zh: '{title}（共 {rows:count} 行，此处为前 {shown:count} 行）',
  },
  limitedText: {
    en: '{description} The first {shown:count} of {rows:count} {rows|row|rows}; the results files have all.',
    zh: '{description} 此处为 {rows:count} 行中的前 {shown:count} 行，结果文件中有全部数据。',
  },
  sentencesLeft: {
    en: '{n:count} more {n|sentence|sentences} of this kind',
    zh: '另有 {n:count} 句同类结论',
  },
  moreSentences: {
    en: 'And {left:count} more such sentences: the results files have what they say.',
    zh: '另有 {left:count} 句同类结论，内容见结果文件。',
  },
  steadyColumnsCut: {
    en: ' The first {shown:count} of {columns:count} VMs on hosts; the results file has all.',
    zh: ' 此处为 {columns:count} 个虚拟机与宿主机组合中的前 {shown:count} 个，结果文件中有全部数据。',
  },
  // What a scenario expects.
  missedTitle: { en: 'Expectations missed', zh: '未达到的预期' },
  missedText: {
    en: 'Cells whose figure does not meet the bound the scenario states.',
    zh: '未满足场景所设界限的单元。',
  },
  missedIntro: {
    en: 'The scenario states bounds that these cells do not meet; virtcost run exits with 3.',
    zh: '以下单元未满足场景所设的界限；virtcost run 以退出码 3 结束。',
  },
});

/** What a VM may need of its technique. */
export const needs = vocabulary('need', {
  zh: { 'own-kernel': '独立内核', 'live-migration': '热迁移', snapshots: '快照' },
});
