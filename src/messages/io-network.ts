import { area } from '../message.ts';

/** Links, switches, tunnels, security groups and services on the way. */
export const ioNetworkWords = area('ioNetwork', {
  downdelay: {
    en: ' (downdelay {downdelayMs:digits} becomes {downdelayMs2:digits})',
    zh: '（downdelay {downdelayMs:digits} 变为 {downdelayMs2:digits}）',
  },
  bondTitle: { en: 'Link aggregation: rate and failure', zh: '链路聚合：速率与故障' },
  bondQuestion: {
    en: 'How soon is a failure noticed, and what do the links carry?',
    zh: '故障多快被发现，各链路承载多少？',
  },
  bondAction: {
    en: 'Use the fast LACP rate, and a carrier check.',
    zh: '采用快速 LACP 速率，并检测载波。',
  },
  bondGain: {
    en: 'A silent partner is noticed in {value:seconds} instead of {value2:seconds}.',
    zh: '对端失联在 {value:seconds} 内发现，而不是 {value2:seconds}。',
  },
  noticed: {
    en: '{what} is noticed after at most {worstMs:digits} ms{rounded}',
    zh: '{what}最多 {worstMs:digits} ms 后被发现{rounded}',
  },
  noMonitor: { en: 'No monitor watches the links', zh: '没有监测链路的机制' },
  failsTitle: { en: 'What fails and who notices', zh: '何处故障，由谁发现' },
  failsText: {
    en: 'Packets of the failed way are lost until then.',
    zh: '在此之前，故障路径上的包全部丢失。',
  },
  detection: { en: 'Detection', zh: '检测' },
  flows: { en: 'Flows over {links:digits} {links|link|links}', zh: '{links:digits} 条链路上的流' },
  oneFlow: { en: 'One flow never exceeds one link.', zh: '单条流永远不会超过一条链路。' },
  nicTitle: { en: 'An elastic NIC moves after a failure', zh: '故障后弹性网卡的迁移' },
  nicQuestion: { en: 'How soon does the address answer again?', zh: '该地址多快恢复应答？' },
  nicAction: { en: 'Shorten detection first.', zh: '先缩短检测时间。' },
  nicGain: {
    en: 'It is {value:prose} s of {total:prose}.',
    zh: '它占 {total:prose} s 中的 {value:prose} s。',
  },
  nicSentence: {
    en: 'The address answers again after {total:prose} s ({total2:prose} to {total3:prose}); open connections are lost unless their state moves too.',
    zh: '该地址在 {total:prose} s（{total2:prose} 至 {total3:prose}）后恢复应答；除非连接状态一同迁移，否则已建立的连接丢失。',
  },
  steps: { en: 'Steps', zh: '步骤' },
  moveSteps: { en: 'Steps of the move', zh: '迁移的步骤' },
  us: {
    en: '{value:prose} µs ({low:prose} to {high:prose})',
    zh: '{value:prose} µs（{low:prose} 至 {high:prose}）',
  },
  groupTitle: { en: 'A security group in time', zh: '安全组的耗时' },
  groupQuestion: {
    en: 'What do the rules of a security group cost a connection?',
    zh: '安全组的规则使一条连接多花多少？',
  },
  groupAction: {
    en: 'Hold the rules in a map instead of a list.',
    zh: '用映射表代替列表来保存规则。',
  },
  groupGain: {
    en: 'One look-up where a new connection visits {rulesNew:prose} rules.',
    zh: '只需一次查找，而新连接要匹配 {rulesNew:prose} 条规则。',
  },
  groupSentence: {
    en: '{rules:digits} {rules|rule|rules} held as {title} cost a new connection {newUs} and every later packet {establishedUs}.',
    zh: '以{title}保存的 {rules:digits} 条规则使一条新连接花费 {newUs}，此后每个包花费 {establishedUs}。',
  },
  rulesTitle: {
    en: '{rules:digits} {rules|rule|rules}, {packetsPerConnection:digits} {packetsPerConnection|packet|packets} a connection',
    zh: '{rules:digits} 条规则，每条连接 {packetsPerConnection:digits} 个包',
  },
  rulesText: {
    en: 'Only the first packet of a connection visits rules. Measured by the Kubernetes project in 2025: at 30,000 rules nftables at its worst is still faster than iptables at its best, and its mean at 5,000 and 10,000 is the best of iptables (order only; its values stand in charts).',
    zh: '只有连接的第一个包要匹配规则。Kubernetes 项目 2025 年实测：在 30,000 条规则时，nftables 的最差值仍快于 iptables 的最好值；在 5,000 与 10,000 条时，其均值相当于 iptables 的最好值（只有排序，数值在图中）。',
  },
  perPacket: { en: 'Per connection and packet', zh: '每条连接与每个包' },
  servicesTitle: { en: 'Services on the way: layer 4 to 7', zh: '途中的服务：四至七层' },
  servicesQuestion: { en: 'What do services on the way add?', zh: '途中的服务增加多少开销？' },
  servicesAction: {
    en: 'Balance at layer 4 with direct replies where content does not matter.',
    zh: '内容无关紧要时，在四层均衡并直接应答。',
  },
  servicesGain: { en: 'The reply does not pass it again.', zh: '应答不再经过它。' },
  servicesAdd: { en: 'What each adds', zh: '各自增加的开销' },
  servicesText: {
    en: 'Queueing is not in it: near the capacity of a core waiting comes on top.',
    zh: '不含排队：接近单核容量时还要加上等待。',
  },
  addedPath: { en: 'Added path', zh: '增加的路径' },
  wayCost: {
    en: '{way} {cpuUs:prose} µs of CPU a packet for {served:digits} {served|machine|machines}{shared}',
    zh: '{way}对 {served:digits} 台虚拟机每包占 CPU {cpuUs:prose} µs{shared}',
  },
  wayShared: {
    en: ' ({shared:digits} more share the software switch)',
    zh: '（另有 {shared:digits} 台共用软件交换机）',
  },
  adapterTitle: { en: 'One adapter for many machines', zh: '一块适配器供多台虚拟机使用' },
  adapterQuestion: { en: 'How should one adapter be shared?', zh: '一块适配器应如何共用？' },
  adapterAction: {
    en: 'Give functions to the machines that send most.',
    zh: '把独立功能分给发送最多的虚拟机。',
  },
  adapterGain: { en: 'The host no longer touches their packets.', zh: '宿主机不再触及它们的包。' },
  threeWaysTitle: { en: 'Software switch, VMDq, VMDc', zh: '软件交换机、VMDq、VMDc' },
  threeWaysText: {
    en: '{machines:digits} {machines|machine|machines}, packets of {bytes:digits} {bytes|byte|bytes}, {packetsPerInterrupt:digits} an interrupt.',
    zh: '{machines:digits} 台虚拟机，包长 {bytes:digits} 字节，每次中断 {packetsPerInterrupt:digits} 个包。',
  },
  threeWays: { en: 'Three ways', zh: '三种方式' },
  measuredAdapters: { en: 'Measured on such adapters', zh: '在此类适配器上的实测' },
  mean: { en: 'mean at {hitShare:percent} hits', zh: '命中率 {hitShare:percent} 时的均值' },
  bridge: { en: 'A Linux bridge needs one look-up a frame', zh: 'Linux 网桥每帧需要一次查表' },
  masks: {
    en: '{masks:digits} {masks|mask|masks} cost {hitLookups:prose} look-ups on a hit ({hitLookupsWorst:digits} at worst) and {missLookups:digits} on a miss before the daemon decides',
    zh: '{masks:digits} 个掩码在命中时需 {hitLookups:prose} 次查表（最坏 {hitLookupsWorst:digits} 次），未命中时在守护进程决定之前需 {missLookups:digits} 次',
  },
  switchTitle: { en: 'A virtual switch and its port groups', zh: '虚拟交换机及其端口组' },
  switchQuestion: {
    en: 'What does a packet cost in this switch, and where does it go?',
    zh: '一个包在此交换机中开销多少，去往何处？',
  },
  switchAction: {
    en: 'Keep machines that talk in one port group on one host.',
    zh: '让互相通信的虚拟机处于同一宿主机的同一端口组。',
  },
  switchGain: {
    en: 'No look-up on a second switch and no pass of the wire.',
    zh: '不经第二台交换机查表，也不经过线路。',
  },
  switchSentence: {
    en: '{found}; traffic stays inside the host only for: {join}.',
    zh: '{found}；流量只在以下情形留在宿主机内部：{join}。',
  },
  wayTitle: { en: 'Finding the way of a packet', zh: '为包寻找去路' },
  wayText: {
    en: 'Without any cache a packet takes {value:digits} {value|table|tables} and more than {value2:digits} look-ups; the first packet of every megaflow still does.',
    zh: '没有任何缓存时，一个包要经过 {value:digits} 张表和 {value2:digits} 次以上的查表；每条 megaflow 的第一个包仍是如此。',
  },
  lookUps: { en: 'Look-ups of a packet', zh: '一个包的查表次数' },
  groupsTitle: { en: 'Forwarding between port groups', zh: '端口组之间的转发' },
  frameGoes: {
    en: 'Where a frame of {bytes:digits} {bytes|byte|bytes} goes',
    zh: '{bytes:digits} 字节的帧去往何处',
  },
  tunnelTitle: { en: 'One packet through a tunnel', zh: '一个包经过隧道' },
  tunnelQuestion: { en: 'What does a tunnel add to one packet?', zh: '隧道使一个包增加什么？' },
  tunnelAction: { en: 'Give the underlay room for the headers.', zh: '为底层网络留出头部的空间。' },
  tunnelGain: { en: 'No packet becomes two.', zh: '一个包不会变成两个。' },
  tunnelSentence: {
    en: 'A packet of {bytes:digits} {bytes|byte|bytes} grows by {join}; the longest on the wire is {id} with {wireUs:prose} µs in {fragments:digits} {fragments|packet|packets}.',
    zh: '{bytes:digits} 字节的包增大 {join}；线路上最长的是 {id}，{wireUs:prose} µs，共 {fragments:digits} 个包。',
  },
  tunnelBytes: { en: 'Bytes and time of one packet', zh: '一个包的字节与时间' },
  tunnelText: {
    en: "Wire counts frame, preamble and gap. CPU is the sender's; where nobody measured an encapsulation it is taken from its like and marked estimated.",
    zh: '线路计入帧、前导码与帧间隔。CPU 为发送端的；无人测量过的封装取自同类并标为估计。',
  },
  tunnelTable: {
    en: 'A packet of {bytes:digits} {bytes|byte|bytes} over {linkGbps:digits} Gbit/s',
    zh: '{bytes:digits} 字节的包经 {linkGbps:digits} Gbit/s',
  },
  foundAfter: { en: '{what}: {after:ms}', zh: '{what}：{after:ms}' },
  service: {
    en: '{title}: {added:prose} µs of service a request, {cores:prose} {counted}',
    zh: '{title}：每请求服务时间 {added:prose} µs，{cores:prose} {counted}',
  },
  services: {
    en: '{parts:semicolons} at {packetsPerS:digits} {packetsPerS|packet|packets} a second each way.',
    zh: '双向每秒 {packetsPerS:digits} 个包时，{parts:semicolons}。',
  },
  addedBy: { en: '{bytes:digits} ({id})', zh: '{bytes:digits}（{id}）' },
});
