import { addF64 } from '../../elements.ts';
import { curveWatts } from '../policies/power.ts';
import type { SimHost } from './scenario.ts';

/** What a run adds up, by machine and by host. MHz s, seconds and joules. */
export class Meter {
  /** Per machine: asked for, given, vCPU seconds ready but not running, and seconds stopped or paused. */
  readonly askedMhzS: Float64Array;
  readonly givenMhzS: Float64Array;
  readonly readyS: Float64Array;
  readonly outageS: Float64Array;
  readonly runS: Float64Array;
  readonly moves: Int32Array;
  /** Per host. */
  readonly joules: Float64Array;
  readonly poweredS: Float64Array;
  /** Seconds on with less given than asked. */
  readonly shortS: Float64Array;
  readonly onS: Float64Array;
  /** Clock used, MHz s. */
  readonly usedMhzS: Float64Array;

  constructor(hosts: number, vms: number) {
    const perVm = () => new Float64Array(vms);
    const perHost = () => new Float64Array(hosts);
    [this.askedMhzS, this.givenMhzS, this.readyS] = [perVm(), perVm(), perVm()];
    [this.outageS, this.runS, this.moves] = [perVm(), perVm(), new Int32Array(vms)];
    [this.joules, this.poweredS, this.shortS] = [perHost(), perHost(), perHost()];
    [this.onS, this.usedMhzS] = [perHost(), perHost()];
  }

  /** Charges a powered host for `seconds` at a utilisation. */
  power(index: number, host: SimHost, seconds: number, utilisation: number): void {
    addF64(this.joules, index, curveWatts(host.watts, utilisation) * seconds);
    addF64(this.poweredS, index, seconds);
  }

  /** A machine that runs: what it asked for, got, and how long its vCPUs waited for a core of `coreMhz`. */
  served(vm: number, seconds: number, asked: number, given: number, coreMhz: number): void {
    addF64(this.askedMhzS, vm, asked * seconds);
    addF64(this.givenMhzS, vm, given * seconds);
    addF64(this.readyS, vm, ((asked - given) / coreMhz) * seconds);
    addF64(this.runS, vm, seconds);
  }

  /** A machine that should run and does not. */
  down(vm: number, seconds: number, asked: number): void {
    addF64(this.askedMhzS, vm, asked * seconds);
    addF64(this.outageS, vm, seconds);
  }
}
