export const stampPath: string;
export function stampOf(): string;
export function isBuilt(): boolean;
