import { group } from '../../elements.ts';
import { sumExits } from './attribute.ts';
import { guestStats } from './build.ts';
import type { ExitCount, ExitTable, GuestStatsFormat } from './guest-stats.ts';
import { countOfToken, parseRows, type Token } from './perf-kvm-rows.ts';
import { fail, type Line, linesOf, words } from './text.ts';

interface Table {
  title: string;
  kind: string;
  exits: ExitCount[];
  total?: number;
  elided: boolean;
}

const HEADER = /^\s*(VM-EXIT|MMIO Access|IO Port Access|DR Access|MSR Access)\b/;
const UNKNOWN = /unknown kvm exit code:\s*\d+ on [A-Za-z0-9_]+/g;
const TOTAL = /^\s*Total Samples:\s*(\S+?),\s*Total events handled time:\s*(\S+?)us\.?\s*$/;
const HEADER_WORDS = /^(Samples%?|Samples|Time%?|Min|Max|Avg|Time|time|\(us\))$/;

/** Splits the file in tables; each row stays a run of tokens, so wherever a mailer wrapped it, it reads the same. */
function tablesOf(lines: readonly Line[], warnings: string[]): Table[] {
  const tables: Table[] = [];
  let title = '';
  let open: { table: Table; tokens: Token[]; hasRange: boolean; inHeader: boolean } | undefined;
  const close = () => {
    if (!open) return;
    if (open.table.kind === 'VM-EXIT') {
      open.table.exits = parseRows(open.tokens, open.hasRange, warnings);
    }
    tables.push(open.table);
    open = undefined;
  };
  for (const line of lines) {
    const text = line.text.replace(/^[>\s]+/, '').replace(UNKNOWN, ' ');
    if (text.trim() === '') continue;
    const named = /^Analyze events for (.+)$/.exec(text.trim());
    const total = TOTAL.exec(text);
    const header = HEADER.exec(text);
    if (named) {
      close();
      title = group(named, 1).replace(/:$/, '');
    } else if (header) {
      close();
      const table: Table = { title, kind: group(header, 1), exits: [], elided: false };
      const rest = words(text.slice(header[0].length));
      const odd = rest.find((word) => !HEADER_WORDS.test(word));
      if (odd !== undefined) fail(line, 'the columns of perf kvm stat', odd);
      open = { table, tokens: [], hasRange: /\bMin\b/.test(text), inHeader: true };
    } else if (!open) {
      // Mail text, shell prompts and perf's own messages around the tables.
    } else if (total) {
      open.table.total = countOfToken({ ...line, text: group(total, 1) });
      close();
    } else if (/^\s*\[?\.{2,}\]?\s*$/.test(text)) {
      open.table.elided = true;
    } else if (!/^\s*\d\d:\d\d:\d\d\.\d+\s*$/.test(text)) {
      const tokens = words(text);
      if (open.inHeader && tokens.every((word) => HEADER_WORDS.test(word))) {
        open.hasRange ||= tokens.includes('Min') || tokens.includes('Max');
      } else {
        open.inHeader = false;
        for (const word of tokens) open.tokens.push({ ...line, text: word });
      }
    }
  }
  close();
  return tables;
}

/** Exits the Total line has and the rows have not; more rows than the total is a damaged file. */
function checkTotal(table: Table, file: string, warnings: string[]): void {
  const sum = table.exits.reduce((all, exit) => all + exit.count, 0);
  if (table.total === undefined) {
    warnings.push(`${table.title || 'A table'}: no "Total Samples" line; the end may be missing.`);
    return;
  }
  if (sum > table.total) {
    fail(
      { file, line: 1 },
      `rows of at most ${table.total} samples, the total of their table`,
      `${sum}`,
    );
  }
  const missing = table.total - sum;
  if (missing > 0) {
    table.exits.push({ reason: '(rows left out)', count: missing });
    warnings.push(
      `${missing} samples of the total are in no row${table.elided ? ' (elided with "[..]")' : ''}.`,
    );
  }
}

/** The tables that share no exit with each other: of single vCPUs where there are several, else those of all vCPUs. */
function single(tables: readonly Table[], all: readonly Table[]): readonly Table[] {
  const vcpus = tables.filter((table) => !all.includes(table));
  return vcpus.length > 1 || all.length === 0 ? vcpus : all;
}

export const perfKvmStat: GuestStatsFormat = {
  id: 'perf-kvm-stat',
  title: 'perf kvm stat report or live',
  describe: 'exits by reason with time; VMX, SVM and ARM names; with and without Min/Max columns',
  make: 'perf kvm stat record -p $(pidof qemu-system-x86_64) sleep 10; perf kvm stat report > FILE',
  sniff: (text) => /^[> \t]*(VM-EXIT|MMIO Access|IO Port Access)[ \t]+Samples\b/m.test(text),
  read(text, file) {
    const warnings: string[] = [];
    const tables = tablesOf(linesOf(text, file), warnings);
    const exitTables = tables.filter(({ kind }) => kind === 'VM-EXIT');
    if (exitTables.length === 0 || exitTables.every(({ exits }) => exits.length === 0)) {
      fail({ file, line: 1 }, 'a table of VM-EXIT rows', tables[0]?.kind ?? '');
    }
    if (exitTables.length < tables.length) {
      warnings.push('Tables of MMIO or port accesses repeat exits of the VM-EXIT table: left out.');
    }
    const all = exitTables.filter(({ title }) => /all VCPUs/i.test(title));
    const chosen = all.length > 0 ? all : exitTables;
    if (chosen.length < exitTables.length) {
      warnings.push('Tables of single vCPUs repeat the table of all vCPUs: left out.');
    }
    const parts = single(exitTables, all).map(
      (table): ExitTable => ({ title: table.title, exits: [...table.exits] }),
    );
    for (const table of chosen) checkTotal(table, file, warnings);
    const titles = [...new Set(chosen.map(({ title }) => title))];
    if (chosen.length > 1) warnings.push(`${chosen.length} tables summed.`);
    const ofVcpus = new Set(titles.map((title) => /VCPU (\d+)/i.exec(title)?.[1]));
    return guestStats({
      format: 'perf-kvm-stat',
      title: titles.join('; ').slice(0, 500) || 'perf kvm stat',
      ...(all.length === 0 && !ofVcpus.has(undefined) ? { vcpus: ofVcpus.size } : {}),
      ...(parts.length > 1 ? { tables: parts } : {}),
      exits: sumExits(chosen.flatMap(({ exits }) => exits)),
      warnings: [...new Set(warnings)].slice(0, 50),
    });
  },
};
