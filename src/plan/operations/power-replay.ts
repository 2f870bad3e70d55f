import { num } from '../../elements.ts';
import { dpmAdvice, dpmDefaults } from '../policies/dpm.ts';
import { type ServerId, serverWatts } from '../policies/power.ts';

export interface PowerReplaySettings {
  hosts: number;
  /** Hosts that stay on: what memory and the tolerated failures need. */
  keepOn: number;
  bootMinutes: number;
  server: ServerId;
}

export interface PowerReplay {
  /** Hosts that serve, at each minute of the profile. */
  hostsOn: number[];
  /** Load on the hosts that serve, 0..; above 1 demand is not met. */
  utilisation: number[];
  powerOns: number;
  powerOffs: number;
  kwh: number;
  kwhAlwaysOn: number;
  /** Minutes in which demand exceeded what was on. */
  shortMinutes: number;
}

/** Minutes between two looks of DPM (DRS runs every five minutes). */
const LOOK_MINUTES = 5;

/** Samples `stepMinutes` apart as one value a minute, linear between them, the last held. */
export function perMinute(samples: readonly number[], stepMinutes: number): number[] {
  return Array.from({ length: samples.length * stepMinutes }, (_, minute) => {
    const at = minute / stepMinutes;
    const i = Math.floor(at);
    const next = num(samples, Math.min(i + 1, samples.length - 1));
    return num(samples, i) + (next - num(samples, i)) * (at - i);
  });
}

/**
 * Replays DPM (KB 310527: 45-81 %, on after 5 minutes above, off after 40 below) on equal, evenly
 * loaded hosts. `demand` is one value a minute in units of one host's capacity. The windows are judged
 * against the hosts now on, so that one host at a time is decided. Booting hosts draw idle power.
 */
export function replayPower(
  demand: readonly number[],
  { hosts, keepOn, bootMinutes, server }: PowerReplaySettings,
): PowerReplay {
  let on = hosts;
  let booting: number[] = [];
  const result: PowerReplay = {
    hostsOn: [],
    utilisation: [],
    powerOns: 0,
    powerOffs: 0,
    kwh: 0,
    kwhAlwaysOn: 0,
    shortMinutes: 0,
  };
  demand.forEach((load, minute) => {
    on += booting.filter((ready) => ready <= minute).length;
    booting = booting.filter((ready) => ready > minute);
    const use = load / on;
    result.hostsOn.push(on);
    result.utilisation.push(use);
    if (use > 1) result.shortMinutes++;
    result.kwh +=
      (on * serverWatts(server, use) + booting.length * serverWatts(server, 0)) / 60_000;
    result.kwhAlwaysOn += (hosts * serverWatts(server, load / hosts)) / 60_000;
    if ((minute + 1) % LOOK_MINUTES !== 0) return;
    const powered = on + booting.length;
    const window = demand
      .slice(Math.max(0, minute + 1 - dpmDefaults.offWindowMinutes), minute + 1)
      .map((value) => value / powered);
    const advice = dpmAdvice(Array<number[]>(powered).fill(window), Math.max(1, keepOn));
    if (advice.powerOn > 0 && powered < hosts) {
      booting.push(minute + 1 + bootMinutes);
      result.powerOns++;
    } else if (advice.powerOff > 0 && booting.length === 0) {
      on--;
      result.powerOffs++;
    }
  });
  return result;
}
