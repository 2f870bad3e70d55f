import { type CfsLoad, Requests } from './load.ts';

const MS = 1e6;
const TICK_NS = 4 * MS;
/** Base slice of EEVDF: the request of an entity. */
const BASE_SLICE_NS = 1.4 * MS;

/** An entity keeps a tick's lag at most over a sleep (entity_lag). */
const LAG_LIMIT_NS = TICK_NS;

/** A group of threads with its weight (cpu.shares; cpu.weight x 10.24). */
export interface WeightedGroup {
  load: CfsLoad;
  shares: number;
}

export interface SharesOutcome {
  cpuNs: number;
  wallNs: number;
  /** Ascending. */
  latenciesNs: number[];
}

/** Threads of one group on one CPU: what the root queue of that CPU schedules. */
interface Entity {
  group: number;
  threads: Thread[];
  /** Virtual time: ns of CPU over weight. */
  virtual: number;
  deadline: number;
  /** How far it was behind the average when it went to sleep; negative: ahead. */
  lag: number;
}

interface Thread {
  group: number;
  index: number;
  left: number;
  begin: number;
  cpu: number;
}

/**
 * Two or more groups by weight without a quota, as Linux 6.6 and later schedules them (EEVDF, kernel/sched/fair.c): on
 * each CPU the groups' entities, each with the share of its group's weight that its threads there are of all its
 * runnable ones; earliest eligible virtual deadline first, looked at when a thread wakes, sleeps and at each tick. Threads
 * of a group take turns at ticks. Threads go where the sum of weights is least when they start and when a CPU is idle.
 */
export class SharesSimulation {
  private readonly groups: readonly WeightedGroup[];
  private readonly requests: Requests[];
  private readonly entities: Entity[][];
  private readonly running: (Entity | null)[];
  private readonly wakes: { at: number; thread: Thread }[] = [];
  private readonly outcomes: SharesOutcome[];
  private readonly tickPhaseNs: number;
  private now = 0;

  constructor(groups: readonly WeightedGroup[], cpus: number, tickPhaseNs: number) {
    this.groups = groups;
    this.tickPhaseNs = tickPhaseNs;
    this.requests = groups.map(({ load }) => new Requests(load));
    this.outcomes = groups.map(() => ({ cpuNs: 0, wallNs: 0, latenciesNs: [] }));
    this.running = Array.from({ length: cpus }, () => null);
    this.entities = Array.from({ length: cpus }, () =>
      groups.map((_, group) => ({ group, threads: [], virtual: 0, deadline: 0, lag: 0 })),
    );
    const places = this.balanced(cpus);
    groups.forEach(({ load }, group) => {
      for (let index = 0; index < load.threads; index++) {
        const cpu = places[group]?.[index] ?? 0;
        this.sleepOrNext({ group, index, left: 0, begin: 0, cpu }, false);
      }
    });
  }

  /** CPU of each thread so that the weights on the CPUs differ least: the heaviest threads first. */
  private balanced(cpus: number): number[][] {
    const sums = new Array<number>(cpus).fill(0);
    const places = this.groups.map(() => [] as number[]);
    const order = this.groups
      .flatMap(({ load, shares }, group) =>
        Array.from({ length: load.threads }, () => ({ group, weight: shares / load.threads })),
      )
      .sort((a, b) => b.weight - a.weight);
    for (const { group, weight } of order) {
      const counts = sums.map((_, cpu) => places[group]?.filter((at) => at === cpu).length ?? 0);
      let best = 0;
      for (let cpu = 1; cpu < cpus; cpu++) {
        const lighter = (sums[cpu] ?? 0) - (sums[best] ?? 0);
        if (lighter < 0 || (lighter === 0 && (counts[cpu] ?? 0) < (counts[best] ?? 0))) best = cpu;
      }
      sums[best] = (sums[best] ?? 0) + weight;
      places[group]?.push(best);
    }
    return places;
  }

  run(): SharesOutcome[] {
    const limit = 2 * Math.max(...this.groups.map(({ load }) => load.endNs));
    while (this.now < limit && this.step());
    for (const outcome of this.outcomes) outcome.latenciesNs.sort((a, b) => a - b);
    return this.outcomes;
  }

  private weightOf(entity: Entity): number {
    return this.weightAs(entity, entity.threads.length);
  }

  /** Weight of an entity with so many runnable threads: its part of its group's. */
  private weightAs(entity: Entity, threads: number): number {
    const { shares } = this.groups[entity.group] as WeightedGroup;
    let all = threads - entity.threads.length;
    for (const cpu of this.entities) all += cpu[entity.group]?.threads.length ?? 0;
    return (shares * threads) / Math.max(1, all);
  }

  private runnable(cpu: number): Entity[] {
    return (this.entities[cpu] ?? []).filter(({ threads }) => threads.length > 0);
  }

  /** Weighted mean of the virtual times: who is past it has had more than its share. */
  private average(entities: readonly Entity[]): number {
    let [weights, weighted] = [0, 0];
    for (const entity of entities) {
      const weight = this.weightOf(entity);
      weights += weight;
      weighted += weight * entity.virtual;
    }
    return weights > 0 ? weighted / weights : 0;
  }

  private sleepOrNext(thread: Thread, running: boolean): boolean {
    const { load } = this.groups[thread.group] as WeightedGroup;
    const at = this.requests[thread.group]?.take(thread.index, this.now) ?? null;
    if (at === null) return false;
    thread.begin = at;
    thread.left = load.demandNs;
    if (running && at <= this.now) return true;
    const wake = { at: Math.max(at, this.now), thread };
    const place = this.wakes.findIndex((other) => other.at > wake.at);
    this.wakes.splice(place < 0 ? this.wakes.length : place, 0, wake);
    return false;
  }

  private wake(thread: Thread): void {
    const free = this.entities.findIndex((_, cpu) => this.runnable(cpu).length === 0);
    if (this.runnable(thread.cpu).length > 0 && free >= 0) thread.cpu = free;
    const { cpu } = thread;
    const entity = this.entities[cpu]?.[thread.group] as Entity;
    const others = this.runnable(cpu);
    entity.threads.push(thread);
    if (entity.threads.length > 1) return;
    if (others.length > 0) {
      // Joining shifts the average towards the newcomer: its lag is scaled so that the effect is undone.
      const sum = others.reduce((all, other) => all + this.weightOf(other), 0);
      const scale = (sum + this.weightOf(entity)) / sum;
      entity.virtual = this.average(others) - entity.lag * scale;
    }
    entity.deadline = entity.virtual + BASE_SLICE_NS / this.weightOf(entity);
    const current = this.running[cpu];
    if (!current) this.running[cpu] = entity;
    else if (this.first(this.runnable(cpu)) === entity) this.running[cpu] = entity;
  }

  /** Earliest deadline among those that have not had more than their share. */
  private first(entities: readonly Entity[]): Entity {
    const average = this.average(entities);
    const slack = 1e-9 * (1 + Math.abs(average));
    const eligible = entities.filter(({ virtual }) => virtual <= average + slack);
    return eligible.reduce((best, other) => (other.deadline < best.deadline ? other : best));
  }

  private choose(cpu: number): void {
    const entities = this.runnable(cpu);
    this.running[cpu] = entities.length > 0 ? this.first(entities) : null;
  }

  private sleeps(cpu: number, entity: Entity): void {
    // The threads are gone from its list: it leaves with the weight of one.
    const weight = this.weightAs(entity, 1);
    const limit = LAG_LIMIT_NS / weight;
    const others = this.runnable(cpu);
    const sum = others.reduce((all, other) => all + this.weightOf(other), 0);
    const average =
      (this.average(others) * sum + entity.virtual * weight) / Math.max(1, sum + weight);
    entity.lag = Math.max(-limit, Math.min(limit, average - entity.virtual));
    this.pull(cpu);
    this.choose(cpu);
  }

  /** An idle CPU takes a waiting thread of the most crowded one. */
  private pull(cpu: number): void {
    if (this.runnable(cpu).length > 0) return;
    for (const [from, entities] of this.entities.entries()) {
      if (from === cpu || this.runnable(from).length < 1) continue;
      const waiting = entities.find(
        (entity) => entity.threads.length > (entity === this.running[from] ? 1 : 0),
      );
      const thread = waiting?.threads.pop();
      if (!thread) continue;
      thread.cpu = cpu;
      this.wake(thread);
      return;
    }
  }

  private finish(cpu: number, entity: Entity): void {
    const thread = entity.threads[0] as Thread;
    const outcome = this.outcomes[entity.group] as SharesOutcome;
    outcome.latenciesNs.push(this.now - thread.begin);
    outcome.wallNs = this.now;
    if (this.sleepOrNext(thread, true)) return;
    entity.threads.shift();
    if (entity.threads.length === 0) this.sleeps(cpu, entity);
  }

  private tick(cpu: number): void {
    const current = this.running[cpu];
    if (!current) return;
    const [first, ...rest] = current.threads;
    if (first && rest.length > 0) current.threads = [...rest, first];
    this.choose(cpu);
  }

  private step(): boolean {
    const tick =
      (Math.floor((this.now - this.tickPhaseNs) / TICK_NS) + 1) * TICK_NS + this.tickPhaseNs;
    const events = this.running.flatMap((entity) =>
      entity ? [this.now + (entity.threads[0] as Thread).left] : [],
    );
    if (events.length > 0) events.push(tick);
    if (this.wakes[0]) events.push(this.wakes[0].at);
    if (events.length === 0) return false;
    const at = Math.max(this.now, Math.min(...events));
    this.advance(at - this.now);
    this.now = at;
    for (const [cpu, entity] of this.running.entries()) {
      if (entity && (entity.threads[0] as Thread).left <= 0) this.finish(cpu, entity);
    }
    if (at === tick) for (const cpu of this.running.keys()) this.tick(cpu);
    while (this.wakes[0] && this.wakes[0].at <= at) {
      this.wake((this.wakes.shift() as { thread: Thread }).thread);
    }
    return true;
  }

  private advance(ran: number): void {
    for (const entity of this.running) {
      if (!entity) continue;
      const weight = this.weightOf(entity);
      (entity.threads[0] as Thread).left -= ran;
      entity.virtual += ran / weight;
      if (entity.virtual >= entity.deadline) {
        entity.deadline = entity.virtual + BASE_SLICE_NS / weight;
      }
      (this.outcomes[entity.group] as SharesOutcome).cpuNs += ran;
    }
  }
}
