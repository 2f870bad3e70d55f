import { f64, u8 } from '../../elements.ts';
import { INTERVAL_S } from './setup.ts';

/** Samples of one PlanetLab day; the series simulated has one more, the last sample repeated. */
export const SAMPLES = 288;

/** CPU demand of every VM: 289 fractions each, linear in between. */
export class Demand {
  readonly vms: number;
  /** Row per VM, fractions of the VM's MIPS. */
  private readonly series: Float64Array;

  /** `percent` holds 288 integers per VM. */
  constructor(percent: readonly Uint8Array[]) {
    this.vms = percent.length;
    this.series = new Float64Array(this.vms * (SAMPLES + 1));
    percent.forEach((row, vm) => {
      const start = vm * (SAMPLES + 1);
      for (let i = 0; i < SAMPLES; i++) this.series[start + i] = u8(row, i) / 100;
      this.series[start + SAMPLES] = u8(row, SAMPLES - 1) / 100;
    });
  }

  /** Fractions of all VMs at `time` seconds, written to `out`. */
  at(time: number, out: Float64Array): void {
    const { series, vms } = this;
    const width = SAMPLES + 1;
    if (time % INTERVAL_S === 0) {
      const k = Math.trunc(time / INTERVAL_S);
      for (let vm = 0; vm < vms; vm++) out[vm] = f64(series, vm * width + k);
      return;
    }
    const below = Math.floor(time / INTERVAL_S);
    const above = Math.ceil(time / INTERVAL_S);
    const span = (above - below) * INTERVAL_S;
    const into = time - below * INTERVAL_S;
    for (let vm = 0; vm < vms; vm++) {
      const low = f64(series, vm * width + below);
      const delta = (f64(series, vm * width + above) - low) / span;
      out[vm] = low + delta * into;
    }
  }
}
