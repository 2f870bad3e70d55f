import { area } from '../message.ts';

/** Titles over tables that are the whole of an answer. */
export const tableTitles = area('tableTitles', {
  hosts: { en: 'Host profiles', zh: '主机配置' },
  ksm: { en: 'What the counters of KSM say', zh: 'KSM 计数器的含义' },
  ready: {
    en: 'Ready time predicted (load: {load}; thresholds unverified)',
    zh: '预测的就绪时间（负载：{load}；阈值未核实）',
  },
  doctor: { en: 'What this machine has for virtcost', zh: '本机具备的条件' },
  predictions: { en: 'Predictions of suite {suite}', zh: '套件 {suite} 的预测' },
  pool: { en: 'CPU features of the pool', zh: '资源池的 CPU 特性' },
  sensitive: { en: 'Sensitive instructions: {name}', zh: '敏感指令：{name}' },
  controls: { en: 'Controls of the monitor: {name}', zh: '监控程序的控制项：{name}' },
  admission: { en: 'HA admission', zh: 'HA 准入控制' },
  balance: { en: 'DRS balancing', zh: 'DRS 均衡' },
  forecast: { en: 'Forecast by cluster', zh: '各集群预测' },
  failures: { en: 'Failures', zh: '故障' },
  groups: { en: 'Groups of machines', zh: '虚拟机分组' },
  confidence: { en: 'How sure the answer is', zh: '答案的可信程度' },
});
