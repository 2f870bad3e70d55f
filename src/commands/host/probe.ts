import { nth } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import { type Curves, measureCurves } from '../../model/probe/curves.ts';
import { asFarAsQuiet, noiseOf } from '../../model/probe/noise.ts';
import { type ProbedHost, profileOf } from '../../model/probe/profile.ts';
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
}

/** Measures this machine in WebAssembly and, where a C compiler is present, natively. */
export async function probe({ id, maxBytes, rounds, native }: ProbeOptions): Promise<Probe> {
  const machine = await machineFacts();
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
  const source = native ? await NativeSource.open(maxBytes) : 'switched off';
  if (typeof source === 'string') {
    notes.push(`anything natively: ${source}; WebAssembly adds up to a cycle to each load`);
  } else {
    try {
      curves.push(await measureCurves(source, { rounds, onProgress: progress('native') }));
    } finally {
      await source.close();
    }
  }
  const wasm = new WasmSource(maxBytes, () => performance.now());
  curves.push(await measureCurves(wasm, { rounds, onProgress: progress('WebAssembly') }));
  const profiles = curves.map((each) => {
    const noise = noiseOf(each);
    const profile = profileOf(id, each, machine);
    return { ...profile, host: asFarAsQuiet(profile.host, noise), noise };
  });
  const { host, unmeasured } = nth(profiles, 0);
  const bySource = profiles.map((profile) => profile.host);
  const noise = Math.max(...profiles.map((profile) => profile.noise));
  return { host, unmeasured: [...notes, ...unmeasured], curves, bySource, noise };
}
