import { addF64, f64 } from '../../elements.ts';

const SLOT_MS = 300_000;
const SLOTS = 288;
const DAY_MS = SLOT_MS * SLOTS;

/** What a trace of machines comes to, folded onto one day (UTC) of 288 slots of five minutes. */
export interface TraceDay {
  name: string;
  machines: number;
  /** Work asked for by all machines, MHz s. */
  totalMhzS: number;
  /** Mean demand at each five minutes of the day, MHz. */
  demandMhz: number[];
  spanMs: number;
  /** Demand at each five minutes of each day the trace covers from end to end, MHz; undefined for long ones. */
  days?: number[][] | undefined;
}

/** Traces of more days are folded only. */
const MOST_DAYS = 400;

/** Adds up fragments as they are read; nothing is kept but the slots. */
export class DayFold {
  private readonly work = new Float64Array(SLOTS);
  private total = 0;
  private first = Infinity;
  private last = -Infinity;
  private readonly byDay = new Map<number, Float64Array>();
  private long = false;

  /** `mhz` asked for over `durationMs` from `startMs` (since 1970). */
  add(startMs: number, durationMs: number, mhz: number): void {
    if (!(durationMs > 0)) return;
    this.total += (mhz * durationMs) / 1000;
    this.first = Math.min(this.first, startMs);
    this.last = Math.max(this.last, startMs + durationMs);
    spread(this.work, startMs, durationMs, mhz);
    this.toDays(startMs, durationMs, mhz);
  }

  private toDays(startMs: number, durationMs: number, mhz: number): void {
    const firstDay = Math.floor(startMs / DAY_MS);
    const lastDay = Math.floor((startMs + durationMs) / DAY_MS);
    this.long ||= lastDay - firstDay > MOST_DAYS || this.byDay.size > MOST_DAYS;
    if (this.long) return;
    for (let day = firstDay; day <= lastDay; day++) {
      const from = Math.max(startMs, day * DAY_MS);
      const until = Math.min(startMs + durationMs, (day + 1) * DAY_MS);
      if (until <= from) continue;
      let slots = this.byDay.get(day);
      if (!slots) {
        slots = new Float64Array(SLOTS);
        this.byDay.set(day, slots);
      }
      spread(slots, from, until - from, mhz);
    }
  }

  /** Days from the first whole one to the last; a day without any load is one of zeros. */
  private wholeDays(): number[][] | undefined {
    const [from, until] = [Math.ceil(this.first / DAY_MS), Math.floor(this.last / DAY_MS)];
    if (this.long || until - from > MOST_DAYS) return undefined;
    return Array.from({ length: Math.max(0, until - from) }, (_, i) => {
      const slots = this.byDay.get(from + i) ?? new Float64Array(SLOTS);
      return Array.from(slots, (work) => work / SLOT_MS);
    });
  }

  finish(name: string, machines: number): TraceDay {
    const spanMs = Math.max(0, this.last - this.first);
    const covered = new Float64Array(SLOTS);
    if (spanMs > 0) spread(covered, this.first, spanMs, 1);
    return {
      name,
      machines,
      totalMhzS: this.total,
      demandMhz: Array.from(this.work, (work, slot) =>
        f64(covered, slot) > 0 ? work / f64(covered, slot) : 0,
      ),
      spanMs,
      days: this.wholeDays(),
    };
  }
}

/** `value` x milliseconds into the slots an interval covers; whole days go to every slot at once. */
function spread(slots: Float64Array, startMs: number, durationMs: number, value: number): void {
  const days = Math.floor(durationMs / DAY_MS);
  if (days > 0)
    for (let slot = 0; slot < SLOTS; slot++)
      slots[slot] = f64(slots, slot) + days * SLOT_MS * value;
  let left = durationMs - days * DAY_MS;
  let at = startMs - Math.floor(startMs / DAY_MS) * DAY_MS;
  while (left > 0) {
    const slot = Math.min(SLOTS - 1, Math.floor(at / SLOT_MS));
    const part = Math.max(1e-3, Math.min(left, (slot + 1) * SLOT_MS - at));
    addF64(slots, slot, part * value);
    left -= part;
    at += part;
    if (at >= DAY_MS) at -= DAY_MS;
  }
}
