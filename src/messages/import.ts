import { area, vocabulary } from '../message.ts';

/** What `import` read: inventories, loads, statistics of guests. */
export const importWords = area('import', {
  inventory: {
    en: 'An inventory: {machines:digits} {machines|machine|machines}, {running:digits} running with {vcpus:digits} vCPUs and {memory} GiB; {hosts}. Use virtcost plan.',
    zh: '清单：{machines:digits} 台虚拟机，其中 {running:digits} 台运行，共 {vcpus:digits} 个 vCPU 与 {memory} GiB；{hosts}。请使用 virtcost plan。',
  },
  noHosts: { en: 'no hosts', zh: '没有宿主机' },
  hosts: {
    en: '{hosts:digits} {hosts|host|hosts} ({up:digits} up: {cores:digits} {cores|core|cores}, {memory} GiB)',
    zh: '{hosts:digits} 台宿主机（{up:digits} 台在线：{cores:digits} 个核，{memory} GiB）',
  },
  load: {
    en: 'Load of {objects} over {rows:digits} {rows|row|rows} each{worst}.',
    zh: '{objects}的负载，各 {rows:digits} 行{worst}。',
  },
  machines: { en: '{n:digits} {n|machine|machines}', zh: '{n:digits} 台虚拟机' },
  loadHosts: { en: '{n:digits} {n|host|hosts}', zh: '{n:digits} 台宿主机' },
  loadClusters: { en: '{n:digits} {n|cluster|clusters}', zh: '{n:digits} 个集群' },
  waited: {
    en: '; the most any waited for a CPU is {peak:digits} % over five minutes',
    zh: '；五分钟内等待 CPU 的最高比例为 {peak:digits}%',
  },
  loadOf: { en: 'load of each {subject}', zh: '各{subject}的负载' },
  more: {
    en: '... {left:digits} more (--json has all)',
    zh: '……另有 {left:digits} 行（全部见 --json）',
  },
  data: { en: 'data: {text} ({n:digits})', zh: '数据：{text}（{n:digits}）' },
  unread: {
    en: 'data: columns that are not used: {names} ({n:digits})',
    zh: '数据：未使用的列：{names}（{n:digits}）',
  },
  read: { en: '{title}: {parts:list}', zh: '{title}：{parts:list}' },
  seconds: { en: '{seconds} s', zh: '{seconds} s' },
  vcpus: { en: '{n:digits} vCPUs', zh: '{n:digits} 个 vCPU' },
  warning: { en: 'warning: {text}', zh: '警告：{text}' },
  guests: { en: 'guests', zh: '客户机' },
  exits: { en: 'exits and counters', zh: '退出与计数器' },
  latencies: { en: 'latencies', zh: '时延' },
  bandwidths: { en: 'bandwidths', zh: '带宽' },
  part: { en: '(part of another)', zh: '（属于另一项）' },
  notAttributed: { en: '(not attributed)', zh: '（未归入）' },
  unattributed: {
    en: '\n{share} % of {exits:digits} {exits|exit|exits} not attributed',
    zh: '\n{exits:digits} 次退出中有 {share}% 未归入',
  },
  idle: {
    en: '{idle} s idle (never overhead), {handled} s in all other exits',
    zh: '空闲 {idle} s（从不计为开销），其他所有退出 {handled} s',
  },
  noBlock: { en: '\nNo events block. {why}', zh: '\n没有 events 块。{why}' },
  noEvents: { en: 'The file counts no events.', zh: '文件没有计数任何事件。' },
  noTime: {
    en: 'The file does not say how long it measured: give --seconds.',
    zh: '文件未说明测量时长：请给出 --seconds。',
  },
  tooMany: {
    en: 'More than one event per instruction: the time or the instructions per second are too small.',
    zh: '每条指令多于一个事件：时长或每秒指令数过小。',
  },
});

/** What a load is of. */
export const loadSubjects = vocabulary('load-subject', {
  zh: { machine: '虚拟机', host: '宿主机', cluster: '集群' },
});
