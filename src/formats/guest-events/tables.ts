import { parse as parseCsv } from 'csv-parse/sync';
import { badInput } from '../../errors.ts';
import {
  type EventFormat,
  lines,
  type Measurement,
  nothingFound,
  onlyMeasurements,
} from './imported.ts';

function csv(text: string, file: string | undefined): string[][] {
  try {
    return parseCsv(text, { relax_column_count: true, skip_empty_lines: true, bom: true });
  } catch (error) {
    throw badInput({ file, expected: 'comma-separated values', found: (error as Error).message });
  }
}

const finite = (text: string | undefined) =>
  text !== undefined && /^\d+(\.\d*)?$/.test(text.trim()) ? Number(text) : undefined;

/** `virt-top --csv`: the header names one domain group, rows repeat it per domain and are wider. */
export const virtTop: EventFormat = {
  id: 'virt-top',
  title: 'virt-top --csv',
  madeBy: 'virt-top --csv FILE --script -n 10',
  parse(text, file) {
    const [header, ...rows] = csv(text, file);
    const start = header?.indexOf('Domain ID') ?? -1;
    if (!header || start < 0) throw nothingFound(file, 'a virt-top header with "Domain ID"');
    const group = header.slice(start);
    const measurements: Measurement[] = [];
    // The first sample has nothing to compare with: zeros and empty cells.
    for (const row of rows.slice(1)) {
      if ((row.length - start) % group.length !== 0) {
        const expected = `${start} cells and groups of ${group.length}`;
        throw badInput({ file, expected, found: `a row of ${row.length} cells` });
      }
      for (let at = start; at < row.length; at += group.length) {
        const subject = row[at + group.indexOf('Domain name')] ?? '';
        for (const [i, name] of group.entries()) {
          const value = finite(row[at + i]);
          if (i >= 2 && value !== undefined)
            measurements.push({
              subject,
              name,
              value,
              unit: name.includes('%') ? '%' : 'as named',
            });
        }
      }
    }
    if (measurements.length === 0) throw nothingFound(file, 'a second sample of a domain');
    return onlyMeasurements(measurements, ['the first sample is empty and was left out']);
  },
};

/** `xentop -b`: `no limit` and `n/a` hold a space or no number; the header repeats; first CPU(%) is 0. */
export const xentop: EventFormat = {
  id: 'xentop',
  title: 'xentop -b',
  madeBy: 'xentop -b -i 10',
  parse(text, file) {
    const measurements: Measurement[] = [];
    let columns: string[] | undefined;
    let iteration = 0;
    for (const { text: raw, line } of lines(text)) {
      const fields = raw.trim().replaceAll('no limit', 'no-limit').split(/\s+/);
      if (fields[0] === 'NAME' && fields.includes('CPU(%)')) {
        columns = fields;
        iteration++;
        continue;
      }
      if (!columns || raw.trim() === '' || iteration < 2) continue;
      // Names may hold spaces and the state column may be blank-padded: count columns from the end.
      const offset = fields.length - columns.length;
      if (offset < 0) {
        const expected = `${columns.length} columns`;
        throw badInput({ file, line, expected, found: `${fields.length}` });
      }
      const subject = fields.slice(0, offset + 1).join(' ');
      for (const [i, name] of columns.entries()) {
        const value = finite(fields[i + offset]);
        if (i >= 2 && value !== undefined)
          measurements.push({ subject, name, value, unit: name.includes('%') ? '%' : 'as named' });
      }
    }
    if (measurements.length === 0) throw nothingFound(file, 'two iterations of xentop -b');
    return onlyMeasurements(measurements, ['the first iteration has CPU(%) 0 and was left out']);
  },
};

const counterName = /^\\\\([^\\]*)\\(Group Cpu|Vcpu)\((.*)\)\\% (.+)$/;

/** `esxtop -b`: group values add the percentages of all virtual CPUs, so they are divided by their number. */
export const esxtop: EventFormat = {
  id: 'esxtop',
  title: 'esxtop -b',
  madeBy: 'esxtop -b -n 10',
  parse(text, file) {
    const [header, ...rows] = csv(text, file);
    if (!header?.[0]?.startsWith('(PDH-CSV 4.0)')) throw nothingFound(file, 'a PDH-CSV 4.0 header');
    const vcpus = new Map<string, Set<string>>();
    const columns = header.map((name) => counterName.exec(name));
    for (const column of columns) {
      // gid:VM:wid:name, where the VM's own name may hold colons.
      const virtual = column?.[2] === 'Vcpu' ? /^(.*):\d+:(vmx-vcpu-\d+)/.exec(column[3]!) : null;
      if (!virtual) continue;
      const [, group, name] = virtual;
      vcpus.set(group!, (vcpus.get(group!) ?? new Set()).add(name!));
    }
    const measurements: Measurement[] = [];
    const undivided = new Set<string>();
    for (const row of rows) {
      for (const [i, column] of columns.entries()) {
        const value = finite(row[i]);
        if (column?.[2] !== 'Group Cpu' || value === undefined) continue;
        const group = column[3]!;
        const count = vcpus.get(group)?.size ?? 0;
        if (count === 0) undivided.add(group);
        measurements.push({
          subject: group.slice(group.indexOf(':') + 1),
          name: column[4]!,
          value: value / Math.max(1, count),
          unit: count > 0 ? '% per vCPU' : '% of the group',
        });
      }
    }
    if (measurements.length === 0) throw nothingFound(file, 'Group Cpu counters and a sample');
    const notes = [...undivided].map((group) => `${group}: no Vcpu columns, sum of all its vCPUs`);
    return onlyMeasurements(measurements, notes);
  },
};
