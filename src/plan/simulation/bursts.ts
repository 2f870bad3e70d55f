import { addF64, nth } from '../../elements.ts';
import { predictReady } from '../../model/scheduling/predicted-ready.ts';
import type { Cluster } from './cluster.ts';
import type { LoadMachine } from './load.ts';
import { HostState } from './scenario.ts';

/** Uses are rounded to this, so that like hosts are computed once. */
const USE_STEPS = 100;

/** Adds up, machine by machine, the ready time that bursts shorter than a step bring about. */
export class Bursts {
  /** Seconds per vCPU. */
  readonly readyS: Float64Array;
  private readonly cluster: Cluster;
  private readonly machines: readonly LoadMachine[];
  private readonly known = new Map<string, number>();

  constructor(cluster: Cluster, machines: readonly LoadMachine[]) {
    this.cluster = cluster;
    this.machines = machines;
    this.readyS = new Float64Array(cluster.vms);
  }

  private ready(cores: number, vcpus: number, count: number, use: number): number {
    const step = Math.round(use * USE_STEPS);
    const perMachine = Math.round(vcpus / count);
    const key = `${cores}/${vcpus}/${perMachine}/${step}`;
    const found =
      this.known.get(key) ??
      predictReady({
        cores,
        vcpus,
        vcpusPerMachine: Math.max(1, perMachine),
        use: step / USE_STEPS,
      }).percent / 100;
    this.known.set(key, found);
    return found;
  }

  /** A host and its machines were like this for `seconds`. */
  add(host: number, use: number, seconds: number): void {
    const { cluster } = this;
    const list = cluster.machinesOn(host);
    if (cluster.state[host] !== HostState.on || list.length === 0) return;
    let vcpus = 0;
    for (const vm of list) vcpus += nth(this.machines, vm).vcpus;
    const cores = Math.max(1, Math.round(nth(cluster.machines, host).cores));
    const share = this.ready(cores, Math.round(vcpus), list.length, Math.max(0, use));
    if (share > 0) for (const vm of list) addF64(this.readyS, vm, share * seconds);
  }
}
