import { percentOf, rounded } from '../format.ts';
import type { PlanComparisons } from '../plan/comparisons.ts';
import type { PackingReport } from '../plan/placement/report.ts';
import { resources } from '../plan/placement/resource.ts';
import { costParts } from '../techniques/technique.ts';

type Row = Record<string, string | number>;

/** Clusters that pack in a what-if as in the base are left out; the base is first. */
export const packingsToDraw = ({ packing }: PlanComparisons): PlanComparisons['packing'] => {
  const key = ({ cluster, attempts, bound, hosts }: PackingReport) =>
    JSON.stringify([cluster, attempts, bound, hosts]);
  const base = new Set((packing[0]?.clusters ?? []).map(key));
  return packing.map(({ plan, clusters }, i) => ({
    plan,
    clusters: i === 0 ? clusters : clusters.filter((report) => !base.has(key(report))),
  }));
};

/** Rows by plan; a what-if's row that says what the base says is left out. */
function unlikeBase(rows: readonly Row[]): Row[] {
  const key = (row: Row) => JSON.stringify({ ...row, plan: '' });
  const base = new Set(rows.filter((row) => row.plan === rows[0]?.plan).map(key));
  return rows.filter((row) => row.plan === rows[0]?.plan || !base.has(key(row)));
}

/** Rules of thumb any cluster was packed by: tables take their columns from the first row. */
const thumbsOf = (packing: PlanComparisons['packing']): string[] => [
  ...new Set(
    packing.flatMap(({ clusters }) =>
      clusters.flatMap(({ attempts }) => attempts.map(({ algorithm }) => algorithm)),
    ),
  ),
];

/** Hosts needed: the bound, each rule of thumb, the best found and whether it is proved. */
export const packingRows = ({ packing }: PlanComparisons): Row[] =>
  unlikeBase(
    packing.flatMap(({ plan, clusters }) =>
      clusters.map((report) => ({
        plan,
        cluster: report.cluster,
        machines: report.machines,
        'hosts at least': report.bound,
        'best found': report.hosts,
        'gap %': report.bound > 0 ? percentOf(report.hosts / report.bound - 1) : 0,
        proof: report.proved ? 'nothing better' : `open after ${report.nodes} nodes`,
        ...Object.fromEntries(
          thumbsOf(packing).map((name) => {
            const found = report.attempts.find(({ algorithm }) => algorithm === name);
            if (!found) return [name, '—'];
            const left = found.unplaced - report.unplaced;
            return [name, left > 0 ? `${found.hosts}, ${left} left out` : found.hosts];
          }),
        ),
        'fit no host': report.unplaced,
      })),
    ),
  );

/** The fullest hosts of the base, and what stops the next machine of average size. */
export const hostRows = ({ packing }: PlanComparisons, most = 40): Row[] => {
  const clusters = packing[0]?.clusters ?? [];
  const known = resources.filter((resource) =>
    clusters.some(({ perHost }) => perHost.some(({ shares }) => shares[resource] !== undefined)),
  );
  return clusters
    .flatMap((report) =>
      report.perHost.map((host) => ({
        cluster: report.cluster,
        host: host.host,
        machines: host.machines,
        ...Object.fromEntries(
          known.map((resource) => {
            const share = host.shares[resource];
            return [`${resource} %`, share === undefined ? '—' : percentOf(share)];
          }),
        ),
        binds: host.machines > 0 ? host.binding : '—',
        'room for': host.room,
        'stopped by': host.stoppedBy,
        placement: report.basis === 'now' ? 'as it runs' : 'as packed',
        full: host.shares[host.binding] ?? 0,
      })),
    )
    .sort((a, b) => b.full - a.full)
    .slice(0, most)
    .map(({ full: _, ...row }) => row);
};

export const noPlaceRows = ({ packing }: PlanComparisons): Row[] =>
  unlikeBase(
    packing.flatMap(({ plan, clusters }) =>
      clusters.flatMap((report) =>
        report.noPlace.map(({ count, examples, because }) => ({
          plan,
          cluster: report.cluster,
          machines: count,
          'largest of them': examples.join(', '),
          'kept out by': because.map(({ what, hosts }) => `${what} (${hosts} hosts)`).join(', '),
        })),
      ),
    ),
  );

export const brokenRows = ({ packing }: PlanComparisons): Row[] =>
  unlikeBase(
    packing.flatMap(({ plan, clusters }) =>
      clusters.flatMap(({ cluster, broken }) => broken.map((rule) => ({ plan, cluster, rule }))),
    ),
  );

export const numaRows = ({ packing }: PlanComparisons): Row[] =>
  unlikeBase(
    packing.flatMap(({ plan, clusters }) =>
      clusters.flatMap(({ cluster, numa }) =>
        numa
          ? [
              {
                plan,
                cluster,
                'wider than a node': numa.wide,
                'spread for want of room': numa.spread,
                'their memory latency': `x ${rounded(numa.latencyRatio)}`,
              },
            ]
          : [],
      ),
    ),
  );

/** What the NUMA table's latencies are made from; undefined where no cluster has nodes. */
export const numaLatencies = ({ packing }: PlanComparisons) =>
  packing.flatMap(({ clusters }) => clusters.flatMap(({ numa }) => numa?.latencies ?? []))[0];

export const techniqueRows = ({ techniques }: PlanComparisons): Row[] =>
  (techniques?.rows ?? []).map((row) => ({
    technique: row.title,
    'over bare metal %': percentOf(row.overheadRatio),
    'from %': percentOf(row.low),
    'to %': percentOf(row.high),
    'work x': rounded(row.cpuFactor),
    'CPU in use GHz': rounded(row.cpuGhz),
    'memory beside machines GiB': rounded(row.memoryOverheadGib),
    'cycles a request': rounded(row.ioCycles),
    placed: `${row.placed} of ${row.machines}`,
    'room for': row.roomForAverage,
    status: row.weakestStatus,
  }));

/** Share of bare metal's cycles each part adds, technique by technique. */
export const techniqueParts = ({ techniques }: PlanComparisons): Row[] =>
  (techniques?.rows ?? []).flatMap((row) =>
    costParts.flatMap((part) => {
      const share = row.parts[part] ?? 0;
      return share === 0 ? [] : [{ technique: row.title, part, share: percentOf(share) }];
    }),
  );

export const refreshRows = ({ refresh }: PlanComparisons): Row[] =>
  refresh.flatMap(({ plan, clusters }) =>
    clusters.map((row) => ({
      plan,
      cluster: row.cluster,
      'hosts now': row.hostsBefore,
      'hosts then': row.hostsAfter,
      'at least': row.bound,
      'core speed x': rounded(row.speed),
      'CPU use now %': row.useBefore === undefined ? '—' : percentOf(row.useBefore),
      'then %': row.useAfter === undefined ? '—' : percentOf(row.useAfter),
      'MWh a year now': row.energyBefore ? rounded(row.energyBefore.kwh / 1000) : '—',
      'MWh then': row.energyAfter ? rounded(row.energyAfter.kwh / 1000) : '—',
      price: rounded(row.price),
      ...(row.currency === undefined ? {} : { currency: row.currency }),
      'paid by energy in years': row.paybackYears === null ? 'never' : rounded(row.paybackYears, 3),
    })),
  );

export const zoneRows = ({ zones }: PlanComparisons): Row[] =>
  zones.flatMap(({ plan, answer }) =>
    answer.zones.map((row) => ({
      plan,
      cluster: row.cluster,
      zone: row.zone,
      hosts: row.hosts,
      machines: row.machines,
      'cpu %': percentOf(row.load.cpu),
      'memory %': percentOf(row.load.memory),
      binds: row.binding,
      'if lost': `${row.restarted} of ${row.stopped} restart`,
      'latency ms': row.latencyMs,
      'price a month': rounded(row.pricePerMonth),
      ...(answer.currency === undefined ? {} : { currency: answer.currency }),
    })),
  );

export const spreadRows = ({ zones }: PlanComparisons): Row[] =>
  zones.flatMap(({ plan, answer }) =>
    answer.spread.map((row) => ({
      plan,
      cluster: row.cluster,
      group: row.group,
      machines: row.machines,
      'per zone': row.perZone.join(' / '),
      rule: row.holds ? 'holds' : 'broken',
      'left after the worst loss': row.leftAfterLoss,
      'ms between two': rounded(row.betweenMs),
    })),
  );

const months = (value: number | null | undefined): string | number =>
  value === undefined ? '—' : value === null ? 'never' : rounded(value, 3);

/** Space by pool or cluster: promised, taken, when full, and as linked clones. */
export const storageRows = ({ storage }: PlanComparisons): Row[] => {
  const all = storage.flatMap(({ pools }) => pools);
  const sized = all.some((row) => row.capacityGib !== undefined);
  const cloned = all.some((row) => row.clonesInUseGib !== undefined);
  const gib = (value: number | undefined) => (value === undefined ? '—' : rounded(value, 6));
  return storage.flatMap(({ plan, pools }) =>
    pools.map((row) => ({
      plan,
      'pool or cluster': row.pool,
      machines: row.machines,
      'provisioned GiB': gib(row.provisionedGib),
      'in use GiB': gib(row.inUseGib),
      'in use of provisioned %': percentOf(row.thinRatio),
      ...(sized
        ? {
            'capacity GiB': gib(row.capacityGib),
            'provisioned of capacity %':
              row.overcommit === undefined ? '—' : percentOf(row.overcommit),
            'months to full': months(row.monthsToFull),
            early: months(row.monthsEarly),
            late: months(row.monthsLate),
          }
        : {}),
      ...(cloned ? { 'as linked clones GiB': gib(row.clonesInUseGib) } : {}),
      ...(cloned && sized ? { 'then months': months(row.clonesMonthsToFull) } : {}),
    })),
  );
};

export const limitRows = ({ limits }: PlanComparisons): Row[] =>
  limits.map(({ plan, what, platform, limit, found, examples, status, source }) => ({
    plan,
    platform,
    what,
    limit,
    found,
    examples: examples.join(', '),
    status,
    source,
  }));
