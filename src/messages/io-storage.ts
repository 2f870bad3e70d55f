import { area } from '../message.ts';

/** Protection of storage, stages of a request, tiers and copies. */
export const ioStorageWords = area('ioStorage', {
  writes: { en: '{writeShare:percent} writes', zh: '写占 {writeShare:percent}' },
  carries: {
    en: '{title} of {disks:digits} carries {frontIops:digits} {frontIops|request|requests} a second and holds {usableBytes:prose} TB',
    zh: '{disks:digits} 块盘的 {title} 每秒承载 {frontIops:digits} 个请求，可存 {usableBytes:prose} TB',
  },
  makes: {
    en: '{title} makes {backEndIops:digits} disk operations of them: {disksForRate:digits} {disksForRate|disk|disks}',
    zh: '{title} 将其变为 {backEndIops:digits} 次磁盘操作：{disksForRate:digits} 块盘',
  },
  at: { en: 'At {mix}', zh: '{mix}时' },
  forRate: {
    en: 'For {iops:digits} {iops|request|requests} a second at {mix}',
    zh: '每秒 {iops:digits} 个请求，{mix}',
  },
  compare: { en: 'Compare other schemes.', zh: '与其他方案比较。' },
  oneAlone: { en: 'one alone was asked about.', zh: '只询问了一种。' },
  rate: { en: '{frontIops:count} {frontIops|request|requests}/s', zh: '{frontIops:count} 请求/s' },
  disks: {
    en: '{disksToBuild:digits} {disksToBuild|disk|disks}',
    zh: '{disksToBuild:digits} 块盘',
  },
  whereSurvive: {
    en: '{title} where a disk must be survived.',
    zh: '需要容忍一块盘故障时采用 {title}。',
  },
  surviveGain: {
    en: '{best} where {title} takes or gives {worst}.',
    zh: '{best}，而 {title} 为 {worst}。',
  },
  title: { en: 'Storage: protection and paths', zh: '存储：保护与路径' },
  question: {
    en: 'How much does each way of surviving a disk carry and hold?',
    zh: '各种容忍磁盘故障的方式能承载多少、存储多少？',
  },
  waysTitle: { en: 'Ways to survive a disk', zh: '容忍一块盘故障的方式' },
  waysText: {
    en: 'Guest requests a second of a mix: raw / (r + p w), p the operations of a small write. The popular raw x (w/p + r) is shown beside it: it holds the mix of the disks fixed, not that of the guest, and claims more. Erasure codes assume that overwrites are allowed; objects written whole cost the full-stripe column.',
    zh: '混合负载的每秒客户机请求数：raw / (r + p w)，p 为一次小写的操作数。旁列通行公式 raw x (w/p + r)：它固定的是磁盘的而非客户机的读写比例，因而偏高。纠删码假定允许覆盖写；整体写入的对象按整条带一列计。',
  },
  schemes: { en: 'Schemes', zh: '保护方案' },
  pathsTitle: { en: 'Paths to storage', zh: '到存储的路径' },
  pathsText: {
    en: 'Ranges without a test set-up: they order the paths. Modes are what stands between machine and volume.',
    zh: '没有测试环境的区间只用于排序。模式是指虚拟机与卷之间的层。',
  },
  transports: { en: 'Transports', zh: '传输协议' },
  modes: { en: 'Modes', zh: '模式' },
  stagesTitle: { en: 'Stages of a virtio request', zh: 'virtio 请求的各阶段' },
  stagesQuestion: {
    en: 'Where does the time of one virtio request go?',
    zh: '一次 virtio 请求的时间花在何处？',
  },
  shorten: { en: 'Shorten {title} first.', zh: '先缩短{title}。' },
  shortenGain: {
    en: 'at most {share} of {total:seconds}.',
    zh: '最多为 {total:seconds} 中的 {share}。',
  },
  stages: {
    en: 'One 4 KiB {read} takes {total:seconds}; {title} is {share} of it.',
    zh: '一次 4 KiB {read}用时 {total:seconds}；{title}占 {share}。',
  },
  thereAndBack: { en: 'From the guest to the device and back', zh: '从客户机到设备再返回' },
  hostText: {
    en: 'Host {title}, {perKick:digits} {perKick|request|requests} a notification.',
    zh: '宿主机 {title}，每次通知 {perKick:digits} 个请求。',
  },
  stageTable: { en: 'Stages of one request', zh: '一次请求的各阶段' },
  stageText: {
    en: 'Each bar begins where the stage before it ends.',
    zh: '每根横条从前一阶段结束处开始。',
  },
  tiersTitle: { en: 'Storage tiers', zh: '存储分层' },
  tiersQuestion: {
    en: 'How long does a request take over these tiers?',
    zh: '经这些层级一次请求需要多久？',
  },
  moveOff: { en: 'Move requests off {id}.', zh: '把请求移出 {id}。' },
  slowestTier: { en: 'the slowest tier', zh: '最慢的层级' },
  moveGain: {
    en: 'up to {x:seconds} of {value:seconds} each.',
    zh: '每次最多省 {value:seconds} 中的 {x:seconds}。',
  },
  tiers: {
    en: 'A request takes {value:seconds} on average ({low:seconds} to {high:seconds}); {x:percent} of it is waiting for {id}.',
    zh: '一次请求平均用时 {value:seconds}（{low:seconds} 至 {high:seconds}）；其中 {x:percent} 用于等待 {id}。',
  },
  byTier: { en: 'Requests by tier', zh: '各层级的请求' },
  tierTable: { en: 'Tiers', zh: '层级' },
  copiesTitle: { en: 'Copies over unequal hosts', zh: '不等宿主机上的副本' },
  copiesQuestion: {
    en: 'How much do copies over hosts of unequal capacity hold?',
    zh: '容量不等的宿主机上的副本能存多少？',
  },
  makeEqual: {
    en: 'Make the hosts equal, or split the largest into failure domains.',
    zh: '使各宿主机相等，或把最大的拆为多个故障域。',
  },
  makeEqualGain: {
    en: 'up to {lost:percent} more usable capacity.',
    zh: '可用容量最多增加 {lost:percent}。',
  },
  nothingLost: { en: 'Nothing is lost.', zh: '没有损失。' },
  nothingLostWhy: { en: 'no placement holds more.', zh: '没有任何放置方式能存更多。' },
  copies: {
    en: '{copies:digits} {copies|copy|copies} over these {hosts:digits} {hosts|host|hosts} hold {usableShare:percent} of the capacity, {lost}; {copies2:percent} would be the share of equal hosts.',
    zh: '{hosts:digits} 台宿主机上的 {copies:digits} 个副本可使用容量的 {usableShare:percent}，{lost}；若各宿主机相等则为 {copies2:percent}。',
  },
  less: {
    en: '{lost:percent} less than placement at will could: the lighter hosts are full first',
    zh: '比任意放置少 {lost:percent}：较轻的宿主机先写满',
  },
  all: { en: 'all that any placement could', zh: '已达任何放置方式的上限' },
  whereTitle: { en: 'Where the copies go', zh: '副本去往何处' },
  whereText: {
    en: 'Each copy is drawn by weight among the hosts not drawn before, as CRUSH does with hosts as failure domain. A heavy host is drawn once an object, so it gets less than its weight. No reserve is taken off.',
    zh: '每个副本按权重从尚未抽中的宿主机中抽取，如同 CRUSH 以宿主机为故障域。一台重的宿主机每个对象只抽中一次，因此所得少于其权重。未扣除预留。',
  },
  hosts: { en: 'Hosts', zh: '宿主机' },
  arrays: { en: '{asked}, {parts:semicolons}.', zh: '{asked}，{parts:semicolons}。' },
});
