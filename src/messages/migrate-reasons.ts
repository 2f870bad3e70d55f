import { vocabulary } from '../message.ts';

/** Reasons the model of a migration gives, by their English text. */
export const migrateReasons = vocabulary('migrate-reason', {
  zh: {
    'it is over': '已经结束',
    'it failed and the guest goes on where it was': '迁移失败，客户机在原处继续运行',
    'it is failing': '正在失败',
    'it is being cancelled': '正在取消',
    'it was cancelled and the guest goes on where it was': '已取消，客户机在原处继续运行',
    'the guest is stopped and its devices are being sent': '客户机已停机，正在发送设备状态',
    'all but the devices is sent; it waits for migrate-continue':
      '除设备状态外均已发送，正在等待 migrate-continue',
    'post-copy is about to start': '后拷贝即将开始',
    'post-copy sends every page once more at most, and ends unless the link fails':
      '后拷贝每页至多再发送一次，除非链路故障否则必定完成',
    'post-copy lost its link and waits for migrate-recover':
      '后拷贝的链路已断，正在等待 migrate-recover',
    'post-copy is about to go on': '后拷贝即将继续',
    'post-copy goes on over a new link': '后拷贝经新链路继续',
    'COLO keeps a second guest in lock step, and ends at a failover alone':
      'COLO 使第二台客户机保持同步运行，只在故障切换时结束',
    'no migration runs: state the guest (--ram with --writes or --pattern)':
      '没有正在进行的迁移：请说明客户机（--ram 加 --writes 或 --pattern）',
    'nothing but its status was given: give two looks': '只给出了状态：请给出两次观测',
    'no window saw a dirty page: the guest is idle or writes too little to be seen':
      '没有窗口观测到脏页：客户机空闲或写入太少',
    'windows of one length cannot tell a small hot set from a slow writer':
      '单一长度的窗口无法区分小的热集与缓慢的写入',
    'even the longest window does not begin to saturate: the working set may be larger':
      '最长的窗口也未开始饱和：工作集可能更大',
    'even the shortest window has saturated: the write rate may be any above it':
      '最短的窗口也已饱和：写入速率可能更高',
    'more is dirtied than leaves': '新增脏页多于发送量',
    'more is dirtied than leaves, but the set may fit into the pause':
      '新增脏页多于发送量，但工作集或可在停机时间内传完',
    'what is left is not in the file': '文件中没有剩余量',
    'nearly as much is dirtied as leaves': '新增脏页与发送量几乎相当',
    'if the guest goes on dirtying as in its last round': '前提是客户机保持上一轮的写脏速率',
    'every round ends with as much to send as the one before': '每轮结束时待发送量与上一轮相同',
    'the rounds shrink too little to say that they go on shrinking':
      '各轮缩减太少，不能断定会继续缩减',
    'one round cannot tell a guest that rewrites the same memory from one that writes to new memory':
      '仅凭一轮无法区分反复改写同一内存与不断写入新内存的客户机',
    'nothing is left': '已无剩余',
    'what was given shows no transfer: give two looks some seconds apart':
      '所给信息中没有传输：请给出相隔数秒的两次观测',
    'what the guest dirties is not in the file: give two looks with a bitmap sync between them':
      '文件中没有客户机写脏的速率：请给出其间有一次位图同步的两次观测',
    'it is in its first pass, and what the guest dirties is not in the file: give two looks with a bitmap sync between them':
      '尚在第一轮，且文件中没有客户机写脏的速率：请给出其间有一次位图同步的两次观测',
    'the guest dirties nothing that was seen': '未观测到客户机写脏内存',
    'the rounds shrink, but to no less than the guest rewrites':
      '各轮在缩减，但不会少于客户机的改写量',
    'with the guest as stated': '按所述的客户机',
    uniform: '均匀写入',
    sequential: '顺序写入',
  },
});
