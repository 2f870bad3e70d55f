/** Items by their cluster, in the order they come: one pass, where a filter for each cluster would be one each. */
export function byCluster<T extends { cluster: string }>(items: readonly T[]): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const item of items) {
    const list = lists.get(item.cluster);
    if (list) list.push(item);
    else lists.set(item.cluster, [item]);
  }
  return lists;
}
