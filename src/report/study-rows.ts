import { num, present } from '../elements.ts';
import { percentOf, rounded } from '../format.ts';
import { HORIZON_MONTHS } from '../plan/horizon.ts';
import type { StudyResult } from '../plan/study/run.ts';

type Row = Record<string, string | number>;

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
            'imbalance now': rounded(balance.before),
            after: rounded(balance.after),
            'minutes one by one': rounded(balance.totalS / 60),
            'pauses ms': rounded(balance.blackoutMs),
            'GiB sent': rounded(balance.transferredGib),
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
      'imbalance after': rounded(move.imbalanceAfter),
      'total s': rounded(move.totalS),
      'pause ms': rounded(move.blackoutMs),
      'pre-copy': move.verdict,
    })),
  );

export const powerRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ cluster, power }) =>
    power
      ? [
          {
            cluster,
            hosts: num(power.hostsOn, 0),
            'fewest on': power.hostsOn.reduce((least, on) => Math.min(least, on), Infinity),
            'stay on': power.keepOn,
            'powered off': power.powerOffs,
            'powered on': power.powerOns,
            'kWh a day': rounded(power.kwh),
            'kWh all on': rounded(power.kwhAlwaysOn),
            'short minutes': power.shortMinutes,
          },
        ]
      : [],
  );

const months = (value: number | null) =>
  value === null ? `over ${HORIZON_MONTHS}` : rounded(value, 3).toString();

export const forecastRows = ({ forecasts }: StudyResult): Row[] =>
  forecasts.map((forecast) => ({
    cluster: forecast.cluster,
    grows: forecast.what,
    'room until factor': rounded(forecast.roomFactor),
    'bound factor': rounded(forecast.boundFactor),
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
      'a month': rounded(plan.perMonth, 6),
      'by fee': plan.byFee,
      cheapest: plan.plan === present(prices).cheapest ? 'yes' : '',
      'break-even h/month': rounded(
        plan.plan === 'yearly'
          ? present(prices).breakEvenHoursYearly
          : present(prices).breakEvenHoursMonthly,
      ),
    })),
  );

export const energyRows = ({ clusters }: StudyResult): Row[] =>
  clusters.flatMap(({ cluster, energy }) =>
    energy
      ? [
          {
            cluster,
            'kWh a year': rounded(energy.kwh),
            'by a straight line': rounded(energy.kwhLinear),
            'kg CO2 a year': rounded(energy.kgCo2),
            'energy cost a year': rounded(energy.cost),
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
    hours: rounded(maintenance.hours),
    'moving hours': rounded(maintenance.evacuationHours),
    'longest pause ms': rounded(maintenance.worstBlackoutMs),
    'doubtful moves': maintenance.doubtfulMoves,
  }));

export const groupRows = ({ groups }: StudyResult): Row[] =>
  groups.map(({ name, policy, run, fixedMachineHours }) => ({
    group: name,
    policy,
    'most serving': run.serving.reduce((most, count) => Math.max(most, count), 0),
    'out / in': `${run.scaleOuts} / ${run.scaleIns}`,
    'machine hours': rounded(run.machineHours),
    'fixed at peak': rounded(fixedMachineHours),
    'unserved %': percentOf(run.unservedShare),
  }));
