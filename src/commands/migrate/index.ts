import type { Command } from 'commander';
import { migrateConnections, migrateFailover, migratePool } from './neighbours.ts';
import { migrateCheckpoint, migrateCold, migrateRounds } from './stopped.ts';

/** Neighbours of live migration, each an answer of its own. A new one is one function and one line. */
export const migrateParts: readonly ((migrate: Command) => void)[] = [
  migrateCold,
  migrateFailover,
  migrateCheckpoint,
  migrateConnections,
  migrateRounds,
  migratePool,
];
