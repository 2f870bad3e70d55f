import type { PlanExtras } from '../plan/extras.ts';
import { costParts } from '../techniques/technique.ts';

type Row = Record<string, string | number>;

const round = (value: number, digits = 4) => Number(value.toPrecision(digits));
const percent = (share: number) => round(100 * share);

/** Hosts needed: the bound, each rule of thumb, the best found and whether it is proved. */
export const packingRows = ({ packing }: PlanExtras): Row[] =>
  packing.flatMap(({ plan, clusters }) =>
    clusters.map((report) => ({
      plan,
      cluster: report.cluster,
      machines: report.machines,
      'hosts at least': report.bound,
      ...Object.fromEntries(report.attempts.map(({ algorithm, hosts }) => [algorithm, hosts])),
      'best found': report.hosts,
      'gap %': report.bound > 0 ? percent(report.hosts / report.bound - 1) : 0,
      proof: report.proved ? 'nothing better' : `open after ${report.nodes} nodes`,
      'fit no host': report.unplaced,
    })),
  );

/** The fullest hosts of the base, and what stops the next machine of average size. */
export const hostRows = ({ packing }: PlanExtras, most = 40): Row[] =>
  (packing[0]?.clusters ?? [])
    .flatMap((report) =>
      report.perHost.map((host) => ({
        cluster: report.cluster,
        host: host.host,
        machines: host.machines,
        ...Object.fromEntries(
          Object.entries(host.shares).map(([resource, share]) => [`${resource} %`, percent(share)]),
        ),
        binds: host.binding,
        'room for': host.room,
        'stopped by': host.stoppedBy,
        placement: report.basis === 'now' ? 'as it runs' : 'as packed',
        full: host.shares[host.binding] ?? 0,
      })),
    )
    .sort((a, b) => b.full - a.full)
    .slice(0, most)
    .map(({ full: _, ...row }) => row);

export const noPlaceRows = ({ packing }: PlanExtras): Row[] =>
  packing.flatMap(({ plan, clusters }) =>
    clusters.flatMap((report) =>
      report.noPlace.map(({ machine, because }) => ({
        plan,
        cluster: report.cluster,
        machine,
        because: because.map(({ what, hosts }) => `${what} (${hosts} hosts)`).join(', '),
      })),
    ),
  );

export const brokenRows = ({ packing }: PlanExtras): Row[] =>
  packing.flatMap(({ plan, clusters }) =>
    clusters.flatMap(({ cluster, broken }) => broken.map((rule) => ({ plan, cluster, rule }))),
  );

export const numaRows = ({ packing }: PlanExtras): Row[] =>
  packing.flatMap(({ plan, clusters }) =>
    clusters.flatMap(({ cluster, numa }) =>
      numa
        ? [
            {
              plan,
              cluster,
              'wider than a node': numa.wide,
              'spread for want of room': numa.spread,
              'their memory latency': `x ${round(numa.latencyRatio)}`,
              source: numa.source,
            },
          ]
        : [],
    ),
  );

export const techniqueRows = ({ techniques }: PlanExtras): Row[] =>
  (techniques?.rows ?? []).map((row) => ({
    technique: row.title,
    'over bare metal %': percent(row.overheadRatio),
    'from %': percent(row.low),
    'to %': percent(row.high),
    'work x': round(row.cpuFactor),
    'CPU in use GHz': round(row.cpuGhz),
    'memory beside machines GiB': round(row.memoryOverheadGib),
    'cycles a request': round(row.ioCycles),
    placed: `${row.placed} of ${row.machines}`,
    'room for': row.roomForAverage,
    status: row.weakestStatus,
  }));

/** Share of bare metal's cycles each part adds, technique by technique. */
export const techniqueParts = ({ techniques }: PlanExtras): Row[] =>
  (techniques?.rows ?? []).flatMap((row) =>
    costParts.flatMap((part) => {
      const share = row.parts[part] ?? 0;
      return share === 0 ? [] : [{ technique: row.title, part, share: percent(share) }];
    }),
  );

export const refreshRows = ({ refresh }: PlanExtras): Row[] =>
  refresh.flatMap(({ plan, clusters }) =>
    clusters.map((row) => ({
      plan,
      cluster: row.cluster,
      'hosts now': row.hostsBefore,
      'hosts then': row.hostsAfter,
      'at least': row.bound,
      'core speed x': round(row.speed),
      'CPU use now %': row.useBefore === undefined ? '—' : percent(row.useBefore),
      'then %': row.useAfter === undefined ? '—' : percent(row.useAfter),
      'MWh a year now': row.energyBefore ? round(row.energyBefore.kwh / 1000) : '—',
      'MWh then': row.energyAfter ? round(row.energyAfter.kwh / 1000) : '—',
      price: round(row.price),
      'paid by energy in years': row.paybackYears === null ? 'never' : round(row.paybackYears, 3),
    })),
  );

export const zoneRows = ({ zones }: PlanExtras): Row[] =>
  zones.flatMap(({ plan, answer }) =>
    answer.zones.map((row) => ({
      plan,
      cluster: row.cluster,
      zone: row.zone,
      hosts: row.hosts,
      machines: row.machines,
      'cpu %': percent(row.load.cpu),
      'memory %': percent(row.load.memory),
      binds: row.binding,
      'if lost': `${row.restarted} of ${row.stopped} restart`,
      'latency ms': row.latencyMs,
      'price a month': round(row.pricePerMonth),
    })),
  );

export const spreadRows = ({ zones }: PlanExtras): Row[] =>
  zones.flatMap(({ plan, answer }) =>
    answer.spread.map((row) => ({
      plan,
      cluster: row.cluster,
      group: row.group,
      machines: row.machines,
      'per zone': row.perZone.join(' / '),
      rule: row.holds ? 'holds' : 'broken',
      'left after the worst loss': row.leftAfterLoss,
      'ms between two': round(row.betweenMs),
    })),
  );
