/** Headings of containers: start, layers, memory. */
export const containersHeadings = {
  KiB: 'KiB',
  'lower / upper': '下层 / 上层',
  how: '方式',
  'ms of the call': '调用耗时 ms',
  'MiB written': '写入 MiB',
  'MiB of the upper file': '上层文件 MiB',
  layers: '层数',
  'first, bottom layer': '首次，底层',
  'first, top layer': '首次，顶层',
  'first, no such file': '首次，文件不存在',
  again: '再次',
  'open and close': '打开并关闭',
  N: 'N',
  'resident (RSS)': '常驻内存 (RSS)',
  'proportional (PSS)': '按比例 (PSS)',
  'charged to its cgroup as kernel memory': '计入其 cgroup 的内核内存',
};
