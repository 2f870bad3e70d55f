import { HORIZON_MONTHS } from '../plan/horizon.ts';
import type { StudyResult } from '../plan/study/run.ts';

type Row = Record<string, string | number>;

const round = (value: number, digits = 4) => Number(value.toPrecision(digits));
const percent = (share: number) => round(100 * share);

/** The three admission policies of vSphere HA, cluster by cluster. */
export const haRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ ha }) =>
    ha.map((verdict) => ({
      cluster: verdict.cluster,
      'HA policy': verdict.policy,
      verdict: verdict.admits ? 'admits' : 'refuses',
      'more machines': verdict.moreMachines,
      because: verdict.reason,
    })),
  );

export const balanceRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ balance }) =>
    balance
      ? [
          {
            cluster: balance.cluster,
            'DRS moves': balance.moves.length,
            'imbalance now': round(balance.before),
            after: round(balance.after),
            'minutes one by one': round(balance.totalS / 60),
            'pauses ms': round(balance.blackoutMs),
            'GiB sent': round(balance.transferredGib),
          },
        ]
      : [],
  );

export const moveRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ balance }) =>
    (balance?.moves ?? []).map((move) => ({
      machine: move.vm,
      from: move.from,
      to: move.to,
      'imbalance after': round(move.imbalanceAfter),
      'total s': round(move.totalS),
      'pause ms': round(move.blackoutMs),
      'pre-copy': move.verdict,
    })),
  );

export const powerRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ cluster, power }) =>
    power
      ? [
          {
            cluster,
            hosts: power.hostsOn[0]!,
            'fewest on': power.hostsOn.reduce((least, on) => Math.min(least, on), Infinity),
            'stay on': power.keepOn,
            'powered off': power.powerOffs,
            'powered on': power.powerOns,
            'kWh a day': round(power.kwh),
            'kWh all on': round(power.kwhAlwaysOn),
            'short minutes': power.shortMinutes,
          },
        ]
      : [],
  );

const months = (value: number | null) =>
  value === null ? `over ${HORIZON_MONTHS}` : round(value, 3).toString();

export const forecastRows = ({ forecasts }: StudyResult): Row[] =>
  forecasts.map((forecast) => ({
    cluster: forecast.cluster,
    grows: forecast.what,
    'room until factor': round(forecast.roomFactor),
    'bound factor': round(forecast.boundFactor),
    'months left': months(forecast.months.value),
    'faster growth': months(forecast.months.early),
    'slower growth': months(forecast.months.late),
    'months by bound': months(forecast.boundMonths.value),
  }));

export const priceRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ cluster, prices }) =>
    (prices?.plans ?? []).map((plan) => ({
      cluster,
      plan: plan.plan,
      'a month': round(plan.perMonth, 6),
      'by fee': plan.byFee,
      cheapest: plan.plan === prices!.cheapest ? 'yes' : '',
      'break-even h/month': round(
        plan.plan === 'yearly' ? prices!.breakEvenHoursYearly : prices!.breakEvenHoursMonthly,
      ),
    })),
  );

export const energyRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ cluster, energy }) =>
    energy
      ? [
          {
            cluster,
            'kWh a year': round(energy.kwh),
            'by a straight line': round(energy.kwhLinear),
            'kg CO2 a year': round(energy.kgCo2),
            'energy cost a year': round(energy.cost),
          },
        ]
      : [],
  );

export const failureRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ failures }) =>
    failures.map((failure) => ({
      cluster: failure.cluster,
      fails: failure.what,
      hosts: failure.hosts,
      stopped: failure.stopped,
      restarted: failure.restarted,
      'without a place': failure.stopped - failure.restarted,
      'back after s': failure.recoveredS,
    })),
  );

export const maintenanceRows = ({ clusters }: StudyResult): Row[] =>
  clusters.map(({ maintenance, unhosted }) => ({
    cluster: maintenance.cluster,
    hosts: maintenance.hosts,
    'stops at': maintenance.blockedAt ?? '',
    'machines without a place': maintenance.blockedMachines,
    'on unlisted hosts': unhosted,
    moves: maintenance.moves,
    hours: round(maintenance.hours),
    'moving hours': round(maintenance.evacuationHours),
    'longest pause ms': round(maintenance.worstBlackoutMs),
    'doubtful moves': maintenance.doubtfulMoves,
  }));

export const groupRows = ({ groups }: StudyResult): Row[] =>
  groups.map(({ name, policy, run, fixedMachineHours }) => ({
    group: name,
    policy,
    'most serving': run.serving.reduce((most, count) => Math.max(most, count), 0),
    'out / in': `${run.scaleOuts} / ${run.scaleIns}`,
    'machine hours': round(run.machineHours),
    'fixed at peak': round(fixedMachineHours),
    'unserved %': percent(run.unservedShare),
  }));
