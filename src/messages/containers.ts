import { area } from '../message.ts';

/** Start, layers, memory, quotas, pods and pulls of containers. */
export const containersWords = area('containers', {
  quotaExact: {
    en: 'Exact for threads that never sleep; slices, ticks and bursts of sleeping load are what “predict containers” simulates.',
    zh: '对从不睡眠的线程是精确的；时间片、时钟滴答与间歇负载由“predict containers”模拟。',
  },
  start: {
    en: "{runtime} takes {wholeUs:prose} ms from create to the first instruction; the kernel's calls that no runtime can leave out take {kernelUs:prose} ms.",
    zh: '{runtime} 从创建到第一条指令用时 {wholeUs:prose} ms；任何运行时都省不掉的内核调用用时 {kernelUs:prose} ms。',
  },
  startTitle: { en: 'Start of a container', zh: '容器的启动' },
  byStep: { en: 'By step', zh: '按步骤' },
  startText: {
    en: "Recorded on a machine that is itself a guest, where a fork costs 0.1 ms: compare steps, not machines. The first cgroup joined after a pause waits for an RCU grace period, some 7 ms. The runtime's program begins once to create and once to start; create itself reads the configuration, makes the child and its mounts.",
    zh: '在一台本身是客户机的机器上实录，其 fork 用时 0.1 ms：请比较步骤，而不要比较机器。停顿之后加入的第一个 cgroup 要等待一个 RCU 宽限期，约 7 ms。运行时程序在创建和启动时各开始一次；创建时读取配置、建立子进程及其挂载。',
  },
  stepsTable: {
    en: '{runtime}, from create to the first instruction',
    zh: '{runtime}，从创建到第一条指令',
  },
  kernelAlone: { en: 'The kernel alone', zh: '仅内核' },
  besides: { en: 'Besides', zh: '其他' },
  layersTitle: { en: 'Image layers', zh: '镜像层' },
  layers: {
    en: '{op} of a {size} file from a lower layer ({lower} to {upper}): {how}, {value:prose} ms, {value2:prose} MiB written.',
    zh: '对下层（{lower} 到 {upper}）一个 {size} 文件的{op}：{how}，{value:prose} ms，写入 {value2:prose} MiB。',
  },
  copyUpTitle: { en: 'Copy-up and look-ups', zh: '写时复制到上层（copy-up）与路径查找' },
  copyUpText: {
    en: "An overlay copies a whole file up before its first write. XFS and btrfs share its extents instead, where both layers lie on one file system; metacopy leaves the data below until it is written; volatile leaves out the sync. Time beyond that is the disk's.",
    zh: 'overlay 在首次写入前把整个文件复制到上层。若两层在同一文件系统上，XFS 与 btrfs 则共享其区段；metacopy 在写入之前把数据留在下层；volatile 省去同步。其余时间属于磁盘。',
  },
  lookUps: { en: 'Path look-ups, us', zh: '路径查找，us' },
  memoryTitle: { en: 'Memory of containers', zh: '容器的内存' },
  sizeBy: {
    en: 'Size the host by what each container costs the machine: {kib:prose} KiB.',
    zh: '按每个容器使机器占用的内存来规划宿主机：{kib:prose} KiB。',
  },
  sizeByGain: {
    en: 'what tools show leaves a part out: proportional memory (PSS) {pss:prose} KiB, kernel memory of its cgroup {charged:prose} KiB.',
    zh: '工具显示的数值不完整：按比例分摊的内存（PSS）{pss:prose} KiB，其 cgroup 的内核内存 {charged:prose} KiB。',
  },
  memory: {
    en: 'Each of {n:digits} idle containers of {title} shows {value:prose} KiB (PSS) and costs the machine {value2:prose} KiB.',
    zh: '{n:digits} 个空闲的 {title} 容器，每个显示 {value:prose} KiB（PSS），使机器占用 {value2:prose} KiB。',
  },
  instance: { en: 'An instance', zh: '一个实例' },
  instanceText: {
    en: 'Files are mapped once for all containers of an image, so PSS falls with N; what the kernel keeps for each does not, and no process shows it. A virtual machine has its own kernel and page cache on top of its monitor.',
    zh: '一个镜像的所有容器只映射一次文件，因此 PSS 随 N 下降；内核为每个容器保留的内存不会下降，也不显示在任何进程中。虚拟机在监控程序之外还有自己的内核与页缓存。',
  },
  oneOf: { en: 'One of {n:digits}', zh: '{n:digits} 个中的一个' },
  growing: { en: 'As N grows, KiB an instance', zh: 'N 增大时每个实例的 KiB' },
  monitors: { en: 'A monitor, beside the memory of its guest', zh: '监控程序，客户机内存之外' },
  quotaTitle: { en: 'A CPU quota', zh: 'CPU 配额' },
  quotaQuestion: {
    en: 'How long do threads stand still under this quota?',
    zh: '在此配额下线程停顿多久？',
  },
  quotaAction: { en: 'Run fewer threads, or raise the limit.', zh: '减少线程，或提高上限。' },
  quotaGain: { en: '{stallMs} of every period.', zh: '每个周期 {stallMs}。' },
  quota: {
    en: 'Of every {periodMs} {threads:digits} {threads|thread|threads} on {cpus:digits} CPUs run {runMs} and stand still for {stallMs}; {workMs} of CPU time take {workWallMs} instead of {unlimitedMs}.',
    zh: '{cpus:digits} 个 CPU 上的 {threads:digits} 个线程，每 {periodMs} 运行 {runMs}，停顿 {stallMs}；{workMs} 的 CPU 时间需 {workWallMs}，而不是 {unlimitedMs}。',
  },
  runStall: { en: 'Run and stall of a period', zh: '一个周期内的运行与停顿' },
  period: { en: 'A period', zh: '一个周期' },
  noQuota: { en: 'no quota', zh: '无配额' },
  quotaOf: { en: 'a quota of {quotaUs:digits} µs a period', zh: '每周期配额 {quotaUs:digits} µs' },
  podsTitle: { en: 'Pods on a node', zh: '节点上的 pod' },
  podsQuestion: {
    en: 'How many such pods does a node take?',
    zh: '一个节点能容纳多少个这样的 pod？',
  },
  relieve: { en: 'Relieve {binds}.', zh: '缓解{binds}。' },
  podsNow: {
    en: '{podsPerNode:digits} {podsPerNode|pod|pods} now.',
    zh: '现为 {podsPerNode:digits} 个 pod。',
  },
  pods: {
    en: 'A node takes {podsPerNode:digits} such pods: {binds} bind. Each gets {shares:digits} {shares|share|shares} and {quota}.',
    zh: '一个节点可容纳 {podsPerNode:digits} 个这样的 pod：瓶颈为{binds}。每个得到 {shares:digits} 份额与{quota}。',
  },
  requestsTitle: { en: 'Requests, limits, room', zh: '请求、上限、余量' },
  requestsText: {
    en: 'A pod is placed where requests fit, whatever the use is; CPU above the limit is throttled, memory above it ends the process.',
    zh: '只要请求放得下就放置 pod，与实际使用无关；CPU 超过上限会被限流，内存超过上限则进程终止。',
  },
  room: { en: 'Room', zh: '余量' },
  published: {
    en: 'A cold start of {coldS:seconds} would be {warmS:seconds} warm and {lazyS:seconds} with lazy fetching, by Slacker’s shares. ',
    zh: '按 Slacker 的占比，冷启动 {coldS:seconds} 在热启动时为 {warmS:seconds}，延迟拉取时为 {lazyS:seconds}。',
  },
  pullTitle: { en: 'Pulling an image', zh: '拉取镜像' },
  pullQuestion: { en: 'How much of a cold start is the image?', zh: '冷启动中镜像占多少？' },
  pullAction: {
    en: 'Keep the image on the node, or fetch it lazily.',
    zh: '把镜像保留在节点上，或延迟拉取。',
  },
  pullGain: { en: '{pullS:seconds} of a cold start.', zh: '冷启动中的 {pullS:seconds}。' },
  pull: {
    en: '{published}Pulling takes {pullS:seconds} ({limitedBy} limits), {coldS:percent} of a cold start of {coldS2:seconds}.',
    zh: '{published}拉取用时 {pullS:seconds}（受限于{limitedBy}），占冷启动 {coldS2:seconds} 的 {coldS:percent}。',
  },
  coldWarm: { en: 'Cold and warm', zh: '冷启动与热启动' },
  pullText: {
    en: '(1 − cached) × size / min(network, unpacking) + runtime + application.',
    zh: '（1 − 已缓存）× 大小 / min（网络，解包）+ 运行时 + 应用。',
  },
  startTable: { en: 'Start', zh: '启动' },
});
