import { type Sourced, unverified } from '../../../sourced.ts';

/** When a hypervisor other than QEMU stops sending rounds and stops the guest. */
export interface StopRule {
  id: 'xen' | 'xen-classic' | 'vmotion';
  title: string;
  maxRounds: number;
  /** Stop when fewer pages than this are dirty. */
  minPages: number;
  /** Stop when this many times the RAM has been sent. */
  maxSentRatio: number;
  /** Stop when the rest takes no longer than this, seconds. */
  maxRestS: number;
  /** The guest is slowed down when a round does not shrink (stun during page send). */
  slowsGuest: boolean;
  source: string;
  /** How the rule is known. */
  known: Pick<Sourced, 'status' | 'unverified'>;
}

const recalled = { status: 'estimated', unverified: true } as const;

const VMOTION_REST_S = unverified(0.5, 's', 'vMotion switches below half a second; recalled');

export const stopRules: readonly StopRule[] = [
  {
    id: 'xen',
    title: 'Xen, precopy policy of libxenguest',
    maxRounds: 5,
    minPages: 50,
    maxSentRatio: Number.POSITIVE_INFINITY,
    maxRestS: 0,
    slowsGuest: false,
    source:
      'SPP_MAX_ITERATIONS 5 and SPP_TARGET_DIRTY_COUNT 50 of libs/guest (migration.md, section 4)',
    known: { status: 'published' },
  },
  {
    id: 'xen-classic',
    title: 'Xen before 4.6',
    maxRounds: 29,
    minPages: 50,
    maxSentRatio: 3,
    maxRestS: 0,
    slowsGuest: false,
    source: '29 iterations or three times the RAM: recalled, not verified',
    known: recalled,
  },
  {
    id: 'vmotion',
    title: 'VMware vMotion',
    maxRounds: 100,
    minPages: 0,
    maxSentRatio: Number.POSITIVE_INFINITY,
    maxRestS: VMOTION_REST_S.value,
    slowsGuest: true,
    source: `${VMOTION_REST_S.source}; stun during page send slows the guest: recalled, not verified`,
    known: recalled,
  },
];
