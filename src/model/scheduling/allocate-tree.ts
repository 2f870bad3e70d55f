import { nth, num } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { AdmissionRefused, allocate, type Claim, ceilingOf, sum } from './allocate.ts';

/** A virtual machine (no children) or a resource pool. A pool's demand is that of its children. */
export interface PoolNode {
  id: string;
  reservation?: number;
  limit?: number;
  shares?: number;
  /** Of a leaf only. */
  demand?: number;
  /**
   * A pool with expandable reservation may guarantee its children more than its own reservation by
   * borrowing unreserved capacity from its parent (the default of vSphere pools).
   */
  expandable?: boolean;
  children?: readonly PoolNode[];
}

export interface AllocatedNode {
  id: string;
  allocation: number;
  /** What admission control set aside for the node, its children's needs included. */
  reserved: number;
  /** The most the node could have used. */
  ceiling: number;
  children: readonly AllocatedNode[];
}

interface Prepared {
  id: string;
  claim: Claim;
  children: readonly Prepared[];
}

/** Bottom up: what each pool can use and what it must set aside. */
function prepare(node: PoolNode, depth: number): Prepared {
  if (depth > 64) throw new UserError('expected pools nested at most 64 deep.');
  const { reservation = 0, limit = Infinity, shares = 1000 } = node;
  if (node.children === undefined) {
    const claim = { reservation, limit, shares, demand: node.demand ?? Infinity };
    return { id: node.id, claim, children: [] };
  }
  const children = node.children.map((child) => prepare(child, depth + 1));
  const needed = sum(children.map((child) => child.claim.reservation));
  const tolerated = 1 + children.length * Number.EPSILON;
  if (needed > reservation * tolerated && node.expandable === false) {
    throw new AdmissionRefused(
      `pool "${node.id}": its children reserve ${needed}, the pool ${reservation} and may not expand: admission refused.`,
    );
  }
  if (needed > limit * tolerated) {
    throw new AdmissionRefused(
      `pool "${node.id}": its children reserve ${needed}, its limit is ${limit}: admission refused.`,
    );
  }
  const demand = sum(children.map((child) => ceilingOf(child.claim)));
  const claim = { reservation: Math.max(reservation, needed), limit, shares, demand };
  return { id: node.id, claim, children };
}

function distribute(capacity: number, nodes: readonly Prepared[]): AllocatedNode[] {
  const amounts = allocate(
    capacity,
    nodes.map((node) => node.claim),
  );
  return nodes.map(({ id, claim, children }, i) => ({
    id,
    allocation: num(amounts, i),
    reserved: claim.reservation,
    ceiling: ceilingOf(claim),
    children: children.length === 0 ? [] : distributeGranted(num(amounts, i), children),
  }));
}

/** A pool was admitted for what its children reserve; an idle child's reservation is lent out. */
function distributeGranted(capacity: number, nodes: readonly Prepared[]): AllocatedNode[] {
  const active = nodes.map(({ id, claim, children }) => ({
    id,
    children,
    claim: { ...claim, reservation: Math.min(claim.reservation, ceilingOf(claim)) },
  }));
  return distribute(capacity, active).map((node, i) => ({
    ...node,
    reserved: nth(nodes, i).claim.reservation,
  }));
}

/**
 * `allocate` applied top-down through resource pools: siblings compete, then each pool's allocation
 * is divided among its children. Throws AdmissionRefused where reservations do not fit.
 */
export function allocateTree(capacity: number, nodes: readonly PoolNode[]): AllocatedNode[] {
  return distribute(
    capacity,
    nodes.map((node) => prepare(node, 0)),
  );
}
