import { area, vocabulary } from '../message.ts';

/** How a number is known. */
export const statuses = vocabulary('status', {
  zh: {
    measured: '实测',
    published: '公开',
    derived: '推算',
    estimated: '估计',
    unverified: '未核实',
    'not asked': '未询问',
  },
});

/** Virtualization techniques by their id. */
export const techniqueNames = vocabulary('technique', {
  zh: {
    'bare-metal': '裸机',
    container: '容器',
    'container-seccomp': '容器+seccomp',
    sandbox: '沙箱容器',
    interpreter: '解释执行',
    'trap-and-emulate': '陷入模拟',
    emulation: '指令集仿真',
    full: '全虚拟化',
    para: '半虚拟化',
    'hardware-gen1': '第一代硬件辅助',
    hardware: '硬件辅助',
    'hardware-sriov': '硬件辅助+SR-IOV',
    nested: '嵌套虚拟化',
  },
});

/** Techniques as headings of their own name them. */
export const techniqueTitlesInChinese = {
  'Bare metal': '裸机',
  Container: '容器',
  'Container with seccomp': '容器 + seccomp',
  'Sandboxed container': '沙箱容器',
  Interpretation: '解释执行',
  'Trap and emulate': '陷入模拟',
  'Hardware-assisted, without EPT': '硬件辅助虚拟化，无 EPT',
  Emulation: '指令集仿真',
  'Full virtualization': '全虚拟化',
  Paravirtualization: '半虚拟化',
  'Hardware, first generation': '第一代硬件辅助虚拟化',
  'Hardware-assisted': '硬件辅助虚拟化',
  'Hardware-assisted, SR-IOV': '硬件辅助虚拟化 + SR-IOV',
  Nested: '嵌套虚拟化',
} as const;

export const techniqueTitles = vocabulary('technique-title', { zh: techniqueTitlesInChinese });

/** Parts that overhead is made of. */
export const costParts = vocabulary('part', {
  zh: {
    user: '用户代码',
    'cpu-exits': 'CPU 退出',
    translation: '地址转换',
    'page-tables': '页表维护',
    interrupts: '中断',
    'device-io': '设备 I/O',
    scheduling: '调度',
    numa: 'NUMA',
    'user, estimated': '用户代码（估计）',
    'cpu-exits, estimated': 'CPU 退出（估计）',
    'translation, estimated': '地址转换（估计）',
    'page-tables, estimated': '页表维护（估计）',
    'interrupts, estimated': '中断（估计）',
    'device-io, estimated': '设备 I/O（估计）',
    'scheduling, estimated': '调度（估计）',
    'numa, estimated': 'NUMA（估计）',
    steady: '运行',
    migration: '热迁移',
    sharing: '内存共享',
    snapshots: '快照',
  },
});

/** Quantities and phrases that stand in cells and within sentences. */
export const terms = area('term', {
  marked: { en: '{mark}\u00a0{status}', zh: '{mark}\u00a0{status}' },
  count: { en: '{value:count}', zh: '{value:count}' },
  seconds: { en: '{value:seconds}', zh: '{value:seconds}' },
  overhead: { en: '{value:overhead}', zh: '{value:overhead}' },
  percent: { en: '{value:percent}', zh: '{value:percent}' },
  percents: { en: '{low} to {high:percent}', zh: '{low} 至 {high:percent}' },
  listed: { en: '{names:commas}', zh: '{names:commas}' },
  titled: { en: '{name}: {title}', zh: '{name}：{title}' },
  sentences: { en: '{texts:spaces}', zh: '{texts:spaces}' },
  list: { en: '{names:list}', zh: '{names:list}' },
  range: { en: '{low} to {high}', zh: '{low} 至 {high}' },
  interval: { en: '{low} … {high}', zh: '{low} … {high}' },
  around: { en: '{value} ({low} to {high})', zh: '{value}（{low} 至 {high}）' },
  priced: { en: '{amount} {currency}', zh: '{amount} {currency}' },
  wrote: { en: 'wrote {html}', zh: '已写入 {html}' },
  none: { en: 'none', zh: '无' },
  nothing: { en: 'nothing', zh: '无' },
  sentenceOf: { en: '{text:capital}', zh: '{text:capital}' },
  clauses: { en: '{parts:semicolons}.', zh: '{parts:semicolons}。' },
  joined: { en: '{parts:semicolons}', zh: '{parts:semicolons}' },
  counted: { en: '{name} {rows:digits}', zh: '{name} {rows:digits}' },
  labelled: { en: '{label}: {value}', zh: '{label}：{value}' },
  amount: { en: '{value:prose} {unit}', zh: '{value:prose} {unit}' },
  unverified: { en: '{text} (unverified)', zh: '{text}（未核实）' },
});
