import { UserError } from '../../errors.ts';
import { running } from '../../inventory/inventory.ts';
import { matcherOf, unmatched } from '../../wildcard.ts';
import { matcher } from '../placement/names.ts';
import type { Plan } from '../plan.ts';
import { planRuleById } from '../rules/index.ts';
import { clusterNames } from '../summary.ts';
import { type LicenceProduct, licenceProducts } from './licence-products.ts';
import type { Licence } from './schema.ts';

/** Licences of one product over the clusters it is for. */
export interface LicenceCount {
  product: string;
  title: string;
  unit: string;
  count: number;
  /** Machines that need it; null for a product of the host. */
  machines: number | null;
  /** Price of all of them, in one payment. */
  payment: number;
  per: Licence['per'];
  rule: string;
  source: string;
  date: string;
}

function productOf(id: string): LicenceProduct {
  const product = licenceProducts.find((each) => each.id === id);
  if (!product) throw new UserError(`expected a product, found "${id}".`);
  return product;
}

/** Licences a plan's hosts and machines need. */
export function countLicences(plan: Plan, licences: readonly Licence[]): LicenceCount[] {
  const clusters = clusterNames(plan.inventory);
  const machines = running(plan.inventory.vms);
  return licences.map((licence) => {
    const product = productOf(licence.product);
    const unknown = unmatched(licence.clusters ?? [], clusters);
    if (unknown.length > 0)
      throw new UserError(
        `licences: ${licence.product}: expected clusters of the inventory (${clusters.slice(0, 12).join(', ')}), found ${unknown.join(', ')}.`,
      );
    const strangers = (licence.vms ?? []).filter((name) => {
      const matches = matcher([name]);
      return !plan.inventory.vms.some((vm) => matches(vm.name));
    });
    if (strangers.length > 0)
      throw new UserError(
        `licences: ${licence.product}: expected machines of the inventory, found ${strangers.slice(0, 8).join(', ')}.`,
      );
    const named = licence.vms && matcher(licence.vms);
    if (product.guests && !named && machines.every((vm) => vm.os === ''))
      throw new UserError(
        `licences: ${licence.product}: expected vms, the names of machines that need it, because the inventory says no machine's OS.`,
      );
    const needs = machines.filter((vm) =>
      named ? named(vm.name) : (product.guests?.test(vm.os) ?? true),
    );
    const chosen = clusters.filter(matcherOf(licence.clusters ?? ['*']));
    const base = (cluster: string) => ({
      hosts: plan.inventory.hosts.filter((host) => host.cluster === cluster),
      vms: needs.filter((vm) => vm.cluster === cluster),
    });
    const bases = chosen.map(base);
    const count = bases.reduce((sum, each) => sum + product.count(each), 0);
    const rule = planRuleById(product.rule);
    return {
      product: product.id,
      title: product.title,
      unit: product.unit,
      count,
      machines: product.guests ? bases.reduce((sum, { vms }) => sum + vms.length, 0) : null,
      payment: (count * licence.price) / licence.for,
      per: licence.per,
      rule: product.rule,
      source: rule?.source ?? '',
      date: rule?.date ?? '',
    };
  });
}
