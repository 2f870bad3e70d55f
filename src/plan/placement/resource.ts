export const resources = ['cpu', 'memory', 'storage', 'network'] as const;

export type Resource = (typeof resources)[number];
