import fc from 'fast-check';

// A plain run draws the same cases each time, so that it fails for a change and not by luck; fresh ones under
// `npm run test:full`, or under a seed of one's own (VIRTCOST_SEED).
const seed = process.env.VIRTCOST_SEED;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
else if (!process.env.VIRTCOST_FULL) fc.configureGlobal({ seed: 20_261_129 });
