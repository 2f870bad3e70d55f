import { type Sourced, sourced, unverified } from '../../../sourced.ts';

/** What a software switch pays for finding the way of a packet. */
export const switchCosts = {
  /** Hash look-ups of a packet that no cache knows. */
  pipelineLookups: sourced(
    100,
    'look-ups',
    'published',
    'Open vSwitch, NSDI 2015 slides: 25 tables, more than 100 hash look-ups a packet',
  ),
  pipelineTables: sourced(25, 'tables', 'published', 'Open vSwitch, NSDI 2015 slides'),
  hitShare: unverified(0.977, 'share', 'Open vSwitch in production, recalled', 0.02),
  lookupNs: {
    ...unverified(50, 'ns', 'one hash look-up in a warm table; assumed'),
    low: 20,
    high: 100,
  },
  upcallUs: {
    ...unverified(60, 'us', 'a packet sent up to the switch daemon and back; assumed'),
    low: 20,
    high: 200,
  },
  bridgeUs: {
    ...unverified(0.35, 'us', 'Linux bridge or VLAN tag; recalled', 0),
    low: 0.2,
    high: 0.5,
  },
} satisfies Record<string, Sourced>;
