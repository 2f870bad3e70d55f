import { area, type Text } from '../message.ts';

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
  rule: { en: 'rule {rules}', zh: '规则 {rules}' },
});

const words = planPatternWords;

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
  [/^rule ("[^"]*"(?:, "[^"]*")*)$/, ([, rules = '']) => words.rule({ rules })],
];

function planReason(reason: string): Text {
  for (const [pattern, text] of planPatterns) {
    const found = pattern.exec(reason);
    if (found) return text(found);
  }
  return reason;
}
