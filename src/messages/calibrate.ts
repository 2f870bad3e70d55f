import { area } from '../message.ts';

/** What `calibrate` answers: how far the fitted machine is from the rows it did not see. */
export const calibrateWords = area('calibrate', {
  within: {
    en: 'The calibrated machine predicts {n:count} held-out rows within {worst:percent} (median {median:percent}; bound {bound:percent}).',
    zh: '校准后的机器对 {n:count} 个留出项的预测误差不超过 {worst:percent}（中位数 {median:percent}；界限 {bound:percent}）。',
  },
  beyond: {
    en: 'The calibrated machine misses {row} by {worst:percent} of {n:count} held-out rows (median {median:percent}; bound {bound:percent}): do not trust it for such exits.',
    zh: '校准后的机器在 {n:count} 个留出项中对 {row} 的误差为 {worst:percent}（中位数 {median:percent}；界限 {bound:percent}）：此类退出不可信。',
  },
  unjudged: {
    en: 'The machine is calibrated, but {n:count} held-out {n|row|rows} cannot judge it: record more of the tests.',
    zh: '机器已校准，但仅 {n:count} 个留出项，无法评判：请记录更多测试。',
  },
  steps: { en: 'Steps of the machine', zh: '机器的各步骤' },
  stepsDescription: {
    en: 'What the anchors fix, in cycles, with the interval they allow.',
    zh: '由锚点确定的各步骤周期数及其区间。',
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
  keep: {
    en: '--out FILE.json keeps the profile for --host FILE.json.',
    zh: '--out FILE.json 保存配置，供 --host FILE.json 使用。',
  },
});
