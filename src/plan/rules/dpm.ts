import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { dpmDefaults } from '../policies/dpm.ts';
import { planRule } from './rule.ts';

const percent = z.number().min(0).max(1000);

export const dpmRule = planRule({
  id: 'dpm',
  title: 'vSphere DPM: what the band says',
  group: 'operation',
  rule: 'target 63 % with tolerance 18: off when all hosts are below 45 % over 40 minutes, on when all are above 81 % over 5 minutes',
  source: 'Broadcom KB 310527; docs.vmware.com 8.0 GUID-3B63E956',
  date: '2026-11-28',
  status: 'published',
  inputs: z
    .strictObject({
      all_hosts_percent: percent.optional().describe('every host has this utilisation'),
      hosts_percent: z.array(percent).min(1).max(100_000).optional(),
      minutes: z.number().min(0).max(1e6).describe('how long it has been so'),
      target: percent.default(dpmDefaults.target * 100),
      tolerance: percent.default(dpmDefaults.tolerance * 100),
    })
    .refine(
      (given) => (given.all_hosts_percent === undefined) !== (given.hosts_percent === undefined),
      {
        message: 'expected all_hosts_percent or hosts_percent, one of them',
      },
    ),
  example: { all_hosts_percent: 44, minutes: 40 },
  work({ all_hosts_percent = 0, hosts_percent, minutes, target, tolerance }) {
    const hosts = hosts_percent ?? [all_hosts_percent];
    const [low, high] = [target - tolerance, target + tolerance];
    const off =
      minutes >= dpmDefaults.offWindowMinutes && hosts.every((value) => value < low - 1e-9);
    const on =
      minutes >= dpmDefaults.onWindowMinutes && hosts.every((value) => value > high + 1e-9);
    const action = on ? 'on' : off ? 'off' : 'none';
    return {
      sentence:
        action === 'none'
          ? words.band({
              low,
              high,
              on: dpmDefaults.onWindowMinutes,
              off: dpmDefaults.offWindowMinutes,
            })
          : action === 'on'
            ? words.poweredOn()
            : words.poweredOff(),
      values: { action, low_percent: low, high_percent: high },
      notes: ['Off only while HA admission and reservations hold on the hosts that stay.'],
    };
  },
});
