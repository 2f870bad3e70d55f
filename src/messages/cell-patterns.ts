import { area, type Text } from '../message.ts';

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
  quota: { en: '{limit} ms per {period} ms', zh: '每 {period} ms {limit} ms' },
});

type Pattern = readonly [RegExp, (found: RegExpExecArray) => Text];

const patterns: readonly Pattern[] = [
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
