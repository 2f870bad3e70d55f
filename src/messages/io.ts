import { area } from '../message.ts';

/** Pages of `io`: device paths, charts, evidence. */
export const ioWords = area('io', {
  costTable: { en: 'Cost of one request by path', zh: '各路径一次请求的开销' },
  techniqueTable: {
    en: 'One request under each technique, as the studies of a run charge it',
    zh: '各虚拟化技术下一次请求，与一次运行中各研究的计价相同',
  },
  pathsTitle: {
    en: 'One {bytes:bytes} {what} on every device path',
    zh: '一次 {bytes:bytes} 的{what}经每种设备路径',
  },
  pathsText: {
    en: 'Counts come first (exits, interrupts, copies, grants of one request at queue depth {queueDepth:digits}), then the prices of host {id}. The rate is that of the slowest station: {vcpus:digits} guest CPUs, the back end, the device, or the requests the interface keeps in flight.',
    zh: '先计数（队列深度 {queueDepth:digits} 时一次请求的退出、中断、复制与授权），再按宿主机 {id} 的价格计算。速率取决于最慢的环节：{vcpus:digits} 个客户机 CPU、后端、设备，或接口所允许的在途请求数。',
  },
  unmeasured: {
    en: 'With a step nobody was seen measuring: {join}.',
    zh: '含有无人实测过的步骤：{join}。',
  },
  storage: {
    en: 'Storage: {title} ({toUpperCase}), RAID {level:digits} of {disks:digits}, {mode}, {pooling}: {latencyRangeUs:digits} to {latencyRangeUs2:digits} µs a request.',
    zh: '存储：{title}（{toUpperCase}），{disks:digits} 块盘的 RAID {level:digits}，{mode}，{pooling}：每次请求 {latencyRangeUs:digits} 至 {latencyRangeUs2:digits} µs。',
  },
  storageTitle: { en: 'Storage behind the path', zh: '路径之后的存储' },
  raidTable: { en: 'RAID levels', zh: 'RAID 级别' },
  networkTitle: { en: 'Network virtualization', zh: '网络虚拟化' },
  switchTable: {
    en: 'Paths between two machines on virtual switches',
    zh: '虚拟交换机上两台虚拟机之间的路径',
  },
  bond: { en: 'A bond of {links:digits} {links|link|links}', zh: '{links:digits} 条链路的聚合' },
  bondText: {
    en: 'One flow never exceeds one link. Clients that bind to even source ports used half the links until the hash dropped its lowest bit.',
    zh: '单条流永远不会超过一条链路。绑定偶数源端口的客户端曾只用到一半链路，直到散列舍弃了最低位。',
  },
  group: {
    en: 'A stateful security group of {rules:digits} {rules|rule|rules}',
    zh: '含 {rules:digits} 条规则的有状态安全组',
  },
  groupText: {
    en: 'Only the first packet of a connection walks the rules; what a rule costs in time was not read anywhere, so rules are counted and not priced.',
    zh: '只有连接的第一个包要匹配规则；一条规则耗时多少未查到资料，因此只计数规则而不计价。',
  },
  settingsTable: { en: 'What the settings change, each alone', zh: '各项设置单独带来的变化' },
  settingsText: {
    en: 'Each setting is taken back alone; the path shown is the one it moves most. A setting that touches no request changes one of the tables below.',
    zh: '每次只取消一项设置；列出受其影响最大的路径。不影响任何请求的设置会改变下方某个表。',
  },
  settingsTitle: { en: 'What the settings change', zh: '各项设置带来的变化' },
  trustTitle: { en: 'How far these models can be trusted', zh: '这些模型有多可信' },
  trustText: {
    en: '{x:digits} of {predictions:digits} published or recorded figures are predicted within their stated bound; figures that calibrate a model are not counted.',
    zh: '{predictions:digits} 个公开或实录的数据中有 {x:digits} 个的预测在所声明的界限之内；用于校准模型的数据不计。',
  },
  unpredicted: {
    en: '{listed:digits} {listed|figure|figures} that are not predicted, and why',
    zh: '{listed:digits} 个未作预测的数据及原因',
  },
  errorsTitle: { en: 'Largest errors', zh: '最大误差' },
  errorsText: {
    en: 'The predictions farthest from the figure, each with the bound it has to keep.',
    zh: '与数据相差最大的预测，各附其须遵守的界限。',
  },
  cpuChart: { en: 'CPU time of one request', zh: '一次请求的 CPU 时间' },
  cpuChartText: {
    en: 'Emulated registers dominate by trips to user space; rings by the back end; direct functions pay interrupts only.',
    zh: '仿真寄存器的开销以往返用户态为主；环形队列以后端为主；直通功能只付中断的开销。',
  },
  depthChart: { en: 'Rate against queue depth', zh: '速率与队列深度' },
  saturates: {
    en: '{title}: from depth {depth:digits} limited by {limit}',
    zh: '{title}：深度 {depth:digits} 起受限于{limit}',
  },
  functionsOut: {
    en: 'functions run out after {functions:digits} {functions|machine|machines}',
    zh: '{functions:digits} 台虚拟机后功能用尽',
  },
  depthChartText: {
    en: 'Requests in flight share kicks and interrupts until the device, the back end or the ring is full.',
    zh: '在途请求共用通知与中断，直到设备、后端或环达到上限。',
  },
  ringChart: { en: 'I/O ring adaptation', zh: 'I/O 环适配' },
  ringChartText: {
    en: 'The ring alone, device out of the way: up to 44 KiB and 32 requests the classic ring loses nothing; beyond, it splits blocks and runs out of entries.',
    zh: '只看环，不计设备：44 KiB、32 个请求以内经典环没有损失；超过则要拆分块并耗尽表项。',
  },
  sriovChart: { en: 'SR-IOV: machines on one adapter', zh: 'SR-IOV：一块适配器上的多台虚拟机' },
  sriovChartText: {
    en: 'The wire is divided evenly; the host pays per machine until functions or vectors run out.',
    zh: '线路平均分配；宿主机按虚拟机付出开销，直到功能或向量用尽。',
  },
  tunnelChart: { en: 'One TCP stream through a tunnel', zh: '经隧道的一条 TCP 流' },
  tunnelChartText: {
    en: 'Header bytes cost a few percent of the wire; losing segmentation offload costs a core.',
    zh: '头部字节只占线路的百分之几；失去分段卸载则要多占一个核。',
  },
  page: { en: 'What I/O virtualization costs', zh: 'I/O 虚拟化的开销' },
});
