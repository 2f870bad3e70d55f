import { area } from '../message.ts';

/** What `calibrate` answers: how far the fitted machine is from the rows it did not see. */
export const calibrateWords = area('calibrate', {
  within: {
    en: 'The calibrated machine predicts {n:count} held-out rows within {worst:percent} (median {median:percent}; bound {bound:percent}).',
    zh: '校准后的机器对 {n:count} 个留出项的预测误差不超过 {worst:percent}（中位数 {median:percent}；界限 {bound:percent}）。',
  },
  beyond: {
    en: 'The calibrated machine misses {row} by {worst:percent} of {n:count} held-out rows (median {median:percent}; bound {bound:percent}): do not trust it there.',
    zh: '校准后的机器在 {n:count} 个留出项中对 {row} 的误差为 {worst:percent}（中位数 {median:percent}；界限 {bound:percent}）：此处不可信。',
  },
  unjudged: {
    en: 'The machine is calibrated, but {n:count} held-out {n|row|rows} cannot judge it: record more of the tests.',
    zh: '机器已校准，但仅 {n:count} 个留出项，无法评判：请记录更多测试。',
  },
  steps: { en: 'Steps of the machine', zh: '机器的各步骤' },
  stepsDescription: {
    en: 'What the recording fixes, in cycles, with the interval it allows.',
    zh: '由记录确定的各步骤周期数及其区间。',
  },
  heldOut: { en: 'Held-out rows, the worst first', zh: '留出项（误差最大者在前）' },
  heldOutDescription: {
    en: 'Rows of the recording that took no part in the fit, beside their prediction.',
    zh: '未参与拟合的记录项及其预测。',
  },
  poor: {
    en: 'Poor anchors: a step is known worse than 10 %; better are vmcall, portio_no_eventfd and ipi_halt (hvc, mmio_read_user, ipi on Arm).',
    zh: '锚点较差：有步骤的误差超过 10%；更好的是 vmcall、portio_no_eventfd 与 ipi_halt（Arm 上为 hvc、mmio_read_user、ipi）。',
  },
  left: {
    en: 'Left out, unknown or dependent on the release (--kernel): {rows:list}.',
    zh: '未使用（未知或取决于内核版本，见 --kernel）：{rows:list}。',
  },
  between: {
    en: 'Left out: {n:count} {n|size|sizes} between two levels of the caches the profile names; host probe writes those of this machine.',
    zh: '未使用：{n:count} 个大小介于配置的两级缓存之间；host probe 写出的配置才是本机的缓存大小。',
  },
  early: {
    en: '{level} ends at {kib:count} KiB here, before the profile says: others share it, or the profile is of another machine.',
    zh: '{level} 在此处 {kib:count} KiB 即告终止，小于配置所述：可能与他人共享，或该配置属于另一台机器。',
  },
  ordered: {
    en: 'Loads in address order, or the file does not say in which: prefetchers may hide a part of the latency (lat_mem_rd -t loads at random).',
    zh: '按地址顺序访问，或文件未说明顺序：预取可能掩盖部分延迟（lat_mem_rd -t 为随机访问）。',
  },
  clock: {
    en: 'Times are counted in cycles of {clock:digits} GHz.',
    zh: '时间按 {clock:digits} GHz 换算为周期。',
  },
  switch: {
    en: 'perf sees an exit without the switch of worlds: up to the whole smallest exit comes on top, half of it in the value; tracing itself adds some of what it shows.',
    zh: 'perf 看不到世界切换本身：另加至多一个最小退出，其一半计入数值；跟踪本身也会增加一部分时间。',
  },
  shownWorst: {
    en: 'The table has the {shown:count} worst of {n:count} held-out rows; --json has all.',
    zh: '表中为 {n:count} 个留出项中误差最大的 {shown:count} 个；--json 含全部。',
  },
  keep: {
    en: '--out FILE.json keeps the profile for --host FILE.json.',
    zh: '--out FILE.json 保存配置，供 --host FILE.json 使用。',
  },
});
