import {
  countIn,
  type EventFormat,
  type ExitCount,
  lines,
  nothingFound,
  onlyExits,
} from './imported.ts';

const row = /^\s*([\d,]+)\s+kvm:(kvm_\w+)/;

/** `perf stat -e 'kvm:*'`: counts of trace points, with thousands separators. */
export const perfStat: EventFormat = {
  id: 'perf-stat',
  title: "perf stat -e 'kvm:*'",
  madeBy: "perf stat -e 'kvm:*' -a sleep 10",
  parse(text, file) {
    const exits: ExitCount[] = [];
    let seconds: number | undefined;
    for (const { text: line, line: number } of lines(text)) {
      const match = row.exec(line);
      if (match) exits.push({ reason: match[2]!, count: countIn(match[1]!, file, number) });
      const time = /^\s*(\d+(?:\.\d+)?) seconds time elapsed/.exec(line);
      if (time) seconds = Number(time[1]);
    }
    if (exits.length === 0) throw nothingFound(file, 'rows such as "307,800 kvm:kvm_entry"');
    return { ...onlyExits(exits), ...(seconds === undefined ? {} : { seconds }) };
  },
};
