import { nth, num } from '../../elements.ts';
import type { Collected } from './findings.ts';

/**
 * A trace of weeks lists machines that never ran together. Those alive when most vCPUs are asked for at once
 * count as powered on, the others as off: none is dropped.
 */
export class Lifetimes {
  private readonly change = new Map<number, number>();
  private readonly start: number[] = [];
  private readonly end: number[] = [];
  private readonly first: number;
  private readonly into: Collected;

  /** The machines added to `into` from now on are the ones `add` tells the lifetimes of, in order. */
  constructor(into: Collected) {
    this.into = into;
    this.first = into.vms.length;
  }

  /** Alive from `start` until before `end`, in any unit of time; a machine never ended has Infinity. */
  add(start: number, end: number, vcpus: number): void {
    this.start.push(start);
    this.end.push(end);
    this.change.set(start, (this.change.get(start) ?? 0) + vcpus);
    if (end !== Number.POSITIVE_INFINITY) this.change.set(end, (this.change.get(end) ?? 0) - vcpus);
  }

  /** Marks the machines; `unit` names the unit of time in the finding. */
  finish(unit: string): void {
    const times = Float64Array.from(this.change.keys()).sort();
    let [now, most, busiest] = [0, Number.NEGATIVE_INFINITY, 0];
    for (const time of times) {
      now += this.change.get(time)!;
      if (now > most) [most, busiest] = [now, time];
    }
    let away = 0;
    this.start.forEach((start, i) => {
      const alive = start <= busiest && busiest < num(this.end, i);
      if (alive) return;
      nth(this.into.vms, this.first + i).power = 'off';
      away++;
    });
    if (away > 0) {
      this.into.finding(
        'lifetime',
        `machines not alive when the trace asks for most vCPUs at once (${unit} ${busiest}): they count as powered off`,
        away,
      );
    }
  }
}
