/** Kinds of cost, in the order they are shown. */
export const costParts = ['hosts', 'support', 'power', 'licences', 'storage'] as const;
export type CostPart = (typeof costParts)[number];
