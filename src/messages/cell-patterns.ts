import { area, type Text } from '../message.ts';
import { planPatterns } from './plan-cell-patterns.ts';

/** Words of our own around names and numbers, in cells that are stored in English. */
export const patternWords = area('cell-pattern', {
  namespaces: { en: 'namespaces ({names}) with the process', zh: '命名空间（{names}）与进程' },
  cgroups: { en: 'cgroups made ({names})', zh: '建立 cgroup（{names}）' },
  overlay: {
    en: 'overlay of {layers} layers, upper on {upper}',
    zh: '{layers} 层的 overlay，上层位于 {upper}',
  },
  seccomp: {
    en: 'seccomp filter of {tests} comparisons',
    zh: '含 {tests} 次比较的 seccomp 过滤器',
  },
  begins: { en: '{runtime} begins, twice', zh: '{runtime} 启动，两次' },
  smallWrite: { en: 'operations of a small write, {scheme}', zh: '一次小写的操作数，{scheme}' },
  snapshot: { en: 'snapshot {n}', zh: '快照 {n}' },
  writeBlock: { en: 'write block {n}', zh: '写块 {n}' },
  readBlock: { en: 'read block {n}', zh: '读块 {n}' },
  silent: {
    en: '{n} sensitive instructions do not trap: state of the host shows, or a change is dropped',
    zh: '{n} 条敏感指令不陷入：会显露宿主机状态，或使改动丢失',
  },
  tlb: { en: '{entries} entries, {ways} ways', zh: '{entries} 项，{ways} 路' },
  tlbPages: {
    en: '{entries} entries, {ways} ways ({pages})',
    zh: '{entries} 项，{ways} 路（{pages}）',
  },
  full: { en: '{entries} entries, fully associative', zh: '{entries} 项，全相联' },
  fullPages: {
    en: '{entries} entries, fully associative ({pages})',
    zh: '{entries} 项，全相联（{pages}）',
  },
  dataCache: { en: 'L1 data cache {kib} KiB', zh: 'L1 数据缓存 {kib} KiB' },
  cache: { en: 'L{n} cache {kib} KiB', zh: 'L{n} 缓存 {kib} KiB' },
  hiddenOn: { en: 'hidden on host {n}', zh: '宿主机 {n} 上隐藏' },
  share: { en: '{part} of {whole}', zh: '{part} / {whole}' },
  over: { en: 'over {n}', zh: '超过 {n}' },
  overMonths: { en: 'over {n} months', zh: '超过 {n} 个月' },
  layers: { en: '{n} layers', zh: '{n} 层' },
  raidGroups: { en: 'RAID {level}, {n} groups', zh: 'RAID {level}，{n} 组' },
  replicas: { en: '{n} replicas', zh: '{n} 副本' },
  erasureCode: { en: 'erasure code {code}', zh: '纠删码 {code}' },
  factorOn: { en: 'factor on {host}', zh: '{host} 上的倍数' },
  counted: { en: '{value:count}', zh: '{value:count}' },
  countedUnit: { en: '{value:count} {unit}', zh: '{value:count} {unit}' },
  on: { en: '{machine} on {host}', zh: '{host} 上的 {machine}' },
  quota: { en: '{limit} ms per {period} ms', zh: '每 {period} ms {limit} ms' },
});

/** "web on HOST", and what of it is meant behind a comma. */
export function placeText(cell: string): Text {
  const [, machine = '', host = ''] = /^(.+) on ([^ ,]+(?:, .+)?)$/.exec(cell) ?? [];
  return machine === '' ? cell : patternWords.on({ machine, host });
}

type Pattern = readonly [RegExp, (found: RegExpExecArray) => Text];

const patterns: readonly Pattern[] = [
  ...planPatterns,
  [
    /^namespaces \((.*)\) with the process$/,
    ([, names = '']) => patternWords.namespaces({ names }),
  ],
  [/^cgroups made \((.*)\)$/, ([, names = '']) => patternWords.cgroups({ names })],
  [
    /^overlay of (\d+) layers, upper on (\S+)$/,
    ([, layers = '', upper = '']) => patternWords.overlay({ layers, upper }),
  ],
  [/^seccomp filter of (\d+) comparisons$/, ([, tests = '']) => patternWords.seccomp({ tests })],
  [/^(\S+) begins, twice$/, ([, runtime = '']) => patternWords.begins({ runtime })],
  [/^operations of a small write, (.+)$/, ([, scheme = '']) => patternWords.smallWrite({ scheme })],
  [
    /^(\d+) entries, (\d+) ways(?: \((.+)\))?$/,
    ([, entries = '', ways = '', pages]) =>
      pages === undefined
        ? patternWords.tlb({ entries, ways })
        : patternWords.tlbPages({ entries, ways, pages }),
  ],
  [
    /^(\d+) entries, fully associative(?: \((.+)\))?$/,
    ([, entries = '', pages]) =>
      pages === undefined
        ? patternWords.full({ entries })
        : patternWords.fullPages({ entries, pages }),
  ],
  [/^L1 data cache (\d+) KiB$/, ([, kib = '']) => patternWords.dataCache({ kib })],
  [/^L([23]) cache (\d+) KiB$/, ([, n = '', kib = '']) => patternWords.cache({ n, kib })],
  [/^([\d,]+) of ([\d,]+)$/, ([, part = '', whole = '']) => patternWords.share({ part, whole })],
  [
    /^([\d.]+) (billion|trillion)(?: (\S+))?$/,
    ([, digits = '', word = '', unit]) => {
      const value = Number(digits) * (word === 'billion' ? 1e9 : 1e12);
      return unit === undefined
        ? patternWords.counted({ value })
        : patternWords.countedUnit({ value, unit });
    },
  ],
  [/^over ([\d.]+)$/, ([, n = '']) => patternWords.over({ n })],
  [/^over ([\d.]+) months$/, ([, n = '']) => patternWords.overMonths({ n })],
  [/^RAID (\d+), (\d+) groups$/, ([, level = '', n = '']) => patternWords.raidGroups({ level, n })],
  [/^(\d+) replicas$/, ([, n = '']) => patternWords.replicas({ n })],
  [/^erasure code (\S+)$/, ([, code = '']) => patternWords.erasureCode({ code })],
  [/^(\d+) layers$/, ([, n = '']) => patternWords.layers({ n })],
  [/^factor on (\S+)$/, ([, host = '']) => patternWords.factorOn({ host })],
  [/^hidden on host (\d+)$/, ([, n = '']) => patternWords.hiddenOn({ n })],
  [/^snapshot (\d+)$/, ([, n = '']) => patternWords.snapshot({ n })],
  [/^write block (\d+)$/, ([, n = '']) => patternWords.writeBlock({ n })],
  [/^read block (\d+)$/, ([, n = '']) => patternWords.readBlock({ n })],
  [/^(\d+) sensitive instructions do not trap: /, ([, n = '']) => patternWords.silent({ n })],
  [
    /^([\d.]+) ms per ([\d.]+) ms$/,
    ([, limit = '', period = '']) => patternWords.quota({ limit, period }),
  ],
];

/** A cell of these patterns as its message; another as it is. */
export function patternText(cell: string): Text {
  for (const [pattern, text] of patterns) {
    const found = pattern.exec(cell);
    if (found) return text(found);
  }
  return cell;
}
