import type { Sourced } from '../../sourced.ts';
import {
  type DesktopProfile,
  type Display,
  desktopNumbers,
  desktopProfiles,
  displays,
} from './desktop-numbers.ts';

export interface DesktopQuestion {
  users: number;
  profile: DesktopProfile;
  /** Many users on one server system, or a machine each. */
  session: 'multi' | 'single';
  display: Display;
  iopsEach: number;
  writeShare: number;
  bootIopsEach: number;
  bootS: number;
  /** Boots are spread over this long. */
  stormMinutes: number;
}

export interface DesktopAnswer {
  vcpus: number;
  /** Machines of the smallest size that is recommended. */
  machines: number;
  displayMbps: Sourced;
  /** The same pictures without compression, 30 frames a second of 1920 x 1080 x 4 bytes, MB/s each. */
  uncompressedMBps: number;
  iops: number;
  writeIops: number;
  stormIops: number;
  /** Desktops that boot at once under the storm, and minutes the measured array would need. */
  bootingAtOnce: number;
  stormMinutesMeasured: Sourced;
}

/** Density, display path, disk load and boot storm of desktops. */
export function desktops(question: DesktopQuestion): DesktopAnswer {
  const { users, session, display } = question;
  const { perVcpu, leastVcpus } = desktopProfiles[question.profile];
  const single = desktopNumbers.singleVcpus.value;
  const vcpus = session === 'multi' ? users / perVcpu.value : users * single;
  const shown = displays[display];
  const bootingAtOnce = Math.min(users, (users * question.bootS) / (question.stormMinutes * 60));
  const rate = desktopNumbers.stormPerMinute;
  return {
    vcpus,
    machines: session === 'multi' ? Math.ceil(vcpus / leastVcpus) : users,
    displayMbps: {
      ...shown,
      value: (users * shown.value) / 1000,
      low: (users * shown.low) / 1000,
      high: (users * shown.high) / 1000,
      unit: 'Mbit/s',
      status: 'derived',
    },
    uncompressedMBps: (1920 * 1080 * 4 * 30) / 1e6,
    iops: users * question.iopsEach,
    writeIops: users * question.iopsEach * question.writeShare,
    stormIops: bootingAtOnce * question.bootIopsEach,
    bootingAtOnce,
    stormMinutesMeasured: {
      ...rate,
      value: users / rate.value,
      low: users / rate.high,
      high: users / rate.low,
      unit: 'min',
    },
  };
}
