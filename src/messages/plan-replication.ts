import { area } from '../message.ts';

/** A pair of sites, and quorums of several. */
export const replicationWords = area('replication', {
  title: {
    en: 'Zones and regions: lag, RPO, RTO, quorums',
    zh: '可用区与地域：延迟、RPO、RTO、法定数',
  },
  question: {
    en: 'What is lost, and when does service return?',
    zh: '会丢失什么？服务何时恢复？',
  },
  endless: { en: 'the lag grows without end', zh: '滞后不断增长' },
  lost: { en: 'at most {rpo:seconds} of writes are lost', zh: '最多丢失 {rpo:seconds} 的写入' },
  widen: {
    en: 'Widen the link: it carries less than is written.',
    zh: '加宽链路：其带宽低于写入量。',
  },
  wait: {
    en: 'Let writes wait for the other site where nothing may be lost.',
    zh: '不容丢失时，让写入等待另一站点。',
  },
  perWrite: { en: '{ms:prose} ms a write.', zh: '每次写 {ms:prose} ms。' },
  waits: {
    en: 'each write waits {ms:prose} ms more and {loss}',
    zh: '每次写多等 {ms:prose} ms，{loss}',
  },
  doesNotWait: { en: 'writes do not wait; {loss}', zh: '写入不等待；{loss}' },
  sentence: {
    en: 'Over {km:digits} km {writes}; service returns after {rto:seconds}. {copies:count} copies in {zones:count} zones {after} when a zone is lost{stale}.',
    zh: '相距 {km:digits} km，{writes}；{rto:seconds} 后恢复服务。{zones:count} 个可用区的 {copies:count} 个副本在失去一个可用区时{after}{stale}。',
  },
  goOn: { en: 'go on writing', zh: '可继续写入' },
  readOnly: { en: 'go on reading only', zh: '只能继续读取' },
  stop: { en: 'stop', zh: '停止服务' },
  stale: { en: ', but reads may miss the last write', zh: '，但读取可能错过最后一次写入' },
  section: { en: 'A pair of sites, and several at once', zh: '一对站点，以及多个站点' },
  text: {
    en: 'RPO of points: the interval and the time to send one. A link that carries less than is written never catches up.',
    zh: '按时间点复制的 RPO：间隔加上发送一次的时间。带宽低于写入量的链路永远追不上。',
  },
  pair: { en: 'The pair', zh: '站点对' },
  quorum: { en: 'Quorum of several sites', zh: '多站点的法定数' },
  products: { en: 'Products', zh: '产品' },
});
