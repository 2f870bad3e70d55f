import { badInput } from '../../errors.ts';
import {
  countIn,
  type EventFormat,
  type ExitCount,
  lines,
  nothingFound,
  onlyExits,
} from './imported.ts';

/** `kvm_stat -L -c`: a header of fields, then one line of deltas per interval. */
export const kvmStat: EventFormat = {
  id: 'kvm-stat',
  title: 'kvm_stat CSV log',
  madeBy: 'kvm_stat -c -l',
  parse(text, file) {
    const exits: ExitCount[] = [];
    let fields: string[] | undefined;
    let samples = 0;
    for (const { text: line, line: number } of lines(text)) {
      if (line.trim() === '') continue;
      const cells = line.split(',').map((cell) => cell.trim());
      if (/[a-z]/i.test(cells[1] ?? '')) {
        fields = cells;
        continue;
      }
      if (!fields) continue;
      if (cells.length !== fields.length) {
        const expected = `${fields.length} cells as in the header`;
        throw badInput({ file, line: number, expected, found: `${cells.length}` });
      }
      samples++;
      for (const [i, cell] of cells.entries()) {
        const name = fields[i]!;
        const detail = /^kvm_exit\((\w+)\)$/.exec(name)?.[1];
        if (i > 0 && cell !== '')
          exits.push({ reason: detail?.toUpperCase() ?? name, count: countIn(cell, file, number) });
      }
    }
    if (samples === 0) throw nothingFound(file, 'a header of kvm_stat fields and a line of deltas');
    return onlyExits(exits, [`${samples} intervals added up`]);
  },
};
