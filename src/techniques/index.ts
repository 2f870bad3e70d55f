/** What the folder offers: events, techniques and their prices. */
export { bareMetal, techniqueById, techniques } from './compositions.ts';
export { cpuMode, cpuModes } from './cpu/index.ts';
export { type EventId, eventIds, events, type GuestEvent } from './events.ts';
export { ioMode, ioModes } from './io/index.ts';
export { mmuMode, mmuModes } from './mmu/index.ts';
export { overheadCycles, price, total } from './price.ts';
export type { Settings } from './settings.ts';
export * from './technique.ts';
