import { area, vocabulary } from '../message.ts';

/** What powering hosts off saves over a day, and why the others stayed on. */
export const powerWords = area('planPower', {
  saves: {
    en: '{policy} powers {off:count} of {hosts:count} {hosts|host|hosts} off for a part of {hours:short} hours and saves {saved:prose} of {all:prose} kWh ({percent:short} %).{why}',
    zh: '{policy} 在 {hours:short} 小时内让 {hosts:count} 台宿主机中的 {off:count} 台关机一段时间，节省 {all:prose} kWh 中的 {saved:prose} kWh（{percent:short}%）。{why}',
  },
  costs: {
    en: '{policy} powers {off:count} of {hosts:count} {hosts|host|hosts} off for a part of {hours:short} hours and takes {more:prose} kWh more than the {all:prose} kWh with all of them on.{why}',
    zh: '{policy} 在 {hours:short} 小时内让 {hosts:count} 台宿主机中的 {off:count} 台关机一段时间，比全部开机的 {all:prose} kWh 多用 {more:prose} kWh。{why}',
  },
  none: {
    en: '{policy} powers none of {hosts:count} {hosts|host|hosts} off in {hours:short} hours.{why}',
    zh: '{policy} 在 {hours:short} 小时内没有关闭 {hosts:count} 台宿主机中的任何一台。{why}',
  },
  why: {
    en: ' {n:count} stayed on: {reasons:semicolons}.',
    zh: '{n:count} 台一直开机：{reasons:semicolons}。',
  },
  load: {
    en: '{n:count} because the load is not low enough ({where})',
    zh: '{n:count} 台因负载不够低（{where}）',
  },
  failover: {
    en: '{n:count} because HA needs {n|it|them} for failover ({where})',
    zh: '{n:count} 台因 HA 需要其作故障切换（{where}）',
  },
  evacuate: {
    en: '{n:count} because {n|its|their} machines have no place elsewhere ({where})',
    zh: '{n:count} 台因其虚拟机别处放不下（{where}）',
  },
  candidate: {
    en: '{n:count} because another host was the better candidate ({where})',
    zh: '{n:count} 台因另有更合适的宿主机（{where}）',
  },
  window: {
    en: '{n:count} because {n|it was|they were} not on for 40 minutes ({where})',
    zh: '{n:count} 台因开机不足 40 分钟（{where}）',
  },
  title: { en: 'Why hosts stayed on', zh: '宿主机为何保持开机' },
  tableTitle: { en: 'Hosts over the day', zh: '一天中的宿主机' },
  tablePart: {
    en: 'Hosts over the day ({shown:count} of {all:count})',
    zh: '一天中的宿主机（{all:count} 台中的 {shown:count} 台）',
  },
  how: {
    en: 'DRS balances first. A host goes when every host was below {low:digits} % for 40 minutes, HA has memory for the failures to be borne without it, and its machines have a place elsewhere that stays below {high:digits} %; one comes back when every host was above that for 5 minutes. The load of memory is not judged: an export tells what is configured. All on: the same day, balanced, with no host powered off.',
    zh: '先由 DRS 均衡。只有当每台宿主机连续 40 分钟低于 {low:digits}%、缺它时 HA 仍有内存承受故障、且其虚拟机在别处有不超过 {high:digits}% 的位置时，一台宿主机才关机；每台宿主机连续 5 分钟高于该值时重新开机。不评判内存负载：导出文件只给出配置值。“全部开机”指同一天均衡后不关闭任何宿主机。',
  },
});

/** Names of power policies in a sentence. */
export const powerPolicyWords = vocabulary('powerPolicy', {
  zh: { DPM: 'DPM', Consolidation: '整合' },
});

/** Cells of the table of hosts. */
export const powerCells = {
  'the load is not low enough': '负载不够低',
  'HA needs it for failover': 'HA 需要其作故障切换',
  'its machines have no place elsewhere': '其虚拟机别处放不下',
  'another host was the better candidate': '另有更合适的宿主机',
  'not on for 40 minutes': '开机不足 40 分钟',
  'off most of the time': '大部分时间关机',
  'rule: apart': '规则：分开',
  'rule: hosts': '规则：指定宿主机',
  'CPU past the band': 'CPU 超出区间',
  'its migration does not finish': '其迁移无法完成',
} as const;

export const powerHeadings = {
  'on, h': '开机，h',
  'stayed on because': '保持开机的原因',
  'of the time, %': '占时间，%',
  'hangs on': '取决于',
  'kept by': '受限于',
  'kWh, all on': 'kWh，全部开机',
} as const;
