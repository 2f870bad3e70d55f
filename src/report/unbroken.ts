/** Units that stand behind a number with a space, longest first where one begins another. */
const UNITS = [
  ...['%', 'ns', 'µs', 'us', 'ms', 's', 'min', 'h', 'kWh', 'W', 'EUR', 'USD', 'CNY', 'km'],
  ...['B/s', 'KiB/s', 'MiB/s', 'GiB/s', 'kB/s', 'MB/s', 'GB/s', 'kbit/s', 'Mbit/s', 'Gbit/s'],
  ...['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'kB', 'MB', 'GB', 'TB', 'kHz', 'MHz', 'GHz', 'IOPS'],
  ...['vCPUs', 'vCPU', 'CPUs', 'CPU', 'cores', 'cycles', 'pages/s', 'pages'],
  ...['thousand', 'million', 'billion', 'trillion'],
].sort((a, b) => b.length - a.length);

const numberAndUnit = new RegExp(
  String.raw`(\d) (?=(?:${UNITS.join('|')})(?![\w/])|[\u4e00-\u9fff])`,
  'g',
);

/** A text whose lines end nowhere between a number and its unit, in either language. */
export const unbroken = (text: string): string => text.replaceAll(numberAndUnit, '$1\u00a0');
