import type { Host } from '../../hosts/host.ts';
import { type Sourced, sourced, times, unverified } from '../../sourced.ts';
import { bareMetal, techniqueById } from '../../techniques/compositions.ts';
import type { EventId } from '../../techniques/events.ts';
import { price, total } from '../../techniques/price.ts';
import type { CpuModeId, Technique } from '../../techniques/technique.ts';
import { libraryCallS } from './library-call.ts';

/** What a program does in a second of native user time. */
export interface LevelLoad {
  /** Seconds of user code, native. */
  userS: number;
  /** Shares of that time in floating point, and (languages) in code that is hot enough to be compiled. */
  fpShare: number;
  hotShare: number;
  /** Share of native time in file operations (operating-system personality). */
  fileShare: number;
  systemCalls: number;
  /** Calls to the library that reach its server, and exits of a virtual machine. */
  apiCalls: number;
  exits: number;
}

/** One level: what is intercepted, what runs natively, and its bill. */
export interface Level {
  id: string;
  group:
    | 'instruction set'
    | 'hardware abstraction'
    | 'operating system'
    | 'library'
    | 'language'
    | 'application';
  title: string;
  intercepts: string;
  native: string;
  /** Native user time becomes so many times as long. */
  slowdown: (load: LevelLoad, host: Host) => Sourced;
  /** Calls that are intercepted, and seconds each adds. */
  calls: (load: LevelLoad, host: Host) => { count: number; eachS: Sourced };
}

const one = sourced(1, 'times', 'derived', 'user code runs natively');
const free = (why: string) => ({ count: 0, eachS: sourced(0, 's', 'derived', why) });

const withCpu = (cpu: CpuModeId): Technique => ({ ...techniqueById('emulation'), id: cpu, cpu });

const cycles = (event: EventId, technique: Technique, host: Host) =>
  total(price(event, technique, host));

/** Times the price of an event on bare metal. */
function ratio(event: EventId, technique: Technique, host: Host): Sourced {
  const native = cycles(event, bareMetal, host);
  return { ...times(cycles(event, technique, host), 1 / native.value), unit: 'times' };
}

/** Integer and floating-point code by their shares. */
const mixedCode =
  (technique: Technique) =>
  (load: LevelLoad, host: Host): Sourced => {
    const integer = ratio('alu', technique, host);
    const fp = ratio('fp', technique, host);
    const mix = (end: 'value' | 'low' | 'high') =>
      (1 - load.fpShare) * integer[end] + load.fpShare * fp[end];
    return { ...integer, value: mix('value'), low: mix('low'), high: mix('high') };
  };

/** What an event adds on this host, in seconds. */
function addedS(event: EventId, technique: Technique, host: Host): Sourced {
  const hz = (host.coreGhz ?? host.clockGhz).value * 1e9;
  const native = cycles(event, bareMetal, host).value;
  const whole = cycles(event, technique, host);
  const less = (value: number) => Math.max(0, value - native) / hz;
  return {
    ...whole,
    value: less(whole.value),
    low: less(whole.low),
    high: less(whole.high),
    unit: 's',
  };
}

const between = (low: number, high: number, unit: string, what: string): Sourced => ({
  ...unverified((low + high) / 2, unit, what, 0),
  low,
  high,
});

const published = (value: number, low: number, high: number, source: string): Sourced => ({
  ...sourced(value, 'times', 'published', source),
  low,
  high,
});

/** V8 with the compiler switched off: -40 % on Speedometer 2.0, five times slower on the Web Tooling benchmark. */
export const jitless = published(
  1 / 0.6,
  1 / 0.94,
  5,
  'v8.dev, "JIT-less V8": Speedometer 2.0 -40 %, Web Tooling -80 %, a browsing session -6 %',
);
export const wasmJit = published(
  1.5,
  1.1,
  2.5,
  'Jangda et al., ATC 2019 (abstract): SPEC CPU mean +45 % (Firefox) and +55 % (Chrome), peaks 2.08 and 2.5; about 10 % on small kernels',
);
export const wslFiles = published(
  5,
  2,
  20,
  'Microsoft WSL documentation: WSL 2 up to 20 times faster unpacking, 2 to 5 times in git clone, npm install, cmake',
);
const jvmInterpreter = between(10, 50, 'times', 'JVM -Xint against C2 on hot loops; recalled');

/** Every level of the classic five, and desktops' application level. A new one is one entry. */
export const levels: readonly Level[] = [
  {
    id: 'interpreter',
    group: 'instruction set',
    title: 'interpreter',
    intercepts: 'every instruction',
    native: 'nothing',
    slowdown: mixedCode(withCpu('interpreter')),
    calls: () => free('calls are instructions like others'),
  },
  {
    id: 'cross-isa',
    group: 'instruction set',
    title: 'cross-ISA binary translation',
    intercepts: 'every block once; then memory accesses, indirect branches, helpers',
    native: 'translated blocks',
    slowdown: mixedCode(withCpu('cross-isa-dbt')),
    calls: () => free('calls are translated like other code'),
  },
  {
    id: 'binary-translation',
    group: 'hardware abstraction',
    title: 'binary translation of the kernel',
    intercepts: 'kernel code; system calls enter the monitor',
    native: 'user code',
    slowdown: () => one,
    calls: ({ systemCalls }, host) => ({
      count: systemCalls,
      eachS: addedS('syscall', techniqueById('full'), host),
    }),
  },
  {
    id: 'hardware',
    group: 'hardware abstraction',
    title: 'hardware-assisted virtual machine',
    intercepts: 'privileged and sensitive events, second page table, devices',
    native: 'user code and most of the kernel',
    slowdown: () => one,
    calls: ({ exits }, host) => ({
      count: exits,
      eachS: addedS('cpuid', techniqueById('hardware'), host),
    }),
  },
  {
    id: 'container',
    group: 'operating system',
    title: 'container',
    intercepts: 'nothing; namespaces and control groups in the kernel',
    native: 'everything',
    slowdown: () => one,
    calls: ({ systemCalls }, host) => ({
      count: systemCalls,
      eachS: addedS('syscall', techniqueById('container'), host),
    }),
  },
  {
    id: 'user-kernel',
    group: 'operating system',
    title: 'user-space kernel (gVisor)',
    intercepts: 'each system call, page fault and file operation',
    native: 'CPU and mapped memory',
    slowdown: () => one,
    calls: ({ systemCalls }, host) => ({
      count: systemCalls,
      eachS: addedS('syscall', { ...techniqueById('container'), cpu: 'sandbox' }, host),
    }),
  },
  {
    id: 'personality',
    group: 'operating system',
    title: 'personality of a kernel (WSL 1)',
    intercepts: 'each foreign system call, through a translation layer',
    native: 'user code; file operations suffer',
    slowdown: ({ fileShare }) => {
      const at = (end: 'value' | 'low' | 'high') => 1 - fileShare + fileShare * wslFiles[end];
      return { ...wslFiles, value: at('value'), low: at('low'), high: at('high') };
    },
    calls: () => free('no cost per call was read; it is in the file operations'),
  },
  {
    id: 'library',
    group: 'library',
    title: 'API translation (Wine)',
    intercepts: 'each API call; calls on kernel objects go to a server process',
    native: 'user code, graphics by the native driver',
    slowdown: () => one,
    calls: ({ apiCalls }) => ({ count: apiCalls, eachS: libraryCallS }),
  },
  {
    id: 'language-interpreter',
    group: 'language',
    title: 'bytecode interpreter (JVM -Xint)',
    intercepts: 'each bytecode',
    native: 'built-in functions',
    slowdown: ({ hotShare }) => {
      const at = (end: 'value' | 'low' | 'high') => 1 - hotShare + hotShare * jvmInterpreter[end];
      return { ...jvmInterpreter, value: at('value'), low: at('low'), high: at('high') };
    },
    calls: () => free('calls are bytecodes like others'),
  },
  {
    id: 'language-jitless',
    group: 'language',
    title: 'interpreter instead of compiler (V8 --jitless)',
    intercepts: 'each bytecode',
    native: 'built-in functions',
    slowdown: () => jitless,
    calls: () => free('calls are bytecodes like others'),
  },
  {
    id: 'language-wasm',
    group: 'language',
    title: 'compiled bytecode (WebAssembly)',
    intercepts: 'traps on bounds; calls out for services of the system',
    native: 'compiled code',
    slowdown: () => wasmJit,
    calls: () => free('calls out are not in the figure'),
  },
  {
    id: 'application',
    group: 'application',
    title: 'application virtualization',
    intercepts: 'file and registry calls of the package',
    native: 'the rest',
    slowdown: () => one,
    calls: ({ apiCalls }) => ({
      count: apiCalls,
      eachS: between(1e-6, 20e-6, 's', 'a redirected file or registry call; no number was found'),
    }),
  },
];

export interface LevelBill {
  level: Level;
  slowdown: Sourced;
  calls: number;
  eachS: Sourced;
  /** Seconds of the program at this level, and the ratio added to native. */
  totalS: Sourced;
  overheadRatio: number;
}

/** T = user time x slowdown + calls x cost, on a host. */
export function levelBill(level: Level, load: LevelLoad, host: Host): LevelBill {
  const slowdown = level.slowdown(load, host);
  const { count, eachS } = level.calls(load, host);
  const at = (end: 'value' | 'low' | 'high') => load.userS * slowdown[end] + count * eachS[end];
  const status = [slowdown.status, eachS.status].includes('estimated')
    ? ('estimated' as const)
    : ('derived' as const);
  const unverifiedMark = slowdown.unverified || (count > 0 && eachS.unverified);
  const totalS: Sourced = {
    ...sourced(at('value'), 's', status, `${slowdown.source}; ${eachS.source}`),
    low: at('low'),
    high: at('high'),
    ...(unverifiedMark ? { unverified: true as const } : {}),
  };
  return {
    level,
    slowdown,
    calls: count,
    eachS,
    totalS,
    overheadRatio: totalS.value / load.userS - 1,
  };
}

export interface FrameCost {
  /** Time of the server calls in a frame, ms, and of one of them, µs, where their number is stated. */
  perFrameMs: number;
  perCallUs: number | null;
  /** Calls of a frame that this time stands for at 5 to 50 µs a call. */
  callsLow: number;
  callsHigh: number;
}

/** Frames a second with and without calls to a server process: 1/f1 - 1/f2. */
export function frameCost(slow: number, fast: number, calls?: number): FrameCost {
  const perFrameS = 1 / slow - 1 / fast;
  return {
    perFrameMs: 1000 * perFrameS,
    perCallUs: calls === undefined ? null : (1e6 * perFrameS) / calls,
    callsLow: perFrameS / libraryCallS.high,
    callsHigh: perFrameS / libraryCallS.low,
  };
}
