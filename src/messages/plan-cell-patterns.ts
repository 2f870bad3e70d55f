import { area, type Text, vocabulary } from '../message.ts';

/** Words within the patterns below. */
export const planNouns = vocabulary('plan-noun', {
  zh: {
    today: '现状',
    all: '全部',
    cpu: 'CPU',
    memory: '内存',
    storage: '存储',
    network: '网络',
    'disks written': '磁盘写入',
  },
});

/** Reasons of admission and obstacles of placement around names and numbers, stored in English. */
export const planPatternWords = area('plan-cell-pattern', {
  slot: {
    en: 'slot {cpu} MHz, {memory} MiB; {hosts} hosts may fail',
    zh: '插槽 {cpu} MHz、{memory} MiB；可故障 {hosts} 台宿主机',
  },
  percentage: {
    en: '{cpu} % CPU and {memory} % memory unclaimed, {kept} % kept',
    zh: '未占用 CPU {cpu}%、内存 {memory}%，保留 {kept}%',
  },
  dedicated: {
    en: '{placed} of {count} machines on the {hosts} hosts not kept empty',
    zh: '{count} 台虚拟机中的 {placed} 台放在未留空的 {hosts} 台宿主机上',
  },
  bySize: { en: '{broken}; by size alone: {reason}', zh: '{broken}；仅按大小：{reason}' },
  leaves: {
    en: 'rule "{rule}" leaves {machine} {count} of {hosts} hosts, {failures} may fail',
    zh: '规则“{rule}”只给 {machine} 留下 {hosts} 台宿主机中的 {count} 台，可故障 {failures} 台',
  },
  apart: {
    en: 'rule "{rule}" keeps {machines} machines apart on {hosts} hosts, {failures} may fail',
    zh: '规则“{rule}”要求 {machines} 台虚拟机分散在 {hosts} 台宿主机上，可故障 {failures} 台',
  },
  tooMany: {
    en: '"{rule}": {count} too many on one host',
    zh: '“{rule}”：一台宿主机上多出 {count} 台',
  },
  elsewhere: {
    en: '"{rule}": {count} machines on other hosts',
    zh: '“{rule}”：{count} 台虚拟机在其他宿主机上',
  },
  split: {
    en: '{count} groups to be kept together lie on several of {hosts} hosts',
    zh: '{count} 个应在一起的组分布在 {hosts} 台宿主机中的多台上',
  },
  restart: { en: '{up} of {all} restart', zh: '{all} 台中 {up} 台重启' },
  obstacles: { en: '{list:list}', zh: '{list:list}' },
  onHosts: { en: '{what} on {n:digits} {n|host|hosts}', zh: '{what}（{n:digits} 台宿主机）' },
  byHosts: { en: '{what} ({n} hosts)', zh: '{what}（{n} 台宿主机）' },
  pool: { en: 'limit of pool "{pool}" ({what})', zh: '资源池“{pool}”的上限（{what}）' },
  filled: {
    en: 'file systems of {size} GiB are {used} % full, seen once',
    zh: '{size} GiB 的文件系统已用 {used}%，只观测一次',
  },
  below: {
    en: 'below {mhz} MHz in {share} % of its samples',
    zh: '{share}% 的样本低于 {mhz} MHz',
  },
  resized: { en: '{sizes:list}; {share} % of the samples', zh: '{sizes:list}；样本覆盖 {share}%' },
  size: { en: '{from} to {to} {unit}', zh: '{from} 改为 {to} {unit}' },
  sizeWithin: { en: '{size} ({low} to {high})', zh: '{size}（{low} 至 {high}）' },
  sizeOrMore: { en: '{size} ({low} to {high} or more)', zh: '{size}（{low} 至 {high} 或更多）' },
  growth: {
    en: '{rate} % a month ({low} to {high})',
    zh: '每月 {rate}%（{low} 至 {high}）',
  },
  committed: { en: '{amount} GiB promised', zh: '已承诺 {amount} GiB' },
  open: { en: 'open after {nodes} nodes', zh: '搜索 {nodes} 个节点后未定' },
  series: { en: '{cluster} {what}', zh: '{cluster} {what}' },
  listed: { en: '{cluster}, {what}', zh: '{cluster}，{what}' },
  labelled: { en: '{plan}: {cluster}', zh: '{plan}：{cluster}' },
  rule: { en: 'rule {rules}', zh: '规则 {rules}' },
});

const words = planPatternWords;

/** What is committed of a disk, in the word exports have for it. */
const COMMITTED = new RegExp(`^([\\d,]+) GiB ${'promised'}$`);
const OBSTACLES = /^.+ (?:on \d+ hosts?|\(\d+ hosts\))$/;

/** Patterns with what they become; a reason may hold another. */
export const planPatterns: readonly (readonly [RegExp, (found: RegExpExecArray) => Text])[] = [
  [
    /^(rule .+); by size alone: (.+)$/,
    ([, broken = '', reason = '']) =>
      words.bySize({ broken: planReason(broken), reason: planReason(reason) }),
  ],
  [
    /^slot (\d+) MHz, (\d+) MiB; (\d+) hosts may fail$/,
    ([, cpu = '', memory = '', hosts = '']) => words.slot({ cpu, memory, hosts }),
  ],
  [
    /^(-?[\d.]+) % CPU and (-?[\d.]+) % memory unclaimed, (-?[\d.]+) % kept$/,
    ([, cpu = '', memory = '', kept = '']) => words.percentage({ cpu, memory, kept }),
  ],
  [
    /^(\d+) of (\d+) machines on the (\d+) hosts not kept empty$/,
    ([, placed = '', count = '', hosts = '']) => words.dedicated({ placed, count, hosts }),
  ],
  [
    /^rule "(.+)" leaves (.+) (\d+) of (\d+) hosts, (\d+) may fail$/,
    ([, rule = '', machine = '', count = '', hosts = '', failures = '']) =>
      words.leaves({ rule, machine, count, hosts, failures }),
  ],
  [
    /^rule "(.+)" keeps (\d+) machines apart on (\d+) hosts, (\d+) may fail$/,
    ([, rule = '', machines = '', hosts = '', failures = '']) =>
      words.apart({ rule, machines, hosts, failures }),
  ],
  [
    /^"(.+)": (\d+) too many on one host$/,
    ([, rule = '', count = '']) => words.tooMany({ rule, count }),
  ],
  [
    /^"(.+)": (\d+) machines on other hosts$/,
    ([, rule = '', count = '']) => words.elsewhere({ rule, count }),
  ],
  [
    /^(\d+) groups to be kept together lie on several of (\d+) hosts$/,
    ([, count = '', hosts = '']) => words.split({ count, hosts }),
  ],
  [/^(\d+) of (\d+) restart$/, ([, up = '', all = '']) => words.restart({ up, all })],
  [
    /^file systems of (\d+) GiB are (\d+) % full, seen once$/,
    ([, size = '', used = '']) => words.filled({ size, used }),
  ],
  [
    /^below (\d+) MHz in (\d+) % of its samples$/,
    ([, mhz = '', share = '']) => words.below({ mhz, share }),
  ],
  [
    /^(\d[^;]*); (\d+) % of the samples$/,
    ([, sizes = '', share = '']) =>
      words.resized({ sizes: sizes.split(', ').map(sizeText), share }),
  ],
  [
    /^(\d+) \((\d+) to (\d+)( or more)?\)$/,
    ([, size = '', low = '', high = '', more]) =>
      (more === undefined ? words.sizeWithin : words.sizeOrMore)({ size, low, high }),
  ],
  [
    /^([\d.-]+) % a month \(([\d.-]+) to ([\d.-]+)\)$/,
    ([, rate = '', low = '', high = '']) => words.growth({ rate, low, high }),
  ],
  [COMMITTED, ([, amount = '']) => words.committed({ amount })],
  [/^open after (\d+) nodes$/, ([, nodes = '']) => words.open({ nodes })],
  [
    /^today: (.+)$/,
    ([, cluster = '']) => words.labelled({ plan: planNouns('today'), cluster: planNouns(cluster) }),
  ],
  [
    OBSTACLES,
    ([list = '']) => words.obstacles({ list: list.split(/(?<=hosts?\)?), /).map(obstacle) }),
  ],
  [/^rule ("[^"]*"(?:, "[^"]*")*)$/, ([, rules = '']) => words.rule({ rules })],
];

/** "4 to 2 vCPU". */
function sizeText(size: string): Text {
  const [, from = '', to = '', unit = ''] = /^([\d.]+) to ([\d.]+) (\S+)$/.exec(size) ?? [];
  return from === '' ? size : words.size({ from, to, unit });
}

/** "memory on 4 hosts", "cpu (3 hosts)". */
function obstacle(text: string): Text {
  const [, what = '', on, by] = /^(.+?) (?:on (\d+) hosts?|\((\d+) hosts\))$/.exec(text) ?? [];
  const [, pool, limited = ''] = /^limit of pool "(.+)" \((\S+)\)$/.exec(what) ?? [];
  const named =
    pool === undefined ? planNouns(what) : words.pool({ pool, what: planNouns(limited) });
  if (on !== undefined) return words.onHosts({ what: named, n: Number(on) });
  return by === undefined ? text : words.byHosts({ what: named, n: by });
}

/** The share of a cluster a line or a bar is of: "Cluster1 memory", "Cluster1, memory". */
export function seriesText(text: string): Text {
  const [, cluster = '', comma, what = ''] =
    /^(.+?)(,?) (CPU|memory|storage|disks written)$/.exec(text) ?? [];
  if (what === '') return text;
  const named = { cluster: planNouns(cluster), what: planNouns(what) };
  return comma === '' ? words.series(named) : words.listed(named);
}

function planReason(reason: string): Text {
  for (const [pattern, text] of planPatterns) {
    const found = pattern.exec(reason);
    if (found) return text(found);
  }
  return reason;
}
