import { area } from '../message.ts';

/** Pages of `blocks`. */
export const blocksWords = area('blocks', {
  costsTable: { en: 'Costs by discipline', zh: '各快照方式的开销' },
  streamTitle: {
    en: 'One stream of operations, several disciplines',
    zh: '同一操作流，多种快照方式',
  },
  streamText: {
    en: 'Counts are exact for the model of each discipline; times come from the counts and the device profile, whose numbers are marked.',
    zh: '对每种方式的模型，计数是精确的；时间由计数与设备配置得出，其数值带有标记。',
  },
  onDevice: { en: 'On {title}', zh: '在 {title} 上' },
  deviceTable: { en: 'Device profile {id}', zh: '设备配置 {id}' },
  chainTitle: { en: 'Reads through a chain', zh: '经多层链的读' },
  chainText: {
    en: 'Cached 4 KiB reads: a base cost and a cost of every layer asked, fitted on measurements of QEMU 7.2.22 (docs/model/blocks.md). A flattened map asks once at any depth.',
    zh: '缓存命中的 4 KiB 读：基础开销加上每查询一层的开销，由 QEMU 7.2.22 的测量拟合（docs/model/blocks.md）。展平的映射在任何深度只查询一次。',
  },
  oldTitle: { en: 'A snapshot grows old', zh: '快照变旧' },
  oldText: {
    en: '{discipline}, 4 KiB writes to a full 256 MiB disk. Just after a snapshot almost every write copies; once the working set is copied it costs nothing more.',
    zh: '{discipline}，对写满的 256 MiB 磁盘作 4 KiB 写入。快照刚建立时几乎每次写入都要复制；工作集复制完后便不再有开销。',
  },
  spaceTitle: { en: 'Space over a snapshot schedule', zh: '快照计划期间的空间' },
  spaceText: {
    en: 'Every interval takes a snapshot; beyond the kept number the oldest is given up.',
    zh: '每个间隔建立一个快照；超过保留数后丢弃最旧的。',
  },
  mapText: {
    en: 'The disk from left to right, row by row; each cell says where most of its bytes are found.',
    zh: '磁盘从左到右逐行排列；每格表示其大部分字节在何处找到。',
  },
  amplification: { en: 'Write amplification by discipline', zh: '各快照方式的写放大' },
  amplificationText: {
    en: 'Further right writes more; the second mark adds tables, refcounts and exceptions.',
    zh: '越靠右写入越多；第二个标记加上元数据、引用计数与例外表。',
  },
  slowest: {
    en: 'Latency of the slowest percent against queue depth',
    zh: '最慢百分之一的延迟与队列深度',
  },
  slowestText: {
    en: 'p99 of guest requests; the table has the request rates beside it.',
    zh: '客户机请求的 p99；表中并列请求速率。',
  },
  chainCost: { en: 'Cost of a read against chain depth', zh: '一次读的开销与链深度' },
  chainCostText: {
    en: 'A walked chain costs more with every layer; a flattened map stays level.',
    zh: '逐层查找的链每多一层开销就增加；展平的映射保持不变。',
  },
  ageTitle: {
    en: 'Write amplification against writes since the snapshot',
    zh: '写放大与快照之后的写入次数',
  },
  ageText: {
    en: 'Local writes pay the copy soon and are done; scattered writes go on paying.',
    zh: '局部写入很快付清复制；分散写入则不断付出。',
  },
  scheduleTitle: { en: 'Space of the disk with its snapshots', zh: '磁盘及其快照的空间' },
  scheduleText: {
    en: 'Space climbs until as many snapshots are kept as the schedule allows.',
    zh: '空间不断上升，直到保留的快照数达到计划所允许的数目。',
  },
  mapTitle: { en: 'Where the bytes of the disk are found', zh: '磁盘的字节在何处找到' },
  mapChartText: {
    en: 'Long stretches of one kind read fast; a speckled map asks many layers and seeks.',
    zh: '同类的长段读取快；斑驳的映射要查询多层并寻道。',
  },
  holds: { en: 'What the map and the file hold', zh: '映射与文件的内容' },
  imageTitle: { en: 'The image and its layers', zh: '镜像及其各层' },
  layers: { en: 'Layers, the top one first', zh: '各层，顶层在前' },
  bitmaps: { en: 'Dirty bitmaps', zh: '脏位图' },
  internal: { en: 'Internal snapshots', zh: '内部快照' },
  operations: { en: '{titles}: each operation', zh: '{titles}：每次操作' },
  where: { en: '{titles}: where each block lies', zh: '{titles}：每个块位于何处' },
  compareOthers: { en: 'Compare other disciplines.', zh: '与其他快照方式比较。' },
  oneAlone: { en: 'one alone was asked about.', zh: '只询问了一种。' },
  leastAction: {
    en: '{title} writes least for these operations.',
    zh: '{title}对这些操作写入最少。',
  },
  showTitle: { en: 'Where blocks lie, write by write', zh: '块位于何处，逐次写入' },
  showQuestion: {
    en: 'Where does each block lie before and after every write?',
    zh: '每次写入前后，每个块位于何处？',
  },
  show: {
    en: 'A disk of {blocks:digits} {blocks|block|blocks} of {blockSize:digits} {blockSize|byte|bytes}, {filled:digits} of them filled: {join}.',
    zh: '磁盘有 {blocks:digits} 个 {blockSize:digits} 字节的块，其中 {filled:digits} 个已写入：{join}。',
  },
  image: { en: 'Disk image {path}', zh: '磁盘镜像 {path}' },
  below: { en: ' on {layers:digits} below', zh: '（其下 {layers:digits} 层）' },
  dataIn: {
    en: '{dataBytes:bytes} of data in {extents:digits} {extents|extent|extents}',
    zh: '{dataBytes:bytes} 数据，共 {extents:digits} 个区段',
  },
  table: {
    en: ' Its table has {present:digits} of {blocks:digits} {blocks|block|blocks}.',
    zh: '其表中有 {blocks:digits} 个块中的 {present:digits} 个。',
  },
  disk: {
    en: 'A {format} disk of {size}{below}: {found}.{table}',
    zh: '{size} 的 {format} 磁盘{below}：{found}。{table}',
  },
  emptyFile: {
    en: 'The file is empty: read as a raw disk of 0 bytes, on which nothing can stand. A copy that broke off looks the same.',
    zh: '文件为空：按 0 字节的原始磁盘读取，其中不可能有任何内容。中断的复制看上去也是如此。',
  },
  missing: {
    en: '{sentence} The base is missing: "{name}" ({replace}); {unknown} of the disk are in it or zero.',
    zh: '{sentence}缺少基础镜像：“{name}”（{replace}）；磁盘中有 {unknown} 在其中或为零。',
  },
  page: { en: 'Block maps: what snapshots cost', zh: '块映射：快照的开销' },
  requestsOf: {
    en: '{requests:digits} {job} requests of {blockSize:bytes}, {reads:digits} % reads, over {span:bytes}',
    zh: '{requests:digits} 个 {job} 请求，每个 {blockSize:bytes}，读占 {reads:digits}%，范围 {span:bytes}',
  },
  leftOut: {
    en: '{skipped:digits} {skipped|access|accesses} of other disks left out; choose with --disk',
    zh: '未计入其他磁盘的 {skipped:digits} 次访问；用 --disk 选择',
  },
  accessesOf: {
    en: '{used:digits} {used|access|accesses} of disk {disk} in {path}',
    zh: '{path} 中磁盘 {disk} 的 {used:digits} 次访问',
  },
  lead: {
    en: '{title}, grain {value:bytes}, {points:digits} {points|interval|intervals}.',
    zh: '{title}，粒度 {value:bytes}，{points:digits} 个间隔。',
  },
  spacePage: { en: 'Space over a snapshot schedule', zh: '快照计划期间的空间' },
  writesOf: {
    en: '{writes:digits} of {blockSize:bytes}, {pattern}',
    zh: '{writes:digits} 次，每次 {blockSize:bytes}，{pattern}',
  },
  leastGain: {
    en: '{least:count} {least|byte|bytes} where {title} writes {most:count}.',
    zh: '{least:count} 字节，而{title}写入 {most:count} 字节。',
  },
  moves: {
    en: '{title} copies {copies:digits} and moves {moved:digits} {moved|block|blocks}, {bytes:digits} {bytes|byte|bytes} written',
    zh: '{title}复制 {copies:digits} 个块、移动 {moved:digits} 个块，写入 {bytes:digits} 字节',
  },
});
