import { badInput } from '../../errors.ts';
import { looksLikeDirtySamples, readDirtySamples } from './dirty-samples.ts';
import { looksLikeHmp, readHmp } from './hmp.ts';
import { looksLikeKubevirt, readKubevirt } from './kubevirt.ts';
import { readDomstats } from './libvirt-domstats.ts';
import { readJobInfo } from './libvirt-jobinfo.ts';
import type { MigrationInput } from './migration-input.ts';
import { looksLikeProxmox, readProxmox } from './proxmox.ts';
import { readQmp } from './qmp.ts';

interface MigrationReader {
  id: string;
  title: string;
  /** What is read from it. */
  reads: string;
  /** How to make such a file. */
  make: string;
  looksLike(text: string): boolean;
  read(text: string, file: string): MigrationInput;
}

/** JSON, alone or behind the marks of qmp-shell, of QMP's documentation or of a shell. */
const JSON_START = /^\s*\ufeff?(?:[[{]|\(QEMU\)|(?:->|<-) ?\{|[$#] ?virsh.*\n\s*[[{])/;

/** Readers of what QEMU, libvirt, KubeVirt and Proxmox say, tried in order. A new one is one file and one line. */
export const migrationReaders: readonly MigrationReader[] = [
  {
    id: 'kubevirt',
    title: 'KubeVirt settings, YAML or JSON',
    reads: 'limits of migrations of a cluster',
    make: 'kubectl get kubevirt -A -o yaml > FILE',
    looksLike: looksLikeKubevirt,
    read: readKubevirt,
  },
  {
    id: 'qmp',
    title: 'QMP query-migrate, -parameters, -capabilities, query-dirty-rate',
    reads: 'progress, settings and dirty rate of a migration',
    make: `virsh qemu-monitor-command GUEST '{"execute":"query-migrate"}' >> FILE, twice or more`,
    looksLike: (text) => JSON_START.test(text),
    read: readQmp,
  },
  {
    id: 'libvirt-jobinfo',
    title: 'virsh domjobinfo',
    reads: 'progress or end of a migration',
    make: 'virsh domjobinfo GUEST >> FILE, twice or more',
    looksLike: (text) => /^[ \t]*Job type:/m.test(text),
    read: readJobInfo,
  },
  {
    id: 'libvirt-domstats',
    title: 'virsh domstats --dirtyrate',
    reads: 'dirty rate',
    make: 'virsh domdirtyrate-calc GUEST --seconds 1; sleep 2; virsh domstats --dirtyrate GUEST >> FILE, again with --seconds 4',
    looksLike: (text) => /^[ \t]*(Domain:|dirtyrate\.)/m.test(text),
    read: readDomstats,
  },
  {
    id: 'proxmox',
    title: 'Proxmox VE task log of a migration',
    reads: 'progress or end of a migration',
    make: 'qm migrate ID NODE --online > FILE',
    looksLike: looksLikeProxmox,
    read: readProxmox,
  },
  {
    id: 'hmp',
    title: 'info migrate of the human monitor, with _parameters, _capabilities and dirty_rate',
    reads: 'progress, settings and dirty rate of a migration',
    make: "virsh qemu-monitor-command --hmp GUEST 'info migrate' >> FILE, twice or more",
    looksLike: looksLikeHmp,
    read: readHmp,
  },
  {
    id: 'dirty-samples',
    title: 'CSV of window_s,dirty_pages',
    reads: 'distinct pages dirtied per window',
    make: 'echo 4 > /proc/PID/clear_refs; sleep 1; count soft-dirty pages in /proc/PID/pagemap',
    looksLike: looksLikeDirtySamples,
    read: readDirtySamples,
  },
];

export function readMigrationInput(text: string, file: string): MigrationInput {
  const reader = migrationReaders.find((candidate) => candidate.looksLike(text));
  if (reader) return reader.read(text, file);
  throw badInput({
    file,
    expected: migrationReaders.map(({ title }) => title).join(', '),
    found: text.trim() === '' ? 'an empty file' : 'text that is none of them',
  });
}
