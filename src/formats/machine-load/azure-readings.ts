import { eachRow } from '../inventory/rows.ts';
import { addSample, amountOf, type LoadReader, timeOf } from './reader.ts';

const READING = /^\ufeff?\d+(\.\d+)?,[^,\n]{20,},[\d.]+,[\d.]+,[\d.]+\s*$/m;

/** Azure public dataset, vm_cpu_readings: time, machine, least, most, mean CPU in percent; no header. */
export const azureReadings: LoadReader = {
  id: 'azure-readings',
  title: 'Azure public dataset, vm_cpu_readings (V1, V2)',
  make: 'published: github.com/Azure/AzurePublicDataset, vm_cpu_readings-file-N-of-M.csv[.gz]',
  sniff: (_name, head) => READING.test(head.split('\n', 1)[0] ?? ''),
  async read(path, into) {
    into.use({ cpuUnit: 'percent' });
    await eachRow(path, [5, 5], ({ line, cells }) => {
      const at = { file: path, line };
      addSample(
        into,
        cells[1] ?? '',
        { timeS: timeOf(cells[0], at), cpu: amountOf(cells[4], 'mean CPU', at) },
        at,
      );
    });
  },
};
