// Will this guest leave its host within ten minutes, and at which write rate would it not?
import { predictMigration } from 'virtcost';

const prediction = predictMigration({
  memoryBytes: 32 * 2 ** 30,
  writes: { pattern: 'hotcold', workingSetBytes: 4 * 2 ** 30, perSecond: 60_000 },
  linkBytesPerS: 10e9 / 8,
  downtimeLimitMs: 300,
});
const { verdict, totalS, blackoutMs, criticalWritesPerS } = prediction;
console.log(`${verdict}: ${totalS?.value.toFixed(0)} s, pause ${blackoutMs?.value.toFixed(0)} ms`);
console.log(`changes at ${Math.round(criticalWritesPerS)} page writes a second`);
