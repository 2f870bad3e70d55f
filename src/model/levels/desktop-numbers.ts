import { type Sourced, sourced, unverified } from '../../sourced.ts';

const recs = 'windowsserverdocs virtual-machine-recs.md (2019-12)';
const rdp = 'azure-docs rdp-bandwidth.md: one 1920x1080 monitor, default policy';
const weak = 'millennia.it 2010 (weak)';

/** Users of a multi-session host by what they do. */
export const desktopProfiles = {
  light: { perVcpu: sourced(6, 'users', 'published', recs), leastVcpus: 2, leastGib: 8 },
  medium: { perVcpu: sourced(4, 'users', 'published', recs), leastVcpus: 4, leastGib: 16 },
  heavy: { perVcpu: sourced(2, 'users', 'published', recs), leastVcpus: 4, leastGib: 16 },
  power: { perVcpu: sourced(1, 'users', 'published', recs), leastVcpus: 6, leastGib: 56 },
} as const;
export type DesktopProfile = keyof typeof desktopProfiles;

const kbit = (low: number, high: number): Sourced => ({
  ...sourced((low + high) / 2, 'kbit/s', 'published', rdp),
  low,
  high,
});

/** What the display of one desktop sends. */
export const displays = {
  idle: kbit(0.04, 0.04),
  word: kbit(15, 20),
  excel: kbit(20, 30),
  powerpoint: kbit(200, 400),
  web: kbit(300, 700),
  gallery: kbit(200, 650),
  'half-screen-video': kbit(600, 1000),
  'full-screen-video': kbit(450, 800),
} as const;
export type Display = keyof typeof displays;

export const desktopNumbers = {
  singleVcpus: sourced(
    4,
    'vCPUs',
    'published',
    `${recs}: single session, at least 2 physical cores`,
  ),
  averageIops: { ...sourced(9, 'requests/s', 'published', weak), low: 8, high: 10 },
  heavyIops: { ...sourced(17, 'requests/s', 'published', weak), low: 14, high: 20 },
  writeShare: sourced(0.9, 'share', 'published', `${weak}: up to 90 % writes`),
  stormPerMinute: {
    ...sourced(
      115,
      'desktops/min',
      'derived',
      'Dell BP1018: 1,270 desktops in 10 to 12 minutes, mean latency below 10 ms',
    ),
    low: 1270 / 12,
    high: 1270 / 10,
  },
  bootIops: {
    ...unverified(160, 'requests/s', 'boot of one Windows desktop; recalled', 0),
    low: 26,
    high: 300,
  },
  bootS: { ...unverified(40, 's', 'boot of one Windows desktop; recalled', 0), low: 20, high: 60 },
} satisfies Record<string, Sourced>;
