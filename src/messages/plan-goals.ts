import { area } from '../message.ts';

/** Goals of a design. */
export const goalWords = area('goal', {
  failures: {
    en: 'fits with {n:digits} {n|host|hosts} failed',
    zh: '故障 {n:digits} 台宿主机后仍放得下',
  },
  zone: { en: 'survives the loss of a zone', zh: '失去一个可用区仍可运行' },
  ready: { en: 'ready time at most {percent:digits} %', zh: '就绪等待至多 {percent:digits}%' },
  pause: { en: 'pause at most {ms:digits} ms', zh: '停顿至多 {ms:digits} ms' },
  room: { en: 'room for {months:digits} months', zh: '余量可用 {months:digits} 个月' },
  vcpus: { en: 'at most {most:digits} vCPUs per core', zh: '每核至多 {most:digits} 个 vCPU' },
  memory: { en: 'memory overcommitted at most {most:digits}', zh: '内存超分至多 {most:digits}' },
  budget: { en: 'at most {most:digits}', zh: '至多 {most:digits}' },
});
