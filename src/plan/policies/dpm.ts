import { mean } from '../../statistics.ts';

/** Distributed power management (Broadcom KB 310527): target 63 % utilisation, tolerance 18 points. */
export interface DpmSettings {
  target: number;
  tolerance: number;
  /** Minutes of utilisation looked at before powering a host on, and off. */
  onWindowMinutes: number;
  offWindowMinutes: number;
}

export const dpmDefaults: DpmSettings = {
  target: 0.63,
  tolerance: 0.18,
  onWindowMinutes: 5,
  offWindowMinutes: 40,
};

export interface DpmAdvice {
  powerOn: number;
  powerOff: number;
  low: number;
  high: number;
}

/** Ends of the band of utilisation; compared as printed, whole percents: 81 % is still inside 45-81 %. */
export function dpmBand({ target, tolerance }: DpmSettings = dpmDefaults) {
  const [low, high] = [target - tolerance, target + tolerance];
  return {
    low,
    high,
    above: (share: number) => share > high + 1e-9,
    below: (share: number) => share < low - 1e-9,
  };
}

/**
 * What to do for hosts whose utilisation (0..1, one value a minute, newest last) is given per host. One host at a time:
 * on when the mean of every host's last `onWindow` is above the band, off when every host's last `offWindow` is below
 * it and the load of one fits on the others inside the band. `keepOn` hosts stay on for HA.
 */
export function dpmAdvice(
  utilisation: readonly (readonly number[])[],
  keepOn = 1,
  settings: DpmSettings = dpmDefaults,
): DpmAdvice {
  const { low, high, above, below } = dpmBand(settings);
  const hosts = utilisation.length;
  const none = { powerOn: 0, powerOff: 0, low, high };
  if (hosts === 0) return none;
  const over = (window: number) =>
    utilisation.filter((host) => host.length >= window).map((host) => mean(host.slice(-window)));
  const recent = over(settings.onWindowMinutes);
  if (recent.length === hosts && recent.every(above)) return { ...none, powerOn: 1 };
  const long = over(settings.offWindowMinutes);
  const idle = long.length === hosts && long.every(below);
  if (!idle || hosts <= keepOn || hosts < 2) return none;
  const spread = long.reduce((sum, value) => sum + value, 0) / (hosts - 1);
  return above(spread) ? none : { ...none, powerOff: 1 };
}
