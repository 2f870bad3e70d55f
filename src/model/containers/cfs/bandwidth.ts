import { Requests } from './load.ts';
import type { CfsOutcome, CfsSetting } from './setting.ts';

const MS = 1e6;
/** Ticks at HZ = 250. */
const TICK_NS = 4 * MS;
/** sched_cfs_bandwidth_slice_us: what a queue takes from the pool at once. */
const SLICE_NS = 5 * MS;
/** min_cfs_rq_runtime: what a queue that ran empty keeps. */
const KEPT_NS = 1 * MS;
/** cfs_bandwidth_slack_period and min_bandwidth_expiration (kernel/sched/fair.c). */
const SLACK_NS = 5 * MS;
const LAST_NS = 2 * MS;

interface Thread {
  left: number;
  begin: number;
  /** CPU time it has had: the fair clock. */
  fair: number;
  cpu: number;
  /** CPU time left at which it reads its clock; null: not again in this request. */
  readAt: number | null;
  /** The reading after its request is done. */
  ended: boolean;
}

interface Queue {
  running: Thread | null;
  waiting: Thread[];
  /** Runtime taken from the pool and not accounted as used; below zero it is a debt. */
  local: number;
  used: number;
  throttled: boolean;
  /** Since when a thread is held back. */
  heldSince: number | null;
}

/**
 * CPU bandwidth control as Linux does it (6.18, kernel/sched/fair.c, scheduler/sched-bwc.rst): a pool refilled at each
 * period, with what a burst allows carried over; each CPU's queue takes 5 ms slices of it; time is accounted at ticks,
 * switches and wake-ups, so that a queue overruns and owes; a queue that runs empty gives back all but 1 ms, which a
 * slack timer hands to throttled ones. Local runtime does not expire (5.4 and later).
 */
export class BandwidthSimulation {
  private readonly setting: CfsSetting;
  private readonly requests: Requests;
  private readonly queues: Queue[];
  private readonly threads: Thread[];
  private readonly wakes: { at: number; thread: Thread }[] = [];
  private readonly throttledQueues: Queue[] = [];
  private readonly outcome: CfsOutcome;
  private now = 0;
  private pool: number;
  private nextPeriod: number;
  private timerOn = false;
  private idle = false;
  private slackAt: number | null = null;

  constructor(setting: CfsSetting) {
    this.setting = setting;
    const { cpus, load, bandwidth } = setting;
    this.requests = new Requests(load);
    this.pool = bandwidth.quotaNs + bandwidth.burstNs;
    this.nextPeriod = setting.periodPhaseNs;
    this.queues = Array.from({ length: cpus }, () => ({
      running: null,
      waiting: [],
      local: 0,
      used: 0,
      throttled: false,
      heldSince: null,
    }));
    this.threads = Array.from({ length: load.threads }, (_, i) => ({
      left: 0,
      begin: 0,
      fair: 0,
      cpu: i % cpus,
      readAt: null,
      ended: false,
    }));
    this.outcome = {
      periods: 0,
      throttledPeriods: 0,
      throttledNs: 0,
      cpuNs: 0,
      wallNs: 0,
      latenciesNs: [],
    };
    for (const thread of this.threads) this.sleepOrNext(thread, false);
  }

  run(): CfsOutcome {
    const limit = 3 * this.setting.load.endNs + 20 * this.setting.bandwidth.periodNs;
    while (this.now < limit && this.step());
    this.outcome.wallNs = this.now;
    this.outcome.latenciesNs.sort((a, b) => a - b);
    return this.outcome;
  }

  /** True when the thread goes on with its next request at once; otherwise it sleeps until that comes. */
  private sleepOrNext(thread: Thread, running: boolean): boolean {
    const at = this.requests.take(this.threads.indexOf(thread), this.now);
    if (at === null) return false;
    const { demandNs } = this.setting.load;
    const { readAtNs } = this.setting;
    thread.begin = at;
    thread.left = demandNs;
    thread.ended = readAtNs === null;
    thread.readAt = readAtNs === null ? null : demandNs - readAtNs;
    if (running && at <= this.now) return true;
    const wake = { at: Math.max(at, this.now), thread };
    const place = this.wakes.findIndex((other) => other.at > wake.at);
    this.wakes.splice(place < 0 ? this.wakes.length : place, 0, wake);
    return false;
  }

  private isIdle(queue: Queue): boolean {
    return queue.running === null && queue.waiting.length === 0;
  }

  private wake(thread: Thread): void {
    if (!this.isIdle(this.queueOf(thread))) {
      const free = this.queues.findIndex((queue) => this.isIdle(queue));
      if (free >= 0) thread.cpu = free;
    }
    this.enqueue(thread, this.queueOf(thread));
  }

  private queueOf(thread: Thread): Queue {
    return this.queues[thread.cpu] as Queue;
  }

  private enqueue(thread: Thread, queue: Queue): void {
    thread.cpu = this.queues.indexOf(queue);
    const others = queue.running ? [...queue.waiting, queue.running] : queue.waiting;
    // A sleeper keeps no credit.
    if (others.length > 0) {
      thread.fair = Math.max(thread.fair, Math.min(...others.map(({ fair }) => fair)));
    }
    const first = others.length === 0;
    queue.waiting.push(thread);
    if (queue.throttled) {
      queue.heldSince ??= this.now;
      return;
    }
    if (first) this.account(queue);
    this.pick(queue);
  }

  /** The waiting thread that has had the least; it runs to the next tick at least, for the base slice is shorter. */
  private pick(queue: Queue): void {
    if (queue.throttled || queue.running || queue.waiting.length === 0) return;
    const least = queue.waiting.reduce((best, other) => (other.fair < best.fair ? other : best));
    queue.waiting.splice(queue.waiting.indexOf(least), 1);
    queue.running = least;
  }

  /** Takes up to `target` from the pool; true when the queue may run. */
  private assign(queue: Queue, target: number): boolean {
    if (!this.timerOn) {
      this.timerOn = true;
      const { periodNs } = this.setting.bandwidth;
      if (this.nextPeriod <= this.now) {
        this.nextPeriod += (Math.floor((this.now - this.nextPeriod) / periodNs) + 1) * periodNs;
      }
    }
    if (this.pool > 0) {
      const amount = Math.min(this.pool, target - queue.local);
      this.pool -= amount;
      queue.local += amount;
      this.idle = false;
    }
    return queue.local > 0;
  }

  private account(queue: Queue): void {
    queue.local -= queue.used;
    queue.used = 0;
    if (queue.local > 0 || queue.throttled) return;
    if (this.assign(queue, SLICE_NS) || this.assign(queue, 1)) return;
    queue.throttled = true;
    this.throttledQueues.push(queue);
    if (queue.running) {
      queue.waiting.unshift(queue.running);
      queue.running = null;
    }
    queue.heldSince = queue.waiting.length > 0 ? this.now : null;
  }

  /** Throttled queues get what ends their debt, and 1 ns, in the order in which they were throttled. */
  private distribute(): void {
    for (const queue of [...this.throttledQueues]) {
      if (this.pool <= 0) break;
      const amount = Math.min(this.pool, 1 - queue.local);
      this.pool -= amount;
      queue.local += amount;
      if (queue.local <= 0) continue;
      this.throttledQueues.splice(this.throttledQueues.indexOf(queue), 1);
      if (queue.heldSince !== null) this.outcome.throttledNs += this.now - queue.heldSince;
      queue.throttled = false;
      queue.heldSince = null;
      this.pick(queue);
    }
  }

  private period(): void {
    const { quotaNs, burstNs, periodNs } = this.setting.bandwidth;
    const throttled = this.throttledQueues.length > 0;
    this.outcome.periods++;
    this.pool = Math.min(this.pool + quotaNs, quotaNs + burstNs);
    this.nextPeriod += periodNs;
    if (!throttled) {
      if (this.idle) this.timerOn = false;
      this.idle = true;
      return;
    }
    this.outcome.throttledPeriods++;
    this.distribute();
    this.idle = false;
  }

  /** A queue without a thread gives back what exceeds 1 ms and takes a waiting thread of another CPU. */
  private ranEmpty(queue: Queue): void {
    const spare = queue.local - KEPT_NS;
    if (spare > 0 && !queue.throttled) {
      this.pool += spare;
      queue.local = KEPT_NS;
      if (this.pool > SLICE_NS && this.throttledQueues.length > 0) {
        this.slackAt ??= this.now + SLACK_NS;
      }
    }
    const crowded = this.queues.find(
      (other) => other !== queue && !other.throttled && other.running && other.waiting.length > 0,
    );
    const moved = crowded?.waiting.shift();
    if (moved) this.enqueue(moved, queue);
  }

  private tickAfter(at: number): number {
    const { tickPhaseNs } = this.setting;
    return (Math.floor((at - tickPhaseNs) / TICK_NS) + 1) * TICK_NS + tickPhaseNs;
  }

  /** The next moment at which anything happens; undefined when nothing ever does. */
  private nextEvent(busy: readonly Queue[], tick: number): number | undefined {
    const events: number[] = [];
    if (this.wakes[0]) events.push(this.wakes[0].at);
    for (const { running, local, used } of busy) {
      const { left, readAt } = running as Thread;
      events.push(this.now + left);
      if (readAt !== null) events.push(this.now + Math.max(0, left - readAt));
      if (!this.setting.ticks) events.push(this.now + Math.max(0, local - used));
    }
    if (busy.length > 0) events.push(tick);
    if (events.length === 0 && this.throttledQueues.length === 0) return undefined;
    if (this.timerOn) events.push(this.nextPeriod);
    if (this.slackAt !== null) events.push(this.slackAt);
    return Math.max(Math.min(...events), this.now);
  }

  private advance(busy: readonly Queue[], at: number): void {
    const ran = at - this.now;
    for (const queue of busy) {
      const thread = queue.running as Thread;
      queue.used += ran;
      thread.left -= ran;
      thread.fair += ran;
      this.outcome.cpuNs += ran;
    }
    this.now = at;
  }

  private finishRequests(busy: readonly Queue[]): void {
    for (const queue of busy) {
      const reader = queue.running;
      if (reader && reader.left <= 0 && !reader.ended) {
        reader.ended = true;
        this.account(queue);
      }
      // Throttled at the reading, it finishes when it runs again.
      const thread = queue.running;
      if (!thread || thread.left > 0) continue;
      this.outcome.latenciesNs.push(this.now - thread.begin);
      if (this.sleepOrNext(thread, true)) continue;
      queue.running = null;
      this.account(queue);
      if (queue.waiting.length > 0) this.pick(queue);
      else this.ranEmpty(queue);
    }
  }

  private tick(busy: readonly Queue[]): void {
    for (const queue of busy) {
      if (!queue.running) continue;
      this.account(queue);
      if (!queue.running || queue.waiting.length === 0) continue;
      queue.waiting.push(queue.running);
      queue.running = null;
      this.pick(queue);
    }
  }

  private step(): boolean {
    const busy = this.queues.filter(({ running }) => running !== null);
    const tick = this.tickAfter(this.now);
    const at = this.nextEvent(busy, tick);
    if (at === undefined) return false;
    this.advance(busy, at);
    for (const queue of busy) {
      const reader = queue.running;
      if (!reader || reader.readAt === null || reader.left > reader.readAt) continue;
      reader.readAt = null;
      this.account(queue);
    }
    this.finishRequests(busy);
    if (!this.setting.ticks) {
      for (const queue of busy) {
        if (queue.running && queue.local - queue.used <= 0) this.account(queue);
      }
    }
    if (busy.length > 0 && at === tick) this.tick(busy);
    while (this.wakes[0] && this.wakes[0].at <= at) {
      this.wake((this.wakes.shift() as { thread: Thread }).thread);
    }
    if (this.timerOn && at >= this.nextPeriod) this.period();
    if (this.slackAt !== null && at >= this.slackAt) {
      this.slackAt = null;
      if (this.nextPeriod - at >= LAST_NS && this.pool > SLICE_NS) this.distribute();
    }
    return true;
  }
}
