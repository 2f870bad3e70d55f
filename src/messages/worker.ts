import { area } from '../message.ts';

/** What a worker of a queue and the run it works for say on the way. */
export const workerWords = area('worker', {
  started: {
    en: 'worker of virtcost {code} at {redis} with {threads:digits} {threads|thread|threads}; stop it with SIGTERM',
    zh: 'virtcost {code} 的工作进程已连接 {redis}，线程数 {threads:digits}；用 SIGTERM 停止',
  },
  stopping: {
    en: 'stopping: jobs that have begun are ended first (a second signal ends them too)',
    zh: '正在停止：已开始的作业会先完成（再发一次信号则立即终止）',
  },
  done: { en: '{jobs:digits} {jobs|job|jobs} done.', zh: '已完成 {jobs:digits} 个作业。' },
  otherVersion: {
    en: 'a run wants virtcost {wanted}; this worker is {code} and gets nothing of it',
    zh: '某次运行要求 virtcost {wanted}；本工作进程为 {code}，不会分到它的作业',
  },
  nobody: {
    en: 'no worker of virtcost {code} is connected yet; start some: virtcost worker --redis URL',
    zh: '尚无 virtcost {code} 的工作进程连接；请启动：virtcost worker --redis URL',
  },
  lost: {
    en: 'connection to {redis} lost; waiting for it',
    zh: '与 {redis} 的连接已断开；正在等待恢复',
  },
  again: { en: 'connected to {redis} again', zh: '已重新连接 {redis}' },
});
