import { area } from '../message.ts';

/** Levels of virtualization, the library level, desktops. */
export const levelsWords = area('levels', {
  title: { en: 'Levels of virtualization and their bills', zh: '虚拟化的层次及其开销' },
  question: {
    en: 'What does each level of virtualization make of one program?',
    zh: '同一程序在每个层次上会变成怎样？',
  },
  use: {
    en: 'Use {title} where its isolation is enough.',
    zh: '若{title}的隔离已足够，则采用它。',
  },
  noLevel: { en: 'no level', zh: '没有层次' },
  useGain: {
    en: '{value:prose} s; {title} takes {value2:prose} s.',
    zh: '{value:prose} s；{title}需要 {value2:prose} s。',
  },
  sentence: {
    en: 'A program of {userS:digits} s takes from {value:prose} s ({title}) to {value2:prose} s ({title2}), by the level it is virtualized at.',
    zh: '一个运行 {userS:digits} s 的程序，因虚拟化层次不同，需 {value:prose} s（{title}）至 {value2:prose} s（{title2}）。',
  },
  intercepts: { en: 'What each level intercepts, and its bill', zh: '每个层次截获什么，及其开销' },
  formula: {
    en: 'Time = user time × slowdown + calls × cost.',
    zh: '时间 = 用户时间 × 减速倍数 + 调用次数 × 每次开销。',
  },
  table: { en: 'Levels', zh: '层次' },
  libraryTitle: { en: 'The library level: calls to a server', zh: '库层次：对服务进程的调用' },
  libraryQuestion: {
    en: 'How much of a frame are calls to the server process?',
    zh: '一帧中有多少时间是对服务进程的调用？',
  },
  libraryAction: {
    en: 'Keep synchronisation out of the server.',
    zh: '不要让同步操作经过服务进程。',
  },
  libraryGain: { en: '{perFrameMs:prose} ms a frame.', zh: '每帧 {perFrameMs:prose} ms。' },
  callsBetween: {
    en: '{low:count} to {high:count} calls at 50 to 5 µs each',
    zh: '{low:count} 至 {high:count} 次，每次 50 至 5 µs',
  },
  costOfCall: { en: '{us:prose} µs a call', zh: '每次 {us:prose} µs' },
  librarySentence: {
    en: '{slow:prose} instead of {fast:prose} {fast|frame|frames} a second: {perFrameMs:prose} ms of a frame are calls to the server process ({calls}).',
    zh: '每秒 {slow:prose} 帧，而不是 {fast:prose} 帧：一帧中有 {perFrameMs:prose} ms 是对服务进程的调用（{calls}）。',
  },
  games: { en: 'Measured games', zh: '实测的游戏' },
  gamesText: {
    en: 'Frames before and after synchronisation moved from Wine’s server into the kernel.',
    zh: '同步从 Wine 的服务进程移入内核前后的帧率。',
  },
  framesTable: { en: 'Time of the calls in a frame', zh: '一帧中调用所占时间' },
  desktopsTitle: {
    en: 'Desktops: density, display and boot storm',
    zh: '桌面：密度、显示与启动风暴',
  },
  desktopsQuestion: { en: 'What do these desktops need?', zh: '这些桌面需要多少资源？' },
  spread: { en: 'Spread the boots over more time.', zh: '把启动分散到更长的时间。' },
  spreadGain: {
    en: 'Twice as long halves {stormIops:prose} disk requests a second of the storm.',
    zh: '时间加倍可使启动风暴的每秒 {stormIops:prose} 次磁盘请求减半。',
  },
  desktops: {
    en: '{users:digits} {profile} users ({session} session) need {vcpus:prose} vCPUs, {band} Mbit/s of display ({display}), {iops:prose} disk requests a second at {writeShare:percent} writes, and {stormIops:prose} while they boot within {stormMinutes:digits} {stormMinutes|minute|minutes}.',
    zh: '{users:digits} 个 {profile} 用户（{session} 会话）需要 {vcpus:prose} 个 vCPU、{band} Mbit/s 的显示带宽（{display}）、每秒 {iops:prose} 次磁盘请求（写占 {writeShare:percent}），在 {stormMinutes:digits} 分钟内启动时每秒 {stormIops:prose} 次。',
  },
  desktopsOf: { en: '{users:digits} {users|desktop|desktops}', zh: '{users:digits} 个桌面' },
  needTable: { en: 'What they need', zh: '所需资源' },
  disksTable: { en: 'Disks for the steady load', zh: '稳定负载所需磁盘' },
  silent: { en: '{isa} ({brokenBy:digits} silent)', zh: '{isa}（{brokenBy:digits} 条不陷入）' },
  named: {
    en: ' The paper counts 17 by its headline; the list that was read names 18.',
    zh: '论文的标题数为 17 条；所查阅的列表列出 18 条。',
  },
  sensitiveTitle: {
    en: 'Popek and Goldberg, by instruction set and monitor',
    zh: 'Popek 与 Goldberg 条件，按指令集与监控程序',
  },
  sensitiveQuestion: {
    en: 'Where does trap and emulate hold, and what breaks it?',
    zh: '陷入模拟在何处成立，又被什么破坏？',
  },
  useAssist: {
    en: 'Use hardware assistance where there is a guest mode.',
    zh: '有客户模式时采用硬件辅助。',
  },
  useAssistGain: {
    en: 'No silent instruction is left to rewrite.',
    zh: '不再有需要改写的不陷入敏感指令。',
  },
  holds: {
    en: 'Trap and emulate holds on {good}{bad}.{named}',
    zh: '陷入模拟在{good}上成立{bad}。{named}',
  },
  noneOfThem: { en: 'none of them', zh: '无一' },
  breaks: { en: '; it breaks on {join}', zh: '；在{join}上不成立' },
  verdicts: {
    en: '{verdicts:digits} {verdicts|verdict|verdicts} on {join}.',
    zh: '{join}上的 {verdicts:digits} 项判定。',
  },
  three: {
    en: 'Equivalence, resource control, efficiency',
    zh: '等价性（保真）、资源控制（安全）、高效性',
  },
  threeText: {
    en: '保真, 安全, 高效. Equivalence: the guest behaves as on the machine. Resource control: it has only what the monitor gives. Efficiency: harmless instructions run on the processor itself.',
    zh: '等价性：客户机的行为与在真机上相同。资源控制：客户机只拥有监控程序给予的资源。高效性：无害指令直接在处理器上执行。',
  },
  verdictTable: { en: 'Verdicts', zh: '判定' },
  isaTable: { en: 'Instruction sets', zh: '指令集' },
  remedyTable: {
    en: 'What the remedies cost on {hostTitle}',
    zh: '各补救办法在 {hostTitle} 上的开销',
  },
});
