import { area } from '../message.ts';

/** CloudSim's experiment beside our own mode. */
export const quirkWords = area('quirk', {
  quirks: { en: 'Energy of the same day, quirk by quirk', zh: '同一天的能耗，逐项差异' },
  quirksText: {
    en: 'The first bar is CloudSim as published; every other bar changes what its name says and nothing else of its group.',
    zh: '第一条为已发表的 CloudSim；其余各条只改变其名称所示的一项，同组其他不变。',
  },
  ours: { en: 'ours {name}', zh: '本产品 {name}' },
  moves: { en: '{n:count} moves', zh: '迁移 {n:count} 次' },
  compatibility: {
    en: 'CloudSim compatibility and our own mode',
    zh: 'CloudSim 兼容模式与本产品的模式',
  },
  compatibilityText: {
    en: 'Day {day}, 800 hosts, threshold 0.8. CloudSim as published: {kwh:prose} kWh, {migrations:count} migrations. With memory honoured, every machine kept and moves at their modelled cost: {ownKwh:prose} kWh, {ownMigrations:count} migrations, {times:short} times the energy.',
    zh: '日期 {day}，800 台宿主机，阈值 0.8。已发表的 CloudSim：{kwh:prose} kWh，迁移 {migrations:count} 次。计及内存、保留每台虚拟机并按模型计迁移开销：{ownKwh:prose} kWh，迁移 {ownMigrations:count} 次，能耗为 {times:short} 倍。',
  },
});
