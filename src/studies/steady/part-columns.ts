import { type CostPart, costParts } from '../../techniques/technique.ts';

type Snake<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Snake<Tail>}`
  : Text;

const columnsOf = <Tail extends string>(tail: Tail) =>
  Object.fromEntries(
    costParts.map((part) => [part, `${part.replaceAll('-', '_')}_${tail}`]),
  ) as Readonly<{ [Part in CostPart]: `${Snake<Part>}_${Tail}` }>;

/** Columns of the cost parts, cycles per thousand guest instructions beyond bare metal. */
export const partColumns = columnsOf('cycles');

/** Columns of the estimated share of the cost parts, same unit. */
export const estimatedColumns = columnsOf('estimated_cycles');
