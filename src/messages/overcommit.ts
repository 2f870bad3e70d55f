import { area } from '../message.ts';

/** Memory overcommit: its pages and their opening. */
export const overcommitWords = area('overcommit', {
  gib: { en: '{mb:prose} GiB', zh: '{mb:prose} GiB' },
  addMemory: {
    en: 'Add {missingMb} of memory, or move VMs away.',
    zh: '增加 {missingMb} 内存，或迁走虚拟机。',
  },
  unblocked: { en: 'VMs that are blocked run again.', zh: '被阻塞的虚拟机恢复运行。' },
  freeSwap: {
    en: 'Free {swap}, by memory or fewer VMs.',
    zh: '腾出 {swap}：增加内存或减少虚拟机。',
  },
  lessSwap: {
    en: '{swap} less in swap; swapped pages cost most.',
    zh: '交换减少 {swap}；被换出的页代价最大。',
  },
  freeBalloon: { en: 'Free {balloon}.', zh: '腾出 {balloon}。' },
  noBalloon: {
    en: 'nothing is ballooned or compressed then.',
    zh: '此后不再有内存被气球回收或压缩。',
  },
  bringFree: { en: 'Bring free memory to {minFreeMb}.', zh: '使空闲内存达到 {minFreeMb}。' },
  leavesStates: { en: 'the host leaves its reclaiming states.', zh: '宿主机不再处于回收状态。' },
  stayBelow: {
    en: "Stay below {edge:prose} {edge|time|times} the host's memory.",
    zh: '保持在宿主机内存的 {edge:prose} 倍以下。',
  },
  speedKept: {
    en: '95 % of speed is kept; at {ratio:prose} {ratio|time|times} it is {x:prose} %.',
    zh: '可保持 95% 的速度；到 {ratio:prose} 倍时为 {x:prose}%。',
  },
  question: {
    en: 'What does the host do when its VMs want more memory than it has, and where is the cliff?',
    zh: '虚拟机所需内存超过宿主机时会怎样，悬崖在何处？',
  },
  confidence: {
    en: 'Amounts follow the documented order of the mechanisms; speeds are upper bounds, each active page wanted once in {samplePeriodS:digits} s. The band reaches down to slow swap.',
    zh: '各量遵循文档所述的机制顺序；速度为上界，每个活跃页在 {samplePeriodS:digits} s 内被访问一次。带状区域下沿为慢速交换。',
  },
  wouldChange: {
    en: 'What VMs touch: active and shareable shares move both the state and the cliff. Give measured working sets with --working-sets.',
    zh: '虚拟机触及的内存：活跃与可共享的比例既影响状态也影响悬崖。用 --working-sets 给出实测的工作集。',
  },
  nothingNow: { en: 'Nothing is needed now.', zh: '目前无需采取措施。' },
  aboveMark: { en: 'free memory is above its mark.', zh: '空闲内存高于其标线。' },
  state: { en: 'State', zh: '状态' },
  freeWanted: { en: '{freeMb} free, {minFreeMb} wanted', zh: '空闲 {freeMb}，应有 {minFreeMb}' },
  takenBack: { en: 'Taken back', zh: '已回收' },
  ofItSwapped: { en: '{swap} of it swapped', zh: '其中 {swap} 被换出' },
  cliff: { en: 'Cliff', zh: '悬崖' },
  noneTried: { en: 'none tried', zh: '没有试过' },
  times: { en: '{edge:prose} {edge|time|times}', zh: '{edge:prose} 倍' },
  cliffNote: {
    en: "VMs' memory over the host's, from which they lose 5 % of speed",
    zh: '虚拟机内存与宿主机内存之比，从此处起损失 5% 的速度',
  },
  slowest: { en: 'Slowest VM', zh: '最慢的虚拟机' },
  ofSpeed: { en: '{speed:prose} % of speed', zh: '速度的 {speed:prose}%' },
  swapReserved: { en: 'Swap space reserved', zh: '预留的交换空间' },
  title: {
    en: 'Memory overcommit: what gives, in which order, and where the cliff is',
    zh: '内存超分：什么先让步，按什么顺序，悬崖在何处',
  },
  text: {
    en: '{answer} Free memory should be {minFreeMb:prose} MB at least; {swapReservedMb:prose} MB of swap space are reserved. Speeds are upper bounds: each active page is wanted once in {samplePeriodS:digits} s.',
    zh: '{answer}空闲内存至少应为 {minFreeMb:prose} MB；预留 {swapReservedMb:prose} MB 交换空间。速度为上界：每个活跃页在 {samplePeriodS:digits} s 内被访问一次。',
  },
  vmsNow: { en: 'VMs now', zh: '当前各虚拟机' },
  orderTitle: { en: 'The order in which mechanisms bite', zh: '各机制生效的顺序' },
  setsIn: { en: '{what} from {ratio:prose}×', zh: '{ratio:prose} 倍起{what}' },
  slowFrom: {
    en: 'below 95 % of speed from {edge:prose}×',
    zh: '{edge:prose} 倍起低于 95% 的速度',
  },
  orderText: {
    en: 'Memory freed by each mechanism as VMs consume more times the memory of the host.',
    zh: '虚拟机所用内存达到宿主机内存的各倍数时，每种机制释放的内存。',
  },
  cliffTitle: { en: 'The overcommit cliff', zh: '超分的悬崖' },
  cliffText: {
    en: 'Mean speed of the VMs, 1 = all their memory; the band reaches down to slow swap.',
    zh: '虚拟机的平均速度，1 表示全部内存可用；带状区域下沿为慢速交换。',
  },
  setsTitle: { en: 'Working sets over time', zh: '工作集随时间的变化' },
  setsText: {
    en: 'What all VMs use and what they hold, as the trace says; memory once touched stays consumed.',
    zh: '全部虚拟机所用与所持有的内存，依轨迹；内存一旦触及便一直占用。',
  },
  reclaimedTitle: { en: 'Reclaimed memory over time', zh: '回收的内存随时间的变化' },
  reclaimedText: {
    en: 'What each mechanism holds as working sets change.',
    zh: '工作集变化时每种机制所持有的量。',
  },
  page: { en: 'Memory overcommit', zh: '内存超分' },
  minFree: {
    en: 'minFree {minFreeMb:bytes}; swap space reserved: {swapReservedMb:bytes}',
    zh: 'minFree {minFreeMb:bytes}；预留交换空间：{swapReservedMb:bytes}',
  },
});
