import { eachRow } from '../inventory/rows.ts';
import { addSample, amountOf, type LoadReader, timeOf } from './reader.ts';

const USAGE = /^c_\d+,m_\d+,\d+,/;
/** -1 and 101 stand for what was not measured (schema of the trace). */
const measured = (percent: number | undefined) =>
  percent === undefined || percent > 100 ? undefined : percent;
const known = (text: string | undefined) => (text?.trim() === '-1' ? '' : text);

/** Alibaba 2018, container_usage: CPU and memory in percent of what the container asked for. */
export const alibabaUsage: LoadReader = {
  id: 'alibaba-usage',
  title: 'Alibaba cluster trace 2018, container_usage',
  make: 'published: github.com/alibaba/clusterdata, container_usage.csv[.gz]',
  sniff: (_name, head) => USAGE.test(head),
  async read(path, into) {
    into.use({ cpuUnit: 'percent', memoryUnit: 'percent' });
    await eachRow(path, [5, 12], ({ line, cells }) => {
      const at = { file: path, line };
      addSample(
        into,
        cells[0] ?? '',
        {
          timeS: timeOf(cells[2], at),
          cpu: measured(amountOf(known(cells[3]), 'cpu_util_percent', at)),
          memory: measured(amountOf(known(cells[4]), 'mem_util_percent', at)),
        },
        at,
      );
    });
  },
};
