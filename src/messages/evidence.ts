import { area, vocabulary } from '../message.ts';

/** How far predictions are from what was measured or published. */
export const evidenceWords = area('evidence', {
  title: { en: 'Predicted beside measured', zh: '预测与实测对照' },
  counts: {
    en: '{suite}: {passed:count} of {cases:count} within bounds',
    zh: '{suite}：{cases:count} 个目标中有 {passed:count} 个在界限之内',
  },
  countsMissed: {
    en: '{counts}; out of bounds',
    zh: '{counts}；下列超出界限',
  },
  repeats: {
    en: 'repeatability of the real system ({system}): {known}: {how}',
    zh: '真实系统（{system}）的可重复性：{known}：{how}',
  },
  scatter: {
    en: '  {metric}: {median} in the median of {records:digits} {records|record|records}, {p90} at p90, {worst} at worst',
    zh: '  {metric}：{records:digits} 条记录的中位数为 {median}，p90 为 {p90}，最差为 {worst}',
  },
  suites: { en: 'Suites', zh: '测试集' },
  text: {
    en: 'A prediction is made from the inputs of a record alone and judged by what was measured or published. Nearest to its bound: error over bound, 100 % is on it.',
    zh: '预测只用记录的输入作出，并以实测或公开值评判。最接近界限：误差比界限，100% 即恰在界限上。',
  },
  missed: { en: 'Targets missed', zh: '未达到的目标' },
  suiteTable: { en: 'Suites', zh: '测试集' },
  within: {
    en: '{cases:digits} of {cases2:count} {cases2|target|targets} within bounds',
    zh: '{cases2:count} 个目标中有 {cases:digits} 个在界限之内',
  },
  notJudged: { en: 'Not judged: {id}: {reason}', zh: '未评判：{id}：{reason}' },
  targetsOf: { en: 'Targets of {suite}', zh: '{suite} 的目标' },
  notRely: {
    en: 'Do not rely on {metric} of {id} ({suite}).',
    zh: '不要依赖 {id}（{suite}）的 {metric}。',
  },
  notSame: { en: 'predicted and measured are not the same.', zh: '预测与实测不同。' },
  error: {
    en: 'error {error:prose} %, bound {bound:prose} %.',
    zh: '误差 {error:prose}%，界限 {bound:prose}%。',
  },
  question: {
    en: 'How far do predictions lie from what was measured or published?',
    zh: '预测与实测或公开值相差多少？',
  },
  allWithin: {
    en: 'All {all:count} {all|target|targets} of {judged:count} {judged|suite|suites} are within their bounds.',
    zh: '{judged:count} 个测试集的 {all:count} 个目标全部在界限之内。',
  },
  outOf: {
    en: '{missed:count} {missed|target|targets} of {all:count} {missed|is|are} out of bounds, in {join}.',
    zh: '{all:digits} 个目标中有 {missed:digits} 个超出界限，位于{join}。',
  },
  exactly: {
    en: '{exact:count} of {all:count} {all|target|targets} are met exactly; the others lie within the bound their suite states.',
    zh: '{all:count} 个目标中有 {exact:count} 个完全吻合；其余在各测试集所声明的界限之内。',
  },
  exactlyAndMissed: {
    en: '{exact:count} of {all:count} {all|target|targets} are met exactly, {missed:count} {missed|is|are} missed; the others lie within the bound their suite states.',
    zh: '{all:count} 个目标中有 {exact:count} 个完全吻合，{missed:count} 个未达到；其余在各测试集所声明的界限之内。',
  },
  furthest: {
    en: 'Furthest beyond its bound is {metric} of {id} ({suite}): error {x:prose} %, bound {x2:prose} %.',
    zh: '超出界限最多的是 {id}（{suite}）的 {metric}：误差 {x:prose}%，界限 {x2:prose}%。',
  },
  nearest: {
    en: 'Nearest to its bound is {metric} of {id} ({suite}): error {x:prose} %, bound {x2:prose} %.',
    zh: '最接近界限的是 {id}（{suite}）的 {metric}：误差 {x:prose}%，界限 {x2:prose}%。',
  },
  otherRecords: {
    en: 'Other records: none here has a bound that is a share.',
    zh: '其他记录：此处没有以比例为界限的记录。',
  },
  nothingMissed: { en: 'Nothing is missed.', zh: '没有未达到的目标。' },
  ownRecords: {
    en: 'give records of your own with --data to judge by them.',
    zh: '用 --data 给出自己的记录来评判。',
  },
  withinBounds: { en: 'Within bounds', zh: '界限之内' },
  of: { en: '{x:count} of {all:count}', zh: '{all:count} 中的 {x:count}' },
  metExactly: { en: 'Met exactly', zh: '完全吻合' },
  suitesName: { en: 'Suites', zh: '测试集' },
  records: { en: '{n:count} {n|record|records}', zh: '{n:count} 条记录' },
});

/** What else ran the cases of a suite, as suites name it. */
export const evidenceSystems = vocabulary('evidenceSystem', {
  zh: {
    'CloudSim 3.0.3': 'CloudSim 3.0.3',
    'Equal pages of a file': '文件中的相同页',
    'Linux 6.18.44, runc 1.1.5': 'Linux 6.18.44、runc 1.1.5',
    'Linux 6.18.44, runc 1.1.5, crun 1.8.1': 'Linux 6.18.44、runc 1.1.5、crun 1.8.1',
    'Linux 6.18.44: overlay on ext4, XFS and btrfs':
      'Linux 6.18.44：ext4、XFS 和 btrfs 上的 overlay',
    'Linux CFS bandwidth control': 'Linux CFS 带宽控制',
    'Linux ksmd left alone': '自行运行的 Linux ksmd',
    'Linux ksmd stepped scan by scan': '逐次扫描推进的 Linux ksmd',
    'Published rows and one measured guest': '已发表的数据与一台实测客户机',
    'QEMU 7.2.22': 'QEMU 7.2.22',
    'kvm-unit-tests, lmbench and the PVM paper': 'kvm-unit-tests、lmbench 与 PVM 论文',
    "QEMU's qcow2 driver": 'QEMU 的 qcow2 驱动',
    'Rules, inventories and packings': '规则、清单与装箱结果',
    'The qcow2 driver, and published rates': 'qcow2 驱动与已发表的速率',
    'Two programs that count walks': '两个统计页表遍历的程序',
  },
});
