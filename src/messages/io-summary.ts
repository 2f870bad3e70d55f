import { area } from '../message.ts';

/** What a request or packet comes to: the opening of its page. */
export const ioSummaryWords = area('ioSummary', {
  packetsPerS: { en: 'packets/s', zh: '包/s' },
  requestsPerS: { en: 'requests/s', zh: '请求/s' },
  replace: { en: 'Replace {title} by {title2}.', zh: '用{title2}取代{title}。' },
  replaceGain: {
    en: '{iops:prose} instead of {iops2:prose} {unit}, {best:prose} instead of {path:prose} µs of CPU each.',
    zh: '{iops:prose} {unit}，而不是 {iops2:prose} {unit}；每次占 CPU {best:prose} µs，而不是 {path:prose} µs。',
  },
  question: {
    en: 'What does a {kind} of {bytes:bytes} cost on each way to the device?',
    zh: '{bytes:bytes} 的{kind}经每种设备路径的开销是多少？',
  },
  device: {
    en: '{iops:prose} {iops|operation|operations}/s, {latencyUs:prose} µs',
    zh: '每秒 {iops:prose} 次操作，{latencyUs:prose} µs',
  },
  confidence: {
    en: '{unverified:digits} of {costs:count} {costs|path|paths} rest on a number that is estimated or unverified; the largest errors against published figures are in the evidence below.',
    zh: '{costs:count} 条路径中有 {unverified:digits} 条基于估计或未核实的数值；与公开数据相比最大的误差列在下方依据中。',
  },
  moves: {
    en: 'Of the settings given, {setting} ({value}) moves {title} most: {iops:prose} to {iops2:prose} {unit}.',
    zh: '在所给设置中，{setting}（{value}）对{title}影响最大：{iops:prose} 变为 {iops2:prose} {unit}。',
  },
  limited: {
    en: '{title} is limited by {limitedBy}: a faster one, or another queue depth, moves the rate; a slower clock moves the CPU time.',
    zh: '{title}受限于{limitedBy}：更快的{limitedBy}或不同的队列深度会改变速率；更低的时钟频率会改变 CPU 时间。',
  },
  another: { en: 'Another path, size or queue depth.', zh: '其他路径、大小或队列深度。' },
  nothing: { en: 'Nothing to replace.', zh: '没有可取代的。' },
  noOther: { en: 'no other path was asked about.', zh: '没有询问其他路径。' },
  fastest: { en: 'Fastest virtual path: {title}', zh: '最快的虚拟路径：{title}' },
  limitedBy: { en: 'limited by {limitedBy}', zh: '受限于{limitedBy}' },
  cpuOfOne: { en: 'CPU of one on it', zh: '其上每次的 CPU' },
  guestAndBack: { en: 'guest and back end', zh: '客户机与后端合计' },
  slowest: { en: 'Slowest: {title}', zh: '最慢：{title}' },
  cpuEach: { en: '{slow:prose} µs of CPU each', zh: '每次占 CPU {slow:prose} µs' },
  without: { en: 'Without virtualization', zh: '不虚拟化' },
  latency: { en: 'Latency', zh: '延迟' },
  atDepth: { en: 'at the depth asked', zh: '在所询问的深度下' },
});
