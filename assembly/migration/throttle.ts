// Auto-converge: migration_trigger_throttle and mig_throttle_guest_down of QEMU 7.2.
import { setThrottle } from './guest';
import { parameter } from './layout';

let periodStartMs: f64 = -1;
let periodDirty: f64 = 0;
let periodTransferred: f64 = 0;
let highCount: u32 = 0;
let throttlePct: f64 = 0;

export function startThrottle(): void {
  periodStartMs = -1;
  periodDirty = 0;
  periodTransferred = 0;
  highCount = 0;
  throttlePct = 0;
}

export function throttle(): f64 {
  return throttlePct;
}

/** Called at every sync; decides at most once in more than a second. */
export function noteSync(nowMs: f64, freshPages: f64, transferred: f64): void {
  periodDirty += freshPages;
  if (periodStartMs < 0) periodStartMs = nowMs;
  if (nowMs <= periodStartMs + 1000) return;
  if (parameter(17) > 0) decide(nowMs, transferred);
  periodStartMs = nowMs;
  periodDirty = 0;
  periodTransferred = transferred;
}

function decide(nowMs: f64, transferred: f64): void {
  const dirtied = periodDirty * 4096;
  const allowed = Math.floor(((transferred - periodTransferred) * parameter(18)) / 100);
  if (dirtied <= allowed) return;
  highCount++;
  if (highCount < 2) return;
  highCount = 0;
  if (throttlePct === 0) throttlePct = parameter(19);
  else {
    let step = parameter(20);
    if (parameter(22) > 0) {
      const running = 100 - throttlePct;
      step = Math.min(Math.floor(running - (running * allowed) / dirtied), step);
    }
    throttlePct = Math.min(throttlePct + step, parameter(21));
  }
  setThrottle(nowMs, (10 * throttlePct) / (100 - throttlePct), parameter(23), parameter(35));
}
