/** What the run cost its users: the SLA figures of Beloglazov and Buyya 2012. Times in seconds, rates in MIPS. */
import { f64, nth, num, present, u8 } from '../../elements.ts';

export interface ServiceLevel {
  /** Share of active host time during which less was given than asked. */
  slatah: number;
  /** MIPS seconds lost while migrating / MIPS seconds requested. */
  pdm: number;
  /** slatah x pdm. */
  slav: number;
  /** MIPS seconds not given / MIPS seconds requested. */
  overallViolation: number;
  /** Mean shortfall over the intervals with a shortfall. */
  averageViolation: number;
  hostShutdowns: number;
  meanSecondsBeforeShutdown: number;
  meanActiveHosts: number;
}

const ACTIVE = 1;
const SHORT = 2;

/** Records the state of hosts and VMs after every update; a second record at the same time replaces the first. */
export class Ledger {
  private readonly hosts: number;
  private readonly times: number[] = [];
  /** One flag byte per time and host. */
  private readonly rows: Uint8Array[] = [];
  private readonly since: Float64Array;
  private readonly given: Float64Array;
  private readonly asked: Float64Array;
  private readonly migrating: Uint8Array;
  private readonly totalGiven: Float64Array;
  private readonly totalAsked: Float64Array;
  private readonly lostMigrating: Float64Array;
  private readonly shortfalls: number[][];

  constructor(hosts: number, vms: number) {
    this.hosts = hosts;
    this.since = new Float64Array(vms).fill(-1);
    this.given = new Float64Array(vms);
    this.asked = new Float64Array(vms);
    this.migrating = new Uint8Array(vms);
    this.totalGiven = new Float64Array(vms);
    this.totalAsked = new Float64Array(vms);
    this.lostMigrating = new Float64Array(vms);
    this.shortfalls = Array.from({ length: vms }, () => []);
  }

  vm(vm: number, time: number, given: number, asked: number, migrating: number): void {
    const since = f64(this.since, vm);
    if (since !== time) {
      if (since !== -1) this.close(vm, time - since);
      this.since[vm] = time;
    }
    this.given[vm] = given;
    this.asked[vm] = asked;
    this.migrating[vm] = migrating;
  }

  private close(vm: number, seconds: number): void {
    const given = f64(this.given, vm);
    const asked = f64(this.asked, vm);
    this.totalGiven[vm] = f64(this.totalGiven, vm) + given * seconds;
    this.totalAsked[vm] = f64(this.totalAsked, vm) + asked * seconds;
    if (given < asked) {
      nth(this.shortfalls, vm).push((asked - given) / asked);
      if (this.migrating[vm])
        this.lostMigrating[vm] = f64(this.lostMigrating, vm) + (asked - given) * seconds;
    }
  }

  host(host: number, time: number, given: number, asked: number): void {
    if (this.times.at(-1) !== time) {
      this.times.push(time);
      this.rows.push(new Uint8Array(this.hosts));
    }
    present(this.rows.at(-1))[host] = (given > 0 ? ACTIVE : 0) | (given < asked ? SHORT : 0);
  }

  summary(): ServiceLevel {
    const { times, rows } = this;
    let activeTime = 0;
    let shortTime = 0;
    const untilShutdown: number[] = [];
    for (let host = 0; host < this.hosts; host++) {
      let wasActive = true;
      let onSince = 0;
      for (let i = 0; i < times.length; i++) {
        const flags = u8(nth(rows, i), host);
        const active = (flags & ACTIVE) !== 0;
        if (i > 0 && wasActive) {
          const seconds = num(times, i) - num(times, i - 1);
          activeTime += seconds;
          if (u8(nth(rows, i - 1), host) & SHORT) shortTime += seconds;
        }
        if (wasActive && !active) untilShutdown.push(num(times, i) - onSince);
        if (!wasActive && active) onSince = num(times, i);
        wasActive = active;
      }
    }
    const slatah = activeTime === 0 ? 0 : shortTime / activeTime;
    return {
      ...this.vmTotals(slatah),
      slatah,
      hostShutdowns: untilShutdown.length,
      meanSecondsBeforeShutdown: mean(untilShutdown),
      meanActiveHosts: times.length < 2 ? 0 : activeTime / (present(times.at(-1)) - num(times, 0)),
    };
  }

  private vmTotals(slatah: number) {
    let given = 0;
    let asked = 0;
    let lost = 0;
    for (let vm = 0; vm < this.since.length; vm++) {
      given += f64(this.totalGiven, vm);
      asked += f64(this.totalAsked, vm);
      lost += f64(this.lostMigrating, vm);
    }
    const pdm = asked === 0 ? 0 : lost / asked;
    return {
      pdm,
      slav: slatah * pdm,
      overallViolation: asked === 0 ? 0 : (asked - given) / asked,
      averageViolation: mean(this.shortfalls.flat()),
    };
  }
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
