/** What the folder offers: techniques and their prices. */
export { bareMetal, techniqueById, techniques } from './compositions.ts';
export type { EventId, GuestEvent } from './events.ts';
export { overheadCycles, price, total } from './price.ts';
export type { Settings } from './settings.ts';
export * from './technique.ts';
