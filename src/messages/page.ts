import { area } from '../message.ts';

/** What stands around the answer on every page: navigation, buttons, marks, tables. */
export const page = area('page', {
  sections: { en: 'Sections', zh: '章节' },
  skip: { en: 'Skip to the evidence', zh: '跳到依据' },
  keyFigures: { en: 'Key figures', zh: '关键数字' },
  toDo: { en: 'What to do', zh: '建议' },
  howSure: { en: 'How sure', zh: '可信程度' },
  wouldChange: { en: 'What would change it', zh: '什么会改变结论' },
  asked: { en: 'Asked with', zh: '提问命令' },
  charts: { en: '{charts:digits} {charts|chart|charts}', zh: '{charts:digits} 张图' },
  tables: { en: '{tables:digits} {tables|table|tables}', zh: '{tables:digits} 张表' },
  chartsAndTables: {
    en: '{charts:digits} {charts|chart|charts}, {tables:digits} {tables|table|tables}',
    zh: '{charts:digits} 张图，{tables:digits} 张表',
  },
  provenance: { en: 'Provenance', zh: '来源与复现' },
  footer: {
    en: 'This page is complete in one file: it loads nothing and sends nothing.',
    zh: '本页面是一个完整的文件：不加载任何外部内容，也不发送任何数据。',
  },
  theme: { en: 'Light / dark', zh: '浅色 / 深色' },
  tableOf: { en: 'Table of {title}', zh: '数据表：{title}' },
  noTable: { en: '(no rows)', zh: '（没有数据）' },
  noRows: { en: 'No rows.', zh: '没有数据。' },
  rows: { en: '{caption}: {rows:digits} rows', zh: '{caption}（{rows:digits} 行）' },
  yes: { en: 'yes', zh: '是' },
  no: { en: 'no', zh: '否' },
  number: { en: '{value:number}', zh: '{value:number}' },
  marks: { en: 'How numbers are known', zh: '数值的依据' },
  measured: { en: 'measured on a machine', zh: '在机器上实测' },
  published: { en: 'printed in a source that was read', zh: '引自已查阅的公开资料' },
  derived: {
    en: 'computed from measured or published numbers',
    zh: '由实测或公开数值推算',
  },
  estimated: {
    en: 'path known, no measured number (hatched in charts)',
    zh: '路径已知但没有实测数值（图中以斜线填充）',
  },
});
