export const resources = ['cpu', 'memory', 'storage', 'network'] as const;

export type Resource = (typeof resources)[number];

/** Resources as a sentence names them. */
export const resourceNames: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  storage: 'storage',
  network: 'network',
};
