import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** A stage that serves requests one after the other on several workers. */
export interface QueueStage {
  serviceS: Sourced;
  workers: Sourced;
}

/** What a control plane takes to make a machine; every number knows where it comes from. */
export interface ControlPlane {
  id: string;
  title: string;
  /** Machines one call may ask for. */
  perCall: Sourced;
  api: QueueStage;
  scheduler: QueueStage;
  /** The agent of a host: claim, network, definition of the machine; `workers` at once on a host. */
  agent: QueueStage;
  /** What the image service sends to all hosts together, and one host receives; bytes/s. */
  imageLink: Sourced;
  hostLink: Sourced;
  /** Linked clones begin before the image is there: only what the boot reads is fetched first. */
  lazyImage: boolean;
  /** Store of the disks, a device of docs/model/blocks.md. */
  store: string;
  cloneS: Sourced;
  bootS: Sourced;
  bootReadBytes: Sourced;
}

const recalled = 'recalled or assumed; no measurement of it was read';
const GBIT = 1.25e8;
const MIB = 2 ** 20;
/** Wide enough to say that nobody measured it here: a third to three times. */
const perCpu =
  'assumed CPUs of a controller; Nova 26.2.2 starts one worker per CPU (nova/conf/{service,scheduler}.py)';
const guess = (value: number, unit: string, why = recalled): Sourced => ({
  ...unverified(value, unit, why),
  low: value / 3,
  high: value * 3,
});

const boot = {
  cloneS: guess(0.2, 's'),
  bootS: guess(15, 's', `${recalled}: Linux with cloud-init`),
  bootReadBytes: guess(300 * MIB, 'B'),
};

/** Links and disks of a public cloud: network volumes, filled from the image service while the machine boots. */
const cloud = {
  imageLink: guess(100 * GBIT, 'B/s'),
  hostLink: guess(25 * GBIT, 'B/s'),
  lazyImage: true,
  store: 'san',
  ...boot,
};

/** The control planes known. A new one is one entry. */
export const controlPlanes: readonly ControlPlane[] = [
  {
    id: 'nova',
    title: 'OpenStack Nova (API, conductor and scheduler, nova-compute)',
    perCall: guess(
      100,
      'machines',
      `${recalled}: min_count/max_count of one request within the quota`,
    ),
    api: { serviceS: guess(0.5, 's'), workers: guess(8, '', perCpu) },
    scheduler: { serviceS: guess(0.3, 's'), workers: guess(4, '', perCpu) },
    agent: {
      serviceS: guess(4, 's', `${recalled}: claim, port binding, domain definition`),
      workers: sourced(
        10,
        '',
        'published',
        'Nova 26.2.2 (Debian 2:26.2.2-1~deb12u5), nova/conf/compute.py: max_concurrent_builds',
      ),
    },
    imageLink: guess(10 * GBIT, 'B/s', 'one 10 Gbit/s port of the image service, assumed'),
    hostLink: guess(10 * GBIT, 'B/s', 'one 10 Gbit/s port of a host, assumed'),
    lazyImage: false,
    store: 'nvme',
    ...boot,
  },
  {
    id: 'ecs',
    title: 'Alibaba Cloud ECS (RunInstances, scheduler, host agent)',
    perCall: sourced(
      100,
      'machines',
      'published',
      'Alibaba Cloud documentation, RunInstances: up to 100 per call; 1,000 by an auto provisioning group',
    ),
    api: { serviceS: guess(0.5, 's'), workers: guess(32, '') },
    scheduler: { serviceS: guess(0.1, 's'), workers: guess(8, '') },
    agent: { serviceS: guess(3, 's'), workers: guess(8, '') },
    ...cloud,
  },
  {
    id: 'cvm',
    title: 'Tencent Cloud CVM (RunInstances, scheduler, host agent)',
    perCall: guess(100, 'machines'),
    api: { serviceS: guess(0.5, 's'), workers: guess(64, '') },
    scheduler: {
      serviceS: {
        ...sourced(
          1,
          's',
          'derived',
          'Tencent Tech, "6000 SCF servers in 1 minute" (as reprinted on besthub.dev): 100 machines a second, here 100 workers of 1 s',
        ),
        high: 3,
      },
      workers: sourced(100, '', 'derived', 'the same 100 machines a second'),
    },
    agent: { serviceS: guess(3, 's'), workers: guess(8, '') },
    ...cloud,
  },
];

export function planeById(id: string): ControlPlane | undefined {
  return controlPlanes.find((plane) => plane.id === id);
}
