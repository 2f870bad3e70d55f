import { nth } from '../../elements.ts';
import { Lifetimes } from './lifetimes.ts';
import type { InventoryReader } from './reader.ts';
import { eachRow } from './rows.ts';

/** Sizes are shares of the largest machine: this many vCPUs and GiB stand for a whole one. */
const WHOLE = 100;
const COLUMNS = [19, 20] as const;
const [START, END, JOB, INDEX, CPU, ASSIGNED] = [0, 1, 2, 3, 5, 7] as const;
/** The trace begins 600 s, in microseconds, after its zero. */
const FIRST_US = 6e8;

/** Google 2011 task usage: a task takes the most it was measured and assigned in any of its five minutes. */
export const googleTasks: InventoryReader = {
  id: 'google-2011-tasks',
  title: 'Google cluster trace 2011, task_usage',
  make: 'published: github.com/google/cluster-data, clusterdata-2011-2/task_usage/part-*.csv.gz',
  sniff(_name, head) {
    const cells = nth(head.split('\n', 1), 0).split(',');
    const [start, end] = [Number(cells[START]), Number(cells[END])];
    return (
      cells.length >= COLUMNS[0] &&
      cells.length <= COLUMNS[1] &&
      start >= FIRST_US &&
      end > start &&
      cells.slice(0, 8).every((cell) => Number.isFinite(Number(cell)))
    );
  },
  async read(path, into) {
    const tasks = new Map<string, { from: number; to: number; cpu: number; memory: number }>();
    await eachRow(path, COLUMNS, ({ line, cells }) => {
      const name = `${cells[JOB]}-${cells[INDEX]}`;
      const from = into.amount(cells[START], 'start time', path, line);
      const to = into.amount(cells[END], 'end time', path, line);
      const cpu = into.amount(cells[CPU], 'CPU rate', path, line);
      const memory = into.amount(cells[ASSIGNED], 'assigned memory', path, line);
      const task = tasks.get(name);
      if (!task) {
        into.room(tasks.size, path);
        tasks.set(name, { from, to, cpu, memory });
        return;
      }
      task.from = Math.min(task.from, from);
      task.to = Math.max(task.to, to);
      task.cpu = Math.max(task.cpu, cpu);
      task.memory = Math.max(task.memory, memory);
    });
    const lifetimes = new Lifetimes(into);
    for (const [name, { from, to, cpu, memory }] of tasks) {
      lifetimes.add(from, Math.max(to, from + 1), cpu);
      into.vm({ name, vcpus: cpu * WHOLE, memoryMib: memory * WHOLE * 1024 });
    }
    lifetimes.finish('microsecond');
    into.finding(
      'unit',
      `sizes are shares of the largest machine: a whole one counts as ${WHOLE} vCPUs and ${WHOLE} GiB; give hosts as --hosts N:${WHOLE}:1000:${WHOLE} --cpu-ratio 1`,
    );
  },
};
