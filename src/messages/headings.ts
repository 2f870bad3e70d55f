import { vocabulary } from '../message.ts';

/** Headings of columns and titles of axes; the English spelling is the key in `--json` and CSV. */
export const headings = vocabulary('heading', {
  zh: {
    host: '宿主机',
    technique: '虚拟化技术',
  },
});
