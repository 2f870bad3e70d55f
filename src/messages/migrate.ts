import { area } from '../message.ts';

/** What `migrate` answers: verdict first, then what it rests on. */
export const migrateWords = area('migrate', {
  pageTitle: { en: 'Live migration', zh: '热迁移' },
  // A migration that runs or is over.
  left: { en: '{bytes:bytes} left', zh: '剩余 {bytes:bytes}' },
  sentPerS: { en: '{bytes:bytes}/s sent', zh: '发送 {bytes:bytes}/s' },
  dirtiedPerS: { en: '{bytes:bytes}/s dirtied anew', zh: '新增脏页 {bytes:bytes}/s' },
  rates: { en: ' ({parts:list})', zh: '（{parts:list}）' },
  because: { en: ': {why}', zh: '：{why}' },
  span: { en: '{low:seconds} to {high:seconds}', zh: '{low:seconds} 至 {high:seconds}' },
  spanOrNever: { en: '{low:seconds} or never', zh: '{low:seconds} 或永不完成' },
  completed: {
    en: 'Completed{total}{pause}: this migration is over.',
    zh: '已完成{total}{pause}：本次迁移已结束。',
  },
  inTotal: { en: ' in {time:seconds}', zh: '，用时 {time:seconds}' },
  withDowntime: { en: ', downtime {time:ms}', zh: '，停机时间 {time:ms}' },
  failed: { en: 'Failed{why}.', zh: '已失败{why}。' },
  cancelled: { en: 'Cancelled{why}.', zh: '已取消{why}。' },
  finishesByStatus: {
    en: 'Finishes (status {status}){why}.',
    zh: '能够完成（状态 {status}）{why}。',
  },
  finishesInMore: {
    en: 'Finishes in about {time:seconds} more, {span}{rates}{why}.',
    zh: '能够完成，约还需 {time:seconds}，区间 {span}{rates}{why}。',
  },
  neverAsItGoes: {
    en: 'Does not finish as it goes{rates}{why}.',
    zh: '照此进行无法完成{rates}{why}。',
  },
  tooCloseToTell: {
    en: 'Too close to tell whether it finishes{rates}{why}.',
    zh: '难以判定能否完成{rates}{why}。',
  },
  unknownRunning: {
    en: 'Unknown from what was given{rates}{why}.{range}',
    zh: '根据所给信息无法判断{rates}{why}。{range}',
  },
  fromToForEver: {
    en: ' It may take from {low:seconds} to for ever, by what the guest dirties.',
    zh: '取决于客户机写脏内存的情况，可能需 {low:seconds}，也可能永远无法完成。',
  },
  // From dirty-rate readings.
  noneFits: {
    en: 'none of the guests that fit them finishes',
    zh: '与之相符的客户机没有一种能完成',
  },
  someFit: {
    en: 'of the guests that fit them {percent:digits} % surely finish, in {fastest:seconds} to {slowest:seconds}',
    zh: '与之相符的客户机中有 {percent:digits}% 必能完成，用时 {fastest:seconds} 至 {slowest:seconds}',
  },
  readingsFinish: {
    en: 'Finishes{assumed}, {cap}: nearly every guest that fits the readings does; {told}.',
    zh: '能够完成{assumed}，{cap}：与读数相符的客户机几乎都能完成；{told}。',
  },
  readingsNever: {
    en: 'Does not finish{assumed}, {cap}: hardly any guest that fits the readings does; {told}.',
    zh: '无法完成{assumed}，{cap}：与读数相符的客户机几乎都无法完成；{told}。',
  },
  readingsClose: {
    en: 'Too close to tell{assumed}, {cap}: {told}, others do not.',
    zh: '难以判定{assumed}，{cap}：{told}，其余则不能。',
  },
  readingsUnknown: {
    en: 'Unknown from what was given{assumed}: the readings do not identify the guest{why}; {told}, others do not, {cap}. Give readings over two lengths of time.',
    zh: '根据所给信息无法判断{assumed}：读数不足以确定客户机的写入行为{why}；{told}，其余则不能，{cap}。请给出两种时间长度的读数。',
  },
  inBrackets: { en: ' ({text})', zh: '（{text}）' },
  // One migration from its start.
  forAssumed: {
    en: ', for an assumed guest ({assumed:list})',
    zh: '（假定的客户机：{assumed:list}）',
  },
  neverWithin: {
    en: 'Does not finish within {horizon:seconds}{assumed}, {cap}: {reason}{postcopy}.',
    zh: '{cap}，在 {horizon:seconds} 内无法完成{assumed}：{reason}{postcopy}。',
  },
  postcopyEnds: {
    en: '; post-copy is allowed and ends it once it is started',
    zh: '；已允许后拷贝，一旦启动即可完成',
  },
  timeAllowed: {
    en: 'it is the time allowed that runs out, whatever the guest writes (--timeout)',
    zh: '无论客户机如何写入，都会先耗尽允许的时间（--timeout）',
  },
  whenPaused: {
    en: '{total:seconds} in all, the guest stands still for {pause:ms}',
    zh: '全程 {total:seconds}，客户机停机 {pause:ms}',
  },
  noReplay: { en: 'no replay finished', zh: '没有一次重放完成' },
  slowedFor: {
    en: 'the guest is slowed down by {percent:digits} % for it',
    zh: '为此客户机被减速 {percent:digits}%',
  },
  postcopyDoes: { en: 'post-copy ends it', zh: '由后拷贝完成' },
  nextToCritical: {
    en: 'it is next to its critical write rate',
    zh: '写入速率接近临界值',
  },
  limitOfNone: {
    en: 'it stands still for what is left after one pass: QEMU keeps no downtime limit of 0, give 1 ms',
    zh: '停机时间取决于一轮拷贝后剩余的数据：QEMU 不会遵守 0 的停机上限，请给 1 ms',
  },
  finishes: {
    en: 'Finishes{assumed}: {when}, {cap}; {why}.',
    zh: '能够完成{assumed}：{when}，{cap}；{why}。',
  },
  tooClose: {
    en: 'Too close to tell{assumed}: {when} if it finishes, {cap}; {why}.',
    zh: '难以判定{assumed}：若能完成则{when}，{cap}；{why}。',
  },
  // Margin and advice.
  marginAlways: {
    en: 'no write rate prevents it: the working set fits into the allowed pause',
    zh: '任何写入速率都不妨碍：工作集可在允许的停机时间内传完',
  },
  marginNever: {
    en: 'no write rate above zero lets it finish',
    zh: '只要有写入就无法完成',
  },
  marginRoom: {
    en: 'the guest could write {factor} times as fast and it would still finish',
    zh: '即使客户机的写入速率达到 {factor} 倍仍能完成',
  },
  marginShort: {
    en: 'the guest would have to write at {percent} % of its rate',
    zh: '客户机的写入速率须降至现在的 {percent}%',
  },
  enough: { en: 'enough as it is', zh: '现值已足够' },
  noBandwidth: {
    en: 'no bandwidth this link and sender can carry makes it finish',
    zh: '该链路与发送端所能达到的任何带宽都不足以完成',
  },
  fromBandwidth: { en: 'finishes from {mib} MiB/s', zh: '达到 {mib} MiB/s 即可完成' },
  noDowntime: {
    en: 'no downtime limit QEMU accepts makes it finish',
    zh: 'QEMU 所接受的任何停机上限都不足以完成',
  },
  fromDowntime: {
    en: 'finishes from {limit:count} ms; the pause is then about {pause:ms}',
    zh: '停机上限达到 {limit:count} ms 即可完成，此时停机约 {pause:ms}',
  },
  notNeeded: { en: 'not needed', zh: '不需要' },
  onceSlowed: {
    en: 'finishes once the guest is slowed down by about {percent:digits} %',
    zh: '客户机减速约 {percent:digits}% 后即可完成',
  },
  throttleShort: {
    en: 'throttling by {percent:digits} % is not enough',
    zh: '限流 {percent:digits}% 仍不够',
  },
  postcopyAlways: {
    en: 'always finishes; the guest waits for pages it touches, and dies if the link does',
    zh: '总能完成；客户机访问页面时需等待，链路中断则客户机丢失',
  },
  // Machines that leave together.
  namesAndMore: { en: '{names:list}{more}', zh: '{names:list}{more}' },
  andMore: { en: ' and {more:digits} more', zh: ' 等另 {more:digits} 台' },
  atOnce: {
    en: '{perHost:digits} at once from a host, {cap}',
    zh: '每台宿主机同时迁出 {perHost:digits} 台，{cap}',
  },
  evacuationStuck: {
    en: 'Does not empty the hosts: {stuck:digits} of {all:digits} {all|machine|machines} do not finish ({names}), {how}.',
    zh: '无法清空宿主机：{all:digits} 台虚拟机中有 {stuck:digits} 台无法完成（{names}），{how}。',
  },
  evacuationWhen: {
    en: '{total:seconds}, the longest pause is {pause:ms}',
    zh: '{total:seconds}，最长停机时间 {pause:ms}',
  },
  evacuationClose: {
    en: 'Too close to tell whether all {all:digits} {all|machine|machines} leave ({names}): {when} if they do, {how}.',
    zh: '难以判定全部 {all:digits} 台虚拟机能否迁出（{names}）：若能则需 {when}，{how}。',
  },
  evacuationDone: {
    en: 'All {all:digits} {all|machine|machines} leave in {when}, {how}.',
    zh: '全部 {all:digits} 台虚拟机迁出用时 {when}，{how}。',
  },
  // What limits the rate, and what was assumed.
  capSent: { en: 'at the {bytes:bytes}/s it sends', zh: '按其实际发送速率 {bytes:bytes}/s' },
  capLink: { en: 'over a link of {gbit:digits} Gbit/s', zh: '经 {gbit:digits} Gbit/s 链路' },
  capSender: {
    en: 'as fast as one sender copies ({bytes:bytes}/s, {assumed}--link states what the link carries)',
    zh: '按单个发送线程的复制速率（{bytes:bytes}/s，{assumed}可用 --link 指定链路速率）',
  },
  assumedPart: { en: 'assumed; ', zh: '假定值；' },
  capped: { en: 'capped at {bytes:bytes}/s', zh: '限速 {bytes:bytes}/s' },
  cappedByDefault: {
    en: "capped at {bytes:bytes}/s, QEMU's default (--max-bandwidth or --link states another)",
    zh: '限速 {bytes:bytes}/s，即 QEMU 默认值（可用 --max-bandwidth 或 --link 另行指定）',
  },
  assumedMemory: { en: '{bytes:bytes} of memory', zh: '内存 {bytes:bytes}' },
  assumedWrites: { en: '{writes:digits} page writes/s', zh: '每秒写入 {writes:digits} 页' },
  assumedSet: { en: 'a working set of {bytes:bytes}', zh: '工作集 {bytes:bytes}' },
  assumedChanges: {
    en: 'no page rewritten with what it held, which page-sampling does not count',
    zh: '没有内容不变的重写，page-sampling 不计入这类写入',
  },
  assumedVcpu: { en: 'one vCPU under the dirty limit', zh: '脏页限速下的一个 vCPU' },
  notUsed: { en: 'Not used: {ignored}.', zh: '未使用：{ignored}。' },
  // Reasons with values.
  refuses: { en: 'QEMU refuses: {blocked}', zh: 'QEMU 拒绝：{blocked}' },
  butConverges: {
    en: '{why}, but auto-converge is on: it ends once the guest is slowed down by about {percent:digits} %',
    zh: '{why}，但已启用自动收敛：客户机减速约 {percent:digits}% 后即可完成',
  },
  statusError: { en: '{text}: {error}', zh: '{text}：{error}' },
  // With its disk.
  diskNever: {
    en: 'With its disk it does not finish: the guest writes too fast.',
    zh: '连同磁盘无法完成：客户机写入过快。',
  },
  diskTakes: {
    en: 'With its disk it {close}takes {total:seconds}: {mirror:seconds} to mirror {disk:bytes}, then {memory:seconds} for the memory.',
    zh: '连同磁盘{close}需 {total:seconds}：先用 {mirror:seconds} 镜像 {disk:bytes}，再用 {memory:seconds} 迁移内存。',
  },
  diskClose: {
    en: 'is too close to tell; if it finishes it ',
    zh: '难以判定，若能完成则',
  },
  // The page.
  adviceTitle: { en: 'What would make it finish', zh: '怎样才能完成' },
  adviceTable: { en: 'Settings that change the verdict', zh: '能改变结论的设置' },
  policiesTitle: { en: 'The same guest under other policies', zh: '同一客户机采用其他策略' },
  policiesText: {
    en: "Xen and vMotion rows apply those hypervisors' stop rules to whole rounds. Nobody could confirm what is marked unverified: measure it before it is relied on, of one migration of that hypervisor the time from start to end and the gap in answers to a ping every 10 ms, of a failover the time from power-off to the first answer.",
    zh: 'Xen 与 vMotion 各行将这些虚拟机监控程序的停止规则应用于整轮拷贝。标为未核实的内容无人能够确认：采用之前请先测量——对该虚拟机监控程序的一次迁移，测其从开始到结束的时间，以及每 10 ms 一次 ping 的应答中断；对故障切换，测从断电到首次应答的时间。',
  },
  policiesTable: { en: 'Policies', zh: '策略' },
  loggingTitle: { en: 'What logging writes costs the guest', zh: '记录写入给客户机带来的开销' },
  loggingTable: { en: 'Logging costs', zh: '写入记录的开销' },
  whyRanges: {
    en: 'Ranges come from replays that differ in what nobody knows before the start: where a sweep stands, windows that end late, and how fast the last phase is copied.',
    zh: '区间来自多次重放，它们在事先无法知道的方面有所不同：扫描所处的位置、推迟结束的统计窗口，以及最后阶段的复制速度。',
  },
  evacuationTitle: {
    en: 'Do all machines leave, and how soon?',
    zh: '全部虚拟机能否迁出，需要多久？',
  },
  verdictTitle: {
    en: 'Does it finish, how long, and how long is the pause?',
    zh: '能否完成，需要多久，停机多长时间？',
  },
  prediction: { en: 'Prediction', zh: '预测' },
  whatItShows: { en: 'What it shows', zh: '所见情况' },
  diskTitle: { en: 'With its disk', zh: '连同磁盘' },
  fitTitle: { en: 'What the dirty-rate readings tell', zh: '脏页速率读数说明了什么' },
  fitFound: {
    en: 'Working set {set:bytes}, {writes:digits} page writes/s ({kind}).',
    zh: '工作集 {set:bytes}，每秒写入 {writes:digits} 页（{kind}）。',
  },
  fitNothing: {
    en: 'They do not identify the guest: {why}.',
    zh: '不足以确定客户机的写入行为：{why}。',
  },
  noCritical: {
    en: 'none: the working set fits into the pause',
    zh: '无：工作集可在停机时间内传完',
  },
  replays: {
    en: '{replays:digits}, {grain:digits} {grain|page|pages} per step',
    zh: '{replays:digits} 次，每步 {grain:digits} 页',
  },
  roundsTitle: { en: 'Rounds of pre-copy', zh: '预拷贝的各轮' },
  roundsText: {
    en: 'Every sync adds what the guest dirtied; the guest is stopped when a step ends below the threshold.',
    zh: '每次同步都会加上客户机新写脏的页；当某一步结束时低于阈值，客户机即停机。',
  },
  thisGuest: { en: 'this guest', zh: '本客户机' },
  mapTitle: { en: 'Where it finishes', zh: '何处能够完成' },
  mapText: {
    en: 'The dashed line is the critical write rate: below it pre-copy finishes, above it never, next to it nobody can tell.',
    zh: '虚线为临界写入速率：低于它预拷贝能完成，高于它永远无法完成，接近它则难以判定。',
  },
  pauseTitle: { en: 'The pause', zh: '停机时间' },
  pauseText: {
    en: 'One tick per replay: from the guest stopping here to it running there.',
    zh: '每次重放一条短线：从客户机在源端停止到在目的端运行。',
  },
  fleetTitle: { en: 'Evacuation', zh: '疏散' },
  fleetText: {
    en: 'Machines leave as slots become free; those leaving one host share its link.',
    zh: '有空位时虚拟机依次迁出；从同一宿主机迁出的虚拟机共享其链路。',
  },
  // The price of a policy for the guest.
  priceLogging: { en: 'logging of writes', zh: '写入记录' },
  priceThrottled: {
    en: 'throttled up to {percent:digits} %, {lost} s of CPU time lost',
    zh: '限流最高 {percent:digits}%，损失 {lost} s CPU 时间',
  },
  priceXbzrle: {
    en: 'compare and encode every re-sent page; assumes deltas of 60 bytes',
    zh: '对每个重发页进行比较和编码；假定差量为 60 字节',
  },
  priceMultifd: { en: 'four sender threads', zh: '四个发送线程' },
  pricePostcopy: {
    en: 'about {faults:prose} page faults over the link, {stall:seconds} of waiting; lost if the link fails',
    zh: '约 {faults:prose} 次跨链路缺页，等待 {stall:seconds}；链路故障则客户机丢失',
  },
  priceCold: { en: 'down for the whole copy', zh: '整个复制期间停机' },
  priceCheckpoint: { en: 'down until memory is written', zh: '停机直至内存写完' },
  priceFailover: {
    en: 'memory is lost; detection, fencing and boot times are assumed',
    zh: '内存丢失；检测、隔离和启动时间为假定值',
  },
  priceStopRule: {
    en: 'stops by {rule} after {rounds:digits} {rounds|round|rounds}{slowed}',
    zh: '{rounds:digits} 轮后按规则 {rule} 停机{slowed}',
  },
  priceNova: {
    en: 'downtime limit by then: {limitMs:digits} ms; rounds: {rounds:digits}',
    zh: '届时停机上限已升至 {limitMs:digits} ms，共 {rounds:digits} 轮',
  },
  priceNovaAborted: {
    en: 'aborted after {totalS:digits} s; {limitMs:digits} ms of downtime allowed were not enough',
    zh: '{totalS:digits} s 后中止；允许的 {limitMs:digits} ms 停机时间不够',
  },
  priceSlowed: { en: ', guest slowed to {percent} %', zh: '，客户机降至 {percent}%' },
});
