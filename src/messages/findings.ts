import { area, type Text, vocabulary } from '../message.ts';

/** What was odd in an inventory but kept, as readers store it. */
export const findingWords = vocabulary('finding', {
  zh: {
    'names with characters that are not UTF-8, shown with a replacement mark: save the export as UTF-8':
      '名称含非 UTF-8 字符，以替换符显示：请将导出另存为 UTF-8',
    'rows that list a machine again, by its ID and name: counted once':
      '按 ID 与名称重复列出虚拟机的行：只计一次',
    'machines that name neither a cluster nor a listed host: no host can be found for them':
      '既未注明集群也未注明所列宿主机的虚拟机：无法为其找到宿主机',
    'suspended or paused machines: they keep their memory and ask for no CPU':
      '挂起或暂停的虚拟机：保留内存，不需 CPU',
    'running machines without vCPUs or memory: they take nothing of what they lack':
      '运行中但没有 vCPU 或内存数值的虚拟机：所缺部分按零计',
    'hosts without cores or memory: nothing fits on them':
      '没有核心或内存数值的宿主机：放不下任何虚拟机',
    'numbers with a decimal comma or marks between thousands': '带小数逗号或千位分隔符的数字',
    'machines of a flavor or type that no list has: they take nothing':
      '规格或类型不在任何列表中的虚拟机：按零计',
    'domains whose XML and statistics differ in size: the XML counts':
      'XML 与统计中大小不同的域：以 XML 为准',
    'hosts with samples of use that no host list names': '有使用率采样但不在宿主机列表中的宿主机',
    'domains that virsh list leaves out, as it does with those that do not run unless asked with --all: counted as off':
      'virsh list 未列出的域（不加 --all 时不列出未运行者）：按关机计',
    'domains of virsh list without XML or statistics: nobody says their sizes':
      'virsh list 中没有 XML 或统计的域：不知其大小',
    'the file does not say which machines run, nor where: all of them count as running':
      '文件未注明哪些虚拟机在运行、在何处：全部按运行计',
    'the file does not say which machines run: all of them count as running':
      '文件未注明哪些虚拟机在运行：全部按运行计',
    'the file does not say which machines run (column PowerState): all of them count as running':
      '文件未注明哪些虚拟机在运行（PowerState 列）：全部按运行计',
    'open size buckets such as ">24" count as their lower end': '“>24”之类的开放区间按其下限计',
    'deletions of machines never created, left out': '未曾创建即删除的虚拟机，已略去',
    'machines created again before they were deleted': '删除之前又被创建的虚拟机',
    'errors of machines (softerror, harderror), left out':
      '机器的错误（softerror、harderror），已略去',
    'the trace does not state the unit of memory: read as GiB': '轨迹未注明内存单位：按 GiB 读取',
    'machines with dynamic memory: counted with the larger of what they start with and what they have now; they may grow past it':
      '使用动态内存的虚拟机：取启动值与当前值中较大者；还可能增长',
    'nodes of the control plane, which take no machines': '控制面节点，不承载虚拟机',
    'machines whose instance type is not in the file and that do not run: kubectl get vm,vmi,node,virtualmachineclusterinstancetype,virtualmachineinstancetype -A -o json has their sizes':
      '实例类型不在文件中且未运行的虚拟机：导出时请一并包括 virtualmachineclusterinstancetype 与 virtualmachineinstancetype',
    'rows of shared datastores seen from another host, told by their equal sizes: counted once':
      '从另一宿主机看到的共享数据存储的行（大小相同）：只计一次',
    'machines left out of sizing in the collector (Sizing Enabled is False)':
      '在采集器中不参与规格计算的虚拟机（Sizing Enabled 为 False）',
    'limits of CPU (Max CPU), which no plan asks for': 'CPU 上限（Max CPU），规划不使用',
    'datastores that are not accessible': '不可访问的数据存储',
    'the collector replaced names in this file: they are not those of the site':
      '采集器替换了此文件中的名称：并非现场名称',
    'hypervisors whose list does not tell threads from cores: each thread counts as a core (GET /os-hypervisors/detail tells)':
      '列表未区分线程与核心的虚拟机监控器：每个线程计为一个核心（GET /os-hypervisors/detail 可区分）',
    'containers (lxc), counted as machines: their memory is a limit, and they share the kernel of their host':
      '容器（lxc），按虚拟机计：其内存为上限，并与宿主机共用内核',
    'disks, snapshots and reservations left out, because several machines of one vCenter have the name and no ID tells them apart':
      '略去的磁盘、快照与预留：同一 vCenter 中有多台同名虚拟机且没有 ID 可区分',
    'rows of the view without a name': '视图中没有名称的行',
    'load of whole clusters, which no plan asks for': '整个集群的负载，规划不使用',
    'samples of use that are missing or marked not valid (-1, 101)':
      '缺失或标为无效的使用率采样（-1、101）',
    'control domains, which are part of their hosts: their memory is not taken off the hosts':
      '控制域，属于其宿主机：其内存未从宿主机中扣除',
    'snapshots, which take space alone': '快照，只占空间',
    'machines that are halted and have no VCPUs-max in the file: their vCPUs are not known':
      '已停机且文件中没有 VCPUs-max 的虚拟机：不知其 vCPU 数',
    'hosts without cpu_info and memory-total: names alone are used (xe host-list params=all has them)':
      '没有 cpu_info 与 memory-total 的宿主机：只用其名称（xe host-list params=all 含这些值）',
    'hosts without memory, as older versions of the toolkit list them: names alone are used; give hosts with --hosts or a hosts.csv':
      '没有内存的宿主机（旧版工具如此列出）：只用其名称；请用 --hosts 或 hosts.csv 给出宿主机',
  },
});

/** The same around names and numbers. */
export const findingPatternWords = area('findingPattern', {
  tabs: { en: 'tabs that are not used: {names}', zh: '未使用的工作表：{names}' },
  blank: { en: 'blank rows in tab {name}', zh: '工作表 {name} 中的空行' },
  columnsOf: {
    en: 'columns of tab {tab} that are not used: {names}',
    zh: '工作表 {tab} 中未使用的列：{names}',
  },
  columns: { en: 'columns that are not used: {names}', zh: '未使用的列：{names}' },
  fields: {
    en: 'fields of {what} that are not used: {names}',
    zh: '{what} 中未使用的字段：{names}',
  },
  renamed: {
    en: 'hosts named differently by their machines and in the host list, matched by short name: {names}',
    zh: '虚拟机与宿主机列表所用名称不同的宿主机，按短名匹配：{names}',
  },
  absent: {
    en: 'hosts of machines that no host list names; their machines are kept: {names}',
    zh: '虚拟机所在但不在宿主机列表中的宿主机；其虚拟机保留：{names}',
  },
  emptyHosts: { en: 'hosts without machines: {names}', zh: '没有虚拟机的宿主机：{names}' },
  unread: { en: 'files nobody reads: {names}', zh: '无法读取的文件：{names}' },
  opendc: {
    en: 'OpenDC tables do not state the unit of memory: read as {unit}, judged by memory per core',
    zh: 'OpenDC 表未注明内存单位：按每核内存判断，读作 {unit}',
  },
  unclocked: {
    en: 'hosts without a clock, {mhz} MHz a core assumed: it moves shares of GHz and energy, not whether machines fit',
    zh: '没有频率的宿主机，假定每核 {mhz} MHz：影响 GHz 份额与能耗，不影响能否放下',
  },
  twice: {
    en: '{what} names used more than once, all kept: {names}',
    zh: '重复的{what}名称，全部保留：{names}',
  },
  away: {
    en: 'hosts that are {state}, no capacity: {names}',
    zh: '处于 {state} 的宿主机，不计容量：{names}',
  },
  clusters: {
    en: 'clusters of one name in several datacenters or vCenters, told apart: {names}',
    zh: '多个数据中心或 vCenter 中同名的集群，已区分：{names}',
  },
  threads: {
    en: 'hosts whose CPUs are counted in threads: {n} threads a core are assumed. {how}',
    zh: 'CPU 以线程计的宿主机：假定每核 {n} 个线程。{how}',
  },
  hotPlug: {
    en: 'machines that can be given more vCPUs than they have: {now} now count, {most} at most',
    zh: '可增加 vCPU 的虚拟机：现计 {now} 个，最多 {most} 个',
  },
  unitDoubt: {
    en: 'memory of {what} looks like another unit: {typical} MiB per CPU is usual in this export; read as written',
    zh: '{what}的内存像是另一单位：此导出中每 CPU 通常为 {typical} MiB；按原样读取',
  },
  judged: {
    en: 'numbers for {what} whose mark may group thousands or begin a fraction: {example}',
    zh: '{what} 的数字中，分隔符可能为千位或小数点：{example}',
  },
  negative: { en: 'negative {what} counts as 0', zh: '负的 {what} 按 0 计' },
  machines: { en: 'machines', zh: '虚拟机' },
  hosts: { en: 'hosts', zh: '宿主机' },
  machine: { en: 'machine', zh: '虚拟机' },
  host: { en: 'host', zh: '宿主机' },
});

type Pattern = readonly [RegExp, (found: RegExpExecArray) => Text];

const words = findingPatternWords;

const kindOf = (what: string): Text => {
  if (/^machines?$/.test(what)) return words.machine();
  return /^hosts?$/.test(what) ? words.host() : what;
};

const patterns: readonly Pattern[] = [
  [/^tabs that are not used: (.*)$/, ([, names = '']) => words.tabs({ names })],
  [/^blank rows in tab (.*)$/, ([, name = '']) => words.blank({ name })],
  [
    /^columns of tab (.+?) that are not used: (.*)$/,
    ([, tab = '', names = '']) => words.columnsOf({ tab, names }),
  ],
  [/^columns that are not used: (.*)$/, ([, names = '']) => words.columns({ names })],
  [
    /^fields of (.+?) that are not used: (.*)$/,
    ([, what = '', names = '']) => words.fields({ what, names }),
  ],
  [
    /^hosts named differently by .* short name: (.*)$/,
    ([, names = '']) => words.renamed({ names }),
  ],
  [
    /^hosts of machines that no host list names; their machines are kept: (.*)$/,
    ([, names = '']) => words.absent({ names }),
  ],
  [/^hosts without machines: (.*)$/, ([, names = '']) => words.emptyHosts({ names })],
  [/^files nobody reads: (.*)$/, ([, names = '']) => words.unread({ names })],
  [
    /^OpenDC tables do not state the unit of memory: read as (\w+), /,
    ([, unit = '']) => words.opendc({ unit }),
  ],
  [/^hosts without a clock, (\d+) MHz/, ([, mhz = '']) => words.unclocked({ mhz })],
  [
    /^(machine|host) names used more than once, all kept: (.*)$/,
    ([, what = '', names = '']) => words.twice({ what: kindOf(what), names }),
  ],
  [
    /^hosts that are (.+?), no capacity: (.*)$/,
    ([, state = '', names = '']) => words.away({ state, names }),
  ],
  [/^clusters of one name in .* told apart: (.*)$/, ([, names = '']) => words.clusters({ names })],
  [
    /^hosts whose CPUs are counted in threads: (\S+) threads a core are assumed\. ?(.*)$/,
    ([, n = '', how = '']) => words.threads({ n, how }),
  ],
  [
    /^machines that can be given more vCPUs than they have: (\d+) now count, (\d+) at most$/,
    ([, now = '', most = '']) => words.hotPlug({ now, most }),
  ],
  [
    /^memory of (\w+) looks like another unit: (\S+) MiB per CPU/,
    ([, what = '', typical = '']) =>
      words.unitDoubt({ what: what === 'hosts' ? words.hosts() : words.machines(), typical }),
  ],
  [
    /^numbers for (.+?) whose mark may group thousands or begin a fraction: (.*)$/,
    ([, what = '', example = '']) => words.judged({ what, example }),
  ],
  [/^negative (.+) counts as 0$/, ([, what = '']) => words.negative({ what })],
];

/** A finding as its message; one that no pattern has as it is. */
export function findingText(finding: string): Text {
  for (const [pattern, text] of patterns) {
    const found = pattern.exec(finding);
    if (found) return text(found);
  }
  return findingWords(finding);
}
