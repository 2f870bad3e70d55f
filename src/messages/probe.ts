import { area, type Text, vocabulary } from '../message.ts';

/** What `host probe` says of the machine it measured. */
export const probeWords = area('probe', {
  copy: {
    en: 'One thread sends pages through a socket at {rate:bytes}/s ({low:bytes}/s to {high:bytes}/s): migrate {options}.',
    zh: '一个线程经套接字发送页面的速率为 {rate:bytes}/s（{low:bytes}/s 至 {high:bytes}/s）：migrate {options}。',
  },
  copyOdd: {
    en: 'One thread sends pages through a socket at {rate:bytes}/s ({low:bytes}/s to {high:bytes}/s): not called measured, as machines copy {least:bytes}/s to {most:bytes}/s.',
    zh: '一个线程经套接字发送页面的速率为 {rate:bytes}/s（{low:bytes}/s 至 {high:bytes}/s）：不称为实测，因为机器的复制速率为 {least:bytes}/s 至 {most:bytes}/s。',
  },
  copyLoaded: {
    en: 'One thread sends pages through a socket at {rate:bytes}/s ({low:bytes}/s to {high:bytes}/s): not called measured, as the machine was loaded; migrate {options} once that holds on an idle one.',
    zh: '一个线程经套接字发送页面的速率为 {rate:bytes}/s（{low:bytes}/s 至 {high:bytes}/s）：不称为实测，因为机器有负载；在空闲机器上也如此时用 migrate {options}。',
  },
  sources: { en: 'Each source alone', zh: '各来源单独的结果' },
  checks: {
    en: 'Measured figures against what the system reports',
    zh: '实测值与系统报告值的对照',
  },
  quiet: {
    en: 'Noise {noise:percent}: so much longer than at best a one-cycle operation usually took. Before the probe there was work for {load:percent} of the processors.',
    zh: '噪声 {noise:percent}：单周期操作通常比最快时多用的时间。探测之前 {load:percent} 的处理器有工作。',
  },
  loaded: {
    en: 'Noise {noise:percent}: so much longer than at best a one-cycle operation usually took. Before the probe there was work for {load:percent} of the processors. The machine was loaded: figures of a source noisier than {most:percent}, or all where more than {mostLoad:percent} of the processors were at work, are not called measured. Probe it again while it is idle.',
    zh: '噪声 {noise:percent}：单周期操作通常比最快时多用的时间。探测之前 {load:percent} 的处理器有工作。机器有负载：噪声高于 {most:percent} 的来源，或超过 {mostLoad:percent} 的处理器在工作时的全部数值，不称为实测。请在空闲时重新探测。',
  },
  unmeasured: { en: 'Not measured:', zh: '未测量：' },
  item: { en: '- {text}', zh: '- {text}' },
  keep: {
    en: '--out FILE.json keeps the profile for --host FILE.json.',
    zh: '--out FILE.json 保存配置，供 --host FILE.json 使用。',
  },
});

/** What no probe measured, as the profile stores it. */
export const unmeasuredWords = vocabulary('unmeasured', {
  zh: {
    'TLB entries for 2 MiB and 1 GiB pages, and all ways of TLBs':
      '2 MiB 与 1 GiB 页的 TLB 项数，以及各 TLB 的路数',
    'page-walk caches and nested TLB: no vendor discloses them and a chase does not tell them apart':
      '页表遍历缓存与嵌套 TLB：厂商不公开，指针追逐也无法区分',
    'memory of a remote node': '远端节点的内存',
    'exits (hypercall, exit to user space, IPI wake-up): they need a hypervisor of our own':
      '退出（超级调用、退出到用户态、IPI 唤醒）：需要自有的虚拟机监控器',
    'the constant clock of the time-stamp counter: the clock here is that of the probing core':
      '时间戳计数器的恒定频率：此处的频率是探测所在核心的频率',
    'first-level TLB: huge pages back the memory here, so 4 KiB pages cannot be probed':
      '一级 TLB：此处内存由大页支撑，无法探测 4 KiB 页',
    'first-level TLB: no second level of cost in the curve': '一级 TLB：曲线上没有第二级开销',
    'second-level TLB: not told apart': '二级 TLB：无法区分',
    'memory latency: the system reports a cache larger than all that was probed (--max-bytes)':
      '内存延迟：系统报告的缓存大于所探测的全部范围（--max-bytes）',
    'memory latency: no level of its own in the curve': '内存延迟：曲线上没有单独的一级',
    'last-level cache: no level of its own in the curve': '末级缓存：曲线上没有单独的一级',
    'L1 data cache: no level of its own in the curve': 'L1 数据缓存：曲线上没有单独的一级',
    'L2 cache: no level of its own in the curve': 'L2 缓存：曲线上没有单独的一级',
    'switched off': '已关闭',
    'the C source is not installed': '未安装 C 源码',
    'there is no gcc': '没有 gcc',
    'gcc could not compile the probe': 'gcc 无法编译探测程序',
  },
});

export const unmeasuredPatternWords = area('unmeasuredPattern', {
  native: {
    en: 'anything natively: {why}; WebAssembly adds up to a cycle to each load',
    zh: '任何原生测量：{why}；WebAssembly 每次装载至多多一个周期',
  },
  reach: {
    en: 'second-level TLB: reach beyond {pages} pages, all that was probed',
    zh: '二级 TLB：覆盖超过 {pages} 页，即所探测的全部范围',
  },
  lastLevel: {
    en: 'size of the last-level cache: no end of it up to {kib} KiB, all that was probed',
    zh: '末级缓存的大小：直到 {kib} KiB（所探测的全部范围）仍未见其末端',
  },
});

/** What was not measured, in words. */
export function unmeasuredText(stored: string): Text {
  const words = unmeasuredPatternWords;
  const why = /^anything natively: (.+); WebAssembly adds /.exec(stored)?.[1];
  if (why) return words.native({ why: unmeasuredWords(why) });
  const pages = /^second-level TLB: reach beyond (\d+) pages/.exec(stored)?.[1];
  if (pages) return words.reach({ pages });
  const kib = /^size of the last-level cache: no end of it up to (\d+) KiB/.exec(stored)?.[1];
  return kib ? words.lastLevel({ kib }) : unmeasuredWords(stored);
}
