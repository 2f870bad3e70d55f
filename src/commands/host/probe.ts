import { nth } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import { type Curves, measureCurves } from '../../model/probe/curves.ts';
import type { MachineFacts } from '../../model/probe/machine.ts';
import { asFarAsQuiet, noiseOf } from '../../model/probe/noise.ts';
import { type ProbedHost, profileOf } from '../../model/probe/profile.ts';
import { asFarAsSane, type SaneCheck, saneChecks } from '../../model/probe/sane.ts';
import type { LatencySource } from '../../model/probe/source.ts';
import { note } from '../../terminal/output.ts';
import { machineFacts } from './machine.ts';
import { NativeSource } from './native-source.ts';
import { WasmSource } from './wasm-source.ts';

export interface ProbeOptions {
  id: string;
  maxBytes: number;
  rounds: number;
  native: boolean;
}

export interface Probe extends ProbedHost {
  /** What each source saw; the profile comes from the native one where there is one. */
  curves: Curves[];
  /** The profile by each source alone. */
  bySource: Host[];
  /** Of the noisier source: what a one-cycle operation usually took beyond its best, as a ratio minus one. */
  noise: number;
  /** Work there was before, as a share of the processors. */
  load: number;
  /** Figures of the profile against what the system reports and machines can be. */
  checks: SaneCheck[];
}

export interface ProbeInputs {
  /** What the operating system says of the machine. */
  facts(): Promise<MachineFacts>;
  native(maxBytes: number): Promise<(LatencySource & { close(): Promise<void> }) | string>;
  wasm(maxBytes: number): LatencySource;
}

/** This machine. */
const thisMachine: ProbeInputs = {
  facts: machineFacts,
  native: (maxBytes) => NativeSource.open(maxBytes),
  wasm: (maxBytes) => new WasmSource(maxBytes, () => performance.now()),
};

/** Measures this machine in WebAssembly and, where a C compiler is present, natively. */
export async function probe(
  { id, maxBytes, rounds, native }: ProbeOptions,
  inputs: ProbeInputs = thisMachine,
): Promise<Probe> {
  const machine = await inputs.facts();
  const progress = (title: string) => {
    let next = 0.25;
    return (share: number) => {
      if (share < next) return;
      note(`${title}: ${Math.round(share * 100)} %`);
      next += 0.25;
    };
  };
  const curves: Curves[] = [];
  const notes: string[] = [];
  const source = native ? await inputs.native(maxBytes) : 'switched off';
  if (typeof source === 'string') {
    notes.push(`anything natively: ${source}; WebAssembly adds up to a cycle to each load`);
  } else {
    try {
      curves.push(await measureCurves(source, { rounds, onProgress: progress('native') }));
    } finally {
      await source.close();
    }
  }
  const wasm = inputs.wasm(maxBytes);
  curves.push(await measureCurves(wasm, { rounds, onProgress: progress('WebAssembly') }));
  const load = machine.load ?? 0;
  const profiles = curves.map((each) => {
    const noise = noiseOf(each);
    const profile = profileOf(id, each, machine);
    const checks = saneChecks(profile.host, machine);
    const sane = asFarAsSane(profile.host, checks);
    return { ...profile, host: asFarAsQuiet(sane, noise, load), noise, checks };
  });
  const { host, unmeasured, checks } = nth(profiles, 0);
  const bySource = profiles.map((profile) => profile.host);
  const noise = Math.max(...profiles.map((profile) => profile.noise));
  return { host, unmeasured: [...notes, ...unmeasured], curves, bySource, noise, load, checks };
}
