// What two-dimensional page walks cost a program with random accesses, and what larger pages save.
import { translate } from 'virtcost';

const accesses = { pattern: { pattern: 'gups', bytes: 2 ** 30 }, count: 200_000 };
for (const [guestPage, hostPage] of [
  ['4K', '4K'],
  ['4K', '2M'],
  ['2M', '2M'],
] as const) {
  const { walks, cyclesPerAccess } = translate({ accesses, host: 'srv', guestPage, hostPage });
  const cycles = cyclesPerAccess?.total.toFixed(1);
  console.log(`${guestPage} over ${hostPage}: ${walks} walks, ${cycles} cycles per access`);
}
