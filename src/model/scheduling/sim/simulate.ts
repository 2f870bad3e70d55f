import { nth, num } from '../../../elements.ts';
import { UserError } from '../../../errors.ts';
import { BandwidthGroup } from './bandwidth.ts';
import { CoGroup } from './co-scheduling.ts';
import type { Policy } from './policy.ts';
import type { RequestLog, State, Vcpu, VcpuSpec, VmSpec } from './vcpu.ts';

export interface SimulationInput {
  pcpus: number;
  horizonUs: number;
  policy: Policy;
  vcpus: readonly VcpuSpec[];
  vms?: readonly VmSpec[];
  /** Lead over waiting siblings at which relaxed co-scheduling stops a vCPU. */
  skewLimitUs?: number;
}

export interface SimulationResult {
  policy: string;
  horizonUs: number;
  /** CPU time nobody used while somebody wanted it (strict co-scheduling, throttling). */
  wastedUs: number;
  /** CPU time handed to vCPUs. */
  busyUs: number;
  dispatches: number;
  vcpus: { id: string; vm: string; totals: Record<State, number>; responsesUs: number[] }[];
}

const EPSILON = 1e-6;
/** Events without progress of time that only a defect could cause. */
const MAX_EVENTS_AT_ONCE = 100_000;

/** Recalled, not read: the value VMware uses is not published in what was read. */
const DEFAULT_SKEW_LIMIT_US = 3000;

function newVcpu(spec: VcpuSpec, index: number): Vcpu {
  if (!(spec.weight > 0 && spec.weight < Infinity))
    throw new UserError(`vCPU "${spec.id}": expected a weight above 0, found ${spec.weight}.`);
  return {
    spec,
    index,
    state: 'idle',
    pendingUs: 0,
    turnUs: 0,
    turnStartedAt: 0,
    queuedAs: 0,
    leadUs: 0,
    totals: { running: 0, ready: 0, 'co-stopped': 0, throttled: 0, idle: 0 },
    virtualUs: 0,
    deadlineUs: 0,
    lagUs: 0,
    credit: 0,
    priority: -1,
    consumedUs: 0,
  };
}

/**
 * Runs virtual CPUs on physical ones, event by event: exact, without a tick of its own, the same for
 * the same input. One ready queue serves all physical CPUs (an ideal load balancer).
 */
export class Simulation {
  private now = 0;
  private readonly input: SimulationInput;
  private readonly vcpus: Vcpu[];
  private readonly logs: RequestLog[];
  private readonly nextArrival: number[];
  private readonly bandwidth: BandwidthGroup[] = [];
  private readonly coGroups: CoGroup[] = [];
  private readonly coGroupOf: (CoGroup | undefined)[];
  private readonly groupOf: (BandwidthGroup | undefined)[];
  private sequence = 0;
  private nextTimer: number;
  private woken = false;
  private busyUs = 0;
  private wastedUs = 0;
  private dispatches = 0;

  constructor(input: SimulationInput) {
    const { pcpus, horizonUs, vcpus, vms = [] } = input;
    if (!Number.isSafeInteger(pcpus) || pcpus < 1 || pcpus > 4096)
      throw new UserError(`expected 1 to 4096 physical CPUs, found ${pcpus}.`);
    if (!(horizonUs > 0 && horizonUs <= 3.6e9))
      throw new UserError(`expected a horizon of up to an hour, found ${horizonUs} us.`);
    if (vcpus.length > 4096)
      throw new UserError(`expected at most 4096 vCPUs, found ${vcpus.length}.`);
    this.input = input;
    this.vcpus = vcpus.map(newVcpu);
    this.logs = vcpus.map(() => ({ responsesUs: [], open: [] }));
    this.nextArrival = vcpus.map(() => 0);
    this.nextTimer = input.policy.timerUs;
    this.groupOf = vcpus.map(() => undefined);
    this.coGroupOf = vcpus.map(() => undefined);
    const skewLimit = input.skewLimitUs ?? DEFAULT_SKEW_LIMIT_US;
    for (const vm of vms) this.addGroups(vm, skewLimit);
  }

  private addGroups(vm: VmSpec, skewLimitUs: number): void {
    const members = this.vcpus.filter((vcpu) => vcpu.spec.vm === vm.id);
    if (vm.quotaUs !== undefined) {
      const group = new BandwidthGroup(vm.quotaUs, vm.periodUs ?? 100_000);
      this.bandwidth.push(group);
      for (const member of members) this.groupOf[member.index] = group;
    }
    if ((vm.coscheduling ?? 'none') !== 'none' && members.length > 1) {
      const group = new CoGroup(members, vm.coscheduling === 'strict', skewLimitUs);
      this.coGroups.push(group);
      for (const member of members) this.coGroupOf[member.index] = group;
    }
  }

  run(): SimulationResult {
    const { horizonUs, policy, pcpus } = this.input;
    let stalled = 0;
    this.arrive();
    policy.account(this.vcpus, pcpus);
    while (this.now < horizonUs - EPSILON) {
      this.dispatch();
      const deltaUs = Math.min(this.nextEvent(), horizonUs) - this.now;
      stalled = deltaUs > 0 ? 0 : stalled + 1;
      if (stalled > MAX_EVENTS_AT_ONCE) throw new Error(`the simulation hangs at ${this.now} us`);
      this.advance(deltaUs);
      this.settle();
    }
    return {
      policy: policy.id,
      horizonUs,
      wastedUs: this.wastedUs,
      busyUs: this.busyUs,
      dispatches: this.dispatches,
      vcpus: this.vcpus.map(({ spec, totals, index }) => ({
        id: spec.id,
        vm: spec.vm,
        totals,
        responsesUs: nth(this.logs, index).responsesUs,
      })),
    };
  }

  private get runnable(): Vcpu[] {
    return this.vcpus.filter((vcpu) => vcpu.state === 'running' || vcpu.state === 'ready');
  }

  private running(): Vcpu[] {
    return this.vcpus.filter((vcpu) => vcpu.state === 'running');
  }

  private arrivalOf(vcpu: Vcpu): number {
    const { work } = vcpu.spec;
    if (work.kind === 'hog') return this.nextArrival[vcpu.index] === 0 ? 0 : Infinity;
    return work.arrivalsUs[num(this.nextArrival, vcpu.index)] ?? Infinity;
  }

  /** Requests whose time has come; a vCPU without work wakes. */
  private arrive(): void {
    for (const vcpu of this.vcpus) {
      while (this.arrivalOf(vcpu) <= this.now + EPSILON) {
        this.nextArrival[vcpu.index] = num(this.nextArrival, vcpu.index) + 1;
        const { work } = vcpu.spec;
        if (work.kind === 'hog') vcpu.pendingUs = Infinity;
        else {
          nth(this.logs, vcpu.index).open.push({ arrivedAt: this.now, leftUs: work.workUs });
          vcpu.pendingUs += work.workUs;
        }
        if (vcpu.state === 'idle') this.makeReady(vcpu, true);
      }
    }
  }

  private makeReady(vcpu: Vcpu, wakes: boolean): void {
    const exhausted = this.groupOf[vcpu.index]?.exhausted ?? false;
    if (wakes) this.input.policy.wake(vcpu, this.runnable);
    vcpu.state = exhausted ? 'throttled' : 'ready';
    vcpu.queuedAs = ++this.sequence;
    if (wakes) this.woken = true;
  }

  private start(vcpu: Vcpu): void {
    vcpu.state = 'running';
    vcpu.turnUs = this.input.policy.turnUs(vcpu);
    vcpu.turnStartedAt = this.now;
    this.dispatches++;
  }

  /** Fills free CPUs, then lets woken vCPUs take the CPU of less urgent ones. */
  private dispatch(): void {
    const { policy, pcpus } = this.input;
    let free = pcpus - this.running().length;
    let ready = this.vcpus.filter((vcpu) => vcpu.state === 'ready');
    while (free > 0 && ready.length > 0) {
      const chosen = policy.pick(ready, this.runnable);
      const gang = this.coGroupOf[chosen.index]?.gangOf(chosen) ?? [chosen];
      // A strict gang waits at the head of the queue for all its CPUs: the others stay idle.
      if (gang.length > Math.max(free, 0) && gang.length <= pcpus) break;
      for (const member of gang.slice(0, free)) this.start(member);
      free = pcpus - this.running().length;
      ready = ready.filter((vcpu) => vcpu.state === 'ready');
    }
    if (this.woken) this.preempt();
  }

  private preempt(): void {
    const { policy } = this.input;
    this.woken = false;
    for (;;) {
      const ready = this.vcpus.filter((vcpu) => vcpu.state === 'ready');
      if (ready.length === 0) return;
      const runnable = this.runnable;
      const best = policy.pick(ready, runnable);
      if (this.coGroupOf[best.index]?.strict) return;
      const beaten = this.running().filter((vcpu) => policy.preempts(best, vcpu, runnable));
      if (beaten.length === 0) return;
      const victim = beaten.find((vcpu) => this.now >= this.protectedUntil(vcpu) - EPSILON);
      if (!victim) {
        this.woken = true;
        return;
      }
      victim.state = 'ready';
      victim.queuedAs = ++this.sequence;
      this.start(best);
    }
  }

  private protectedUntil(vcpu: Vcpu): number {
    return vcpu.turnStartedAt + this.input.policy.minimumTurnUs;
  }

  private nextEvent(): number {
    let next = this.nextTimer;
    for (const vcpu of this.vcpus) {
      next = Math.min(next, Math.max(this.now, this.arrivalOf(vcpu)));
      if (vcpu.state !== 'running') continue;
      const head = nth(this.logs, vcpu.index).open[0]?.leftUs ?? vcpu.pendingUs;
      next = Math.min(next, this.now + Math.min(vcpu.turnUs, head));
      if (this.woken && this.protectedUntil(vcpu) > this.now)
        next = Math.min(next, this.protectedUntil(vcpu));
    }
    for (const group of this.bandwidth) {
      const using = this.vcpus.filter(
        (vcpu) => vcpu.state === 'running' && this.groupOf[vcpu.index] === group,
      ).length;
      next = Math.min(next, group.nextEvent(this.now, using));
    }
    for (const group of this.coGroups) next = Math.min(next, group.nextEvent(this.now));
    return next;
  }

  private advance(deltaUs: number): void {
    const running = this.running();
    const wanting = this.vcpus.filter(
      (vcpu) => vcpu.state !== 'running' && vcpu.state !== 'idle',
    ).length;
    this.busyUs += running.length * deltaUs;
    this.wastedUs += Math.min(this.input.pcpus - running.length, wanting) * deltaUs;
    for (const group of this.coGroups) group.advance(deltaUs);
    for (const vcpu of this.vcpus) {
      const waits = vcpu.state === 'ready' && this.coGroupOf[vcpu.index]?.strict === true;
      vcpu.totals[waits && running.length < this.input.pcpus ? 'co-stopped' : vcpu.state] +=
        deltaUs;
    }
    for (const vcpu of running) {
      vcpu.turnUs -= deltaUs;
      vcpu.pendingUs -= deltaUs;
      const request = nth(this.logs, vcpu.index).open[0];
      if (request) request.leftUs -= deltaUs;
      this.groupOf[vcpu.index]?.spend(deltaUs);
      this.input.policy.charge(vcpu, deltaUs);
    }
    this.now += deltaUs;
  }

  /** What happens at an instant: completions, ends of turns, throttling, timers, arrivals. */
  private settle(): void {
    const { policy, pcpus } = this.input;
    for (const vcpu of this.running()) {
      this.complete(vcpu);
      if (vcpu.pendingUs <= EPSILON) {
        vcpu.pendingUs = 0;
        policy.sleep(vcpu, this.runnable);
        vcpu.state = 'idle';
      } else if (vcpu.turnUs <= EPSILON) this.makeReady(vcpu, false);
    }
    for (const group of this.bandwidth) group.refill(this.now);
    for (const vcpu of this.vcpus) {
      const group = this.groupOf[vcpu.index];
      if (!group) continue;
      if (group.exhausted && (vcpu.state === 'running' || vcpu.state === 'ready'))
        vcpu.state = 'throttled';
      else if (!group.exhausted && vcpu.state === 'throttled') {
        vcpu.state = 'ready';
        this.woken = true;
      }
    }
    for (const group of this.coGroups) group.settle();
    if (this.now >= this.nextTimer - EPSILON) {
      this.nextTimer += policy.timerUs;
      policy.account(this.vcpus, pcpus);
    }
    this.arrive();
  }

  private complete(vcpu: Vcpu): void {
    const log = nth(this.logs, vcpu.index);
    const request = log.open[0];
    if (!request || request.leftUs > EPSILON) return;
    log.open.shift();
    log.responsesUs.push(this.now - request.arrivedAt);
  }
}

/** One run from start to horizon. */
export function simulate(input: SimulationInput): SimulationResult {
  return new Simulation(input).run();
}
