import { area, type Text, vocabulary } from '../message.ts';
import { cellWords } from './cells.ts';

/** Why a record of evidence is not judged, as suites list it. */
export const reasonsNotJudged = vocabulary('not-judged', {
  zh: {
    '32 processes: lock contention of the shadow code is not modelled':
      '32 个进程：影子页表代码的锁争用未建模',
    'file work of the guest slows under nested EPT for a cause the paper does not name':
      '客户机的文件操作在嵌套 EPT 下变慢，论文未说明原因',
    'signal delivery under PVM takes exceptions whose number was not published':
      'PVM 下的信号投递要经过若干次异常，其次数未公开',
    'under a nested PVM this path enters the outer monitor; how often was not published':
      '在嵌套的 PVM 下此路径进入外层监控程序；次数未公开',
    'weak row: the paper calls the access free of exits, yet prints more than a hypercall':
      '可信度低：论文称该访问不引起退出，所列数值却高于一次超级调用',
    'a count or formula of the paper, used as it is': '论文的计数或公式，按原样使用',
    'a quarter of the load drawn with the random numbers of Java':
      '负载的四分之一由 Java 的随机数生成',
    'a rule, default or formula: tested where it is implemented, not predicted':
      '规则、默认值或公式：在其实现处测试，不作预测',
    'a share, count or ratio of a workload whose event rates were not published':
      '负载的占比、计数或比值，其事件速率未公开',
    'a third above v2.1 for the same load: its power model is not stated':
      '同一负载下比 v2.1 高三分之一：未说明其功耗模型',
    'an input of the model (anchor)': '模型的输入（基准值）',
    'anchor of its machine; or EOI with its acknowledge, which x86 does not time together':
      '该机器的基准值；或含应答的 EOI，x86 不把两者合并计时',
    'by another scheduler (CoreMemory x -1.0) than the stated one; its rule is not known':
      '由与所述不同的调度器（CoreMemory x -1.0）得出；其规则未知',
    "calibration: a reference number of the model's atoms": '校准：模型基本操作的参考值',
    'calibration: gives the wake-ups per operation': '校准：给出每次操作的唤醒次数',
    'calibration: what the mitigation and fast-path settings cost':
      '校准：缓解措施与快速路径设置的开销',
    'context or input, not a target of this suite': '背景或输入，不是本测试集的目标',
    'default settings of a product, no worked case': '产品的默认设置，没有算例',
    'each acknowledge and EOI goes to user space; how many per operation was not published':
      '每次应答与 EOI 都进入用户态；每次操作的次数未公开',
    'fleet figures without data; the fading baselines need the Huawei-East-1 trace, which is not at hand':
      '集群统计值，无原始数据；衰减基线需要 Huawei-East-1 轨迹，尚未取得',
    'fork, exec, file and mapping rows: page-table events per operation were not published':
      'fork、exec、文件与映射各项：每次操作的页表事件数未公开',
    'guest faster than native: another userland in guest and host':
      '客户机快于裸机：客户机与宿主机的用户态环境不同',
    'input: the curves themselves; a point between two is judged by specpower_check':
      '输入：曲线本身；两点之间的值由 specpower_check 评判',
    'inventories hold no GPUs': '清单不含 GPU',
    'its metric is judged on real hosts (rvtools_inventory, cpu_pstdev); its priority formula is recalled':
      '其指标在真实宿主机上评判（rvtools_inventory、cpu_pstdev）；其优先级公式凭记忆所写',
    'its trace is not bundled: give the folder that holds it with --traces':
      '轨迹未随附：用 --traces 给出所在文件夹',
    'judged by the suite cloudsim': '由测试集 cloudsim 评判',
    'memory, storage and network throughput: suites memory and io; Linpack: knobs table':
      '内存、存储与网络吞吐：见测试集 memory 与 io；Linpack：见设置表',
    "native time of a program, or a pair with it: the model's input, not its result":
      '程序的裸机时间，或与之成对的值：是模型的输入，不是结果',
    'no interference is modelled': '未对干扰建模',
    'no model of this step': '此步骤没有模型',
    'pairs before and after a patch series on an unnamed machine without anchors':
      '某补丁系列前后的成对数据，机器未署名且无基准值',
    'recalled, and not what CloudSim 3.0.3 prints': '凭记忆所写，与 CloudSim 3.0.3 的输出不同',
    'start time, memory or system call of one product: reported as published':
      '单个产品的启动时间、内存或系统调用：按已发表的值列出',
    "the guest's own work: the model's input for the other configurations":
      '客户机自身的工作：其他配置的模型输入',
    'the native counterpart on one CPU is not credible: 24.6 us page fault':
      '单 CPU 的裸机对照值不可信：缺页 24.6 us',
    "the server's wake-ups per operation are unusable: another userland in its guest":
      '该服务器每次操作的唤醒次数不可用：其客户机的用户态环境不同',
    'times of other machines; see npm run bench plan': '其他机器上的时间；见 npm run bench plan',
  },
});

/** What stands before such a reason. */
export const notJudgedWords = area('not-judged-pattern', {
  deviation: { en: 'deviation of {percent} %: {why}', zh: '偏差 {percent}%：{why}' },
});

const reasonWord = (reason: string): Text => {
  const known = reasonsNotJudged(reason);
  return typeof known === 'string' ? cellWords(reason) : known;
};

/** Why a record is not judged, with the deviation that shows it where there is one. */
export function notJudgedReason(reason: string): Text {
  const [, percent, why = ''] = /^deviation of (-?[\d.]+) %: (.*)$/s.exec(reason) ?? [];
  return percent === undefined
    ? reasonWord(reason)
    : notJudgedWords.deviation({ percent, why: reasonWord(why) });
}
