import { area, vocabulary } from '../message.ts';

/** Rules by which rounds of pre-copy end, by their id. */
export const stopRuleNames = vocabulary('stop-rule', {
  zh: { 'few-pages': '剩余页少', rounds: '轮数上限', sent: '发送量上限', rest: '剩余发送时间短' },
});

/** Cold migration, failover, checkpoints, connections, rounds and pools. */
export const availabilityWords = area('availability', {
  around: {
    en: '{value:seconds} ({low:seconds} to {high:seconds})',
    zh: '{value:seconds}（{low:seconds} 至 {high:seconds}）',
  },
  failoverTitle: { en: 'Failover: from the failure to service', zh: '故障迁移：从故障到恢复服务' },
  failoverQuestion: {
    en: 'When do the machines of a failed host serve again?',
    zh: '故障宿主机上的虚拟机何时恢复服务？',
  },
  failoverAction: {
    en: 'Start what others wait for first, and more at once.',
    zh: '先启动被依赖者，并同时启动更多。',
  },
  failoverGain: {
    en: 'The last serve after {value:seconds}, the first after {value2:seconds}.',
    zh: '最后一台在 {value:seconds} 后恢复服务，第一台在 {value2:seconds} 后。',
  },
  failover: {
    en: 'Machines of the failed host serve again after {firstS}{groups}: {value:seconds} to notice, {value2:seconds} to fence, {bootS:seconds} to boot, {applicationS:seconds} for the application. Memory is lost.',
    zh: '故障宿主机上的虚拟机在 {firstS}恢复服务{groups}：{value:seconds} 发现故障，{value2:seconds} 隔离，{bootS:seconds} 启动，{applicationS:seconds} 启动应用。内存丢失。',
  },
  firstLast: { en: ' at first and {lastS} at last', zh: '（首台），末台 {lastS}' },
  groupsTitle: { en: 'Groups in the order of their start', zh: '按启动顺序的各组' },
  groupsText: {
    en: '{parallel:digits} {parallel|machine|machines} start at once, {restartS:digits} s each; a group waits for the one before.',
    zh: '同时启动 {parallel:digits} 台，每台 {restartS:digits} s；一组等待前一组。',
  },
  serveAgain: {
    en: 'When they serve again, seconds after the failure',
    zh: '何时恢复服务，故障后秒数',
  },
  resumes: {
    en: 'resumes {resumesLateS:seconds} after it',
    zh: '在其后 {resumesLateS:seconds} 恢复',
  },
  givenUp: { en: 'is given up by its sender', zh: '被发送方放弃' },
  connectionsTitle: { en: 'Open connections across a pause', zh: '暂停期间已建立的连接' },
  connectionsQuestion: {
    en: 'Do open connections survive the pause?',
    zh: '已建立的连接能否挺过暂停？',
  },
  surviveNothing: { en: 'Nothing: they survive.', zh: '无需措施：连接存活。' },
  raiseRetries: {
    en: 'Raise tcp_retries2, or shorten the pause.',
    zh: '提高 tcp_retries2，或缩短暂停。',
  },
  limitIs: { en: 'The limit is {givesUpS:seconds}.', zh: '上限为 {givesUpS:seconds}。' },
  connections: {
    en: 'A connection with data under way {fate} when its peer is gone for {pauseS:seconds} (limit {givesUpS:seconds}); an idle one {idleSurvives} (limit {idleGivesUpS:seconds}).',
    zh: '对端离开 {pauseS:seconds} 时，有数据在途的连接{fate}（上限 {givesUpS:seconds}）；空闲连接{idleSurvives}（上限 {idleGivesUpS:seconds}）。',
  },
  noticesNothing: { en: 'notices nothing', zh: '毫无察觉' },
  foundDead: { en: 'is found dead by keep-alive', zh: '被保活判定为失效' },
  retransmissions: { en: 'Retransmissions', zh: '重传' },
  retransmissionsText: {
    en: 'The address has to be answered for by the restored machine: with another address, or a reset sent while it was away, every connection is lost at once. A restored process keeps its sockets where they were dumped and its firewall stayed closed (TCP_REPAIR); a restored machine keeps them, but the peer may have given up.',
    zh: '恢复的机器必须以原地址应答：若地址不同，或离开期间有复位报文发出，则所有连接立即丢失。恢复的进程在转储处保留其套接字，其防火墙保持关闭（TCP_REPAIR）；恢复的机器也保留套接字，但对端可能已经放弃。',
  },
  untilThrough: { en: 'Retransmissions until one gets through', zh: '直到送达为止的重传' },
  whenGivenUp: { en: 'When a connection is given up', zh: '连接何时被放弃' },
  poolTitle: { en: 'One feature mask over a mixed cluster', zh: '混合集群的统一特性掩码' },
  poolQuestion: {
    en: 'What does one feature mask cost this cluster?',
    zh: '统一特性掩码使该集群付出多少？',
  },
  poolAction: {
    en: 'Pool hosts that are alike where vector code matters.',
    zh: '在向量代码重要之处，把相同的宿主机组成资源池。',
  },
  poolNothing: { en: 'Nothing: no feature is hidden.', zh: '无需措施：没有特性被屏蔽。' },
  poolGain: {
    en: '{alike:digits} {alike|pool|pools} need no mask.',
    zh: '{alike:digits} 个池不需要掩码。',
  },
  poolSame: {
    en: 'Every host has the same features: nothing is hidden.',
    zh: '各宿主机特性相同：没有特性被屏蔽。',
  },
  pool: {
    en: 'Machines can move everywhere with {kept:digits} {kept|feature|features} kept; {join} hide features. A program with {vectorShare:percent} vector code runs at {value:prose} of its speed on {name} ({low:prose} to {high:prose}).',
    zh: '保留 {kept:digits} 个特性后虚拟机可迁往任何宿主机；{join} 屏蔽了特性。含 {vectorShare:percent} 向量代码的程序在 {name} 上以 {value:prose} 的速度运行（{low:prose} 至 {high:prose}）。',
  },
  maskTitle: { en: 'What the mask hides, and its price', zh: '掩码屏蔽了什么，及其代价' },
  maskText: {
    en: 'Speed = 1 / ((1 - f) + f k): f the share of vector code, k how much slower it gets. Integer and I/O code loses nothing. Kept: {join}.',
    zh: '速度 = 1 / ((1 - f) + f k)：f 为向量代码的占比，k 为其变慢的倍数。整数与 I/O 代码没有损失。保留：{join}。',
  },
  maskTable: { en: 'Hosts under the mask', zh: '掩码之下的宿主机' },
  noMask: { en: 'Pools that need no mask', zh: '不需要掩码的池' },
  coldTitle: { en: 'Cold migration', zh: '冷迁移' },
  coldQuestion: { en: 'How long is the machine down?', zh: '虚拟机停机多久？' },
  coldAction: {
    en: 'Move it live where it does not write faster than the link sends.',
    zh: '若写入速度不超过链路发送速度，则采用热迁移。',
  },
  coldGain: {
    en: '{blackoutS:seconds} of standing still become a short pause.',
    zh: '{blackoutS:seconds} 的停机缩为短暂的停顿。',
  },
  cold: {
    en: 'The machine is down for {blackoutS:seconds}: {transferredBytes:bytes} of {ramBytes:bytes} are sent once, whatever it would have written.',
    zh: '虚拟机停机 {blackoutS:seconds}：{ramBytes:bytes} 中的 {transferredBytes:bytes} 只发送一次，与其写入无关。',
  },
  stopAndCopy: { en: 'Stop and copy', zh: '停机复制' },
  coldTable: { en: 'Cold migration', zh: '冷迁移' },
  checkpointTitle: { en: 'Checkpoint and restore', zh: '检查点与恢复' },
  checkpointQuestion: {
    en: 'How long is the machine gone, and what do its peers notice?',
    zh: '虚拟机离开多久，对端会察觉什么？',
  },
  checkpointAction: {
    en: 'Save while it runs, with pages copied before they change.',
    zh: '在运行中保存，页在改变之前先行复制。',
  },
  checkpointGain: {
    en: 'Up to {blackoutS:seconds} of stop.',
    zh: '最多免去 {blackoutS:seconds} 的停机。',
  },
  checkpoint: {
    en: 'The checkpoint holds {bytes:bytes} and stops the machine for {blackoutS:seconds}; restored after {awayS:seconds} it was gone for {pauseS:seconds}: connections with data under way {survives}, idle ones {idleSurvives}.',
    zh: '检查点大小 {bytes:bytes}，使虚拟机停机 {blackoutS:seconds}；{awayS:seconds} 后恢复，共离开 {pauseS:seconds}：有数据在途的连接{survives}，空闲连接{idleSurvives}。',
  },
  survive: { en: 'survive', zh: '存活' },
  areLost: { en: 'are lost', zh: '丢失' },
  areFoundDead: { en: 'are found dead by keep-alive', zh: '被保活判定为失效' },
  saveTitle: { en: 'Save, wait, restore', zh: '保存、等待、恢复' },
  saveText: {
    en: 'Peers see one pause. The restored machine has to answer for the same address.',
    zh: '对端只看到一次暂停。恢复的机器必须以同一地址应答。',
  },
  checkpointTable: { en: 'Checkpoint and restore', zh: '检查点与恢复' },
  roundsTitle: { en: 'Rounds of pre-copy', zh: '预拷贝的轮数' },
  roundsQuestion: { en: 'How many rounds are worth making?', zh: '值得进行多少轮？' },
  roundsAction: { en: 'Allow {most:digits} {most|round|rounds}.', zh: '允许 {most:digits} 轮。' },
  roundsGain: { en: 'The stop is {blackoutS:seconds}.', zh: '停机 {blackoutS:seconds}。' },
  rounds: {
    en: 'With at most {most:digits} {most|round|rounds} the guest stops after {rounds:digits} (by {stoppedBy}) for {blackoutS:seconds}, {totalS:seconds} in all; {most2:digits} {most2|round|rounds} give the shortest stop, {blackoutS2:seconds}.',
    zh: '最多 {most:digits} 轮时，客户机在 {rounds:digits} 轮后停机（原因：{stoppedBy}），停机 {blackoutS:seconds}，全程 {totalS:seconds}；{most2:digits} 轮时停机最短，为 {blackoutS2:seconds}。',
  },
  oneMore: { en: 'What one round more gives', zh: '多进行一轮带来什么' },
  oneMoreText: {
    en: 'Every round sends what the round before left dirty; where the guest writes faster than the link sends, more rounds cost time and give nothing.',
    zh: '每一轮发送上一轮留下的脏页；若客户机写入快于链路发送，更多的轮数只花时间而没有收益。',
  },
  byRounds: { en: 'By the largest number of rounds allowed', zh: '按允许的最大轮数' },
});
