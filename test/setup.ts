import fc from 'fast-check';

// A plain run draws the same cases each time, so that it fails for a change and not by luck; fresh ones under
// `npm run test:full`, or under a seed of one's own (VIRTCOST_SEED).
const { VIRTCOST_SEED: seed, VIRTCOST_FULL: full } = process.env;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
else if (!full) fc.configureGlobal({ seed: 20_261_129 });

// A property takes seconds. One that does not end (fast-check counts a fraction of a run down past zero for ever) fails here
// and does not hold up all others.
if (!full) {
  const ends = { interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true };
  fc.configureGlobal({ ...fc.readConfigureGlobal(), ...ends });
}
