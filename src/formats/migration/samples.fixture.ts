// Texts as the tools write them, for the tests of their readers. Layouts after real output, numbers made up.

/** `info migrate` up to QEMU 10.0. */
export const hmpOld = `globals:
store-global-state: on
only-migratable: off
send-configuration: on
send-section-footer: on
clear-bitmap-shift: 18
Migration status: active
total time: 130874 ms
expected downtime: 1475 ms
setup: 3475 ms
transferred ram: 18197383 kbytes
throughput: 866.83 mbps
remaining ram: 376892 kbytes
total ram: 8388864 kbytes
duplicate: 1678265 pages
skipped: 0 pages
normal: 4536795 pages
normal bytes: 18147180 kbytes
dirty sync count: 6
page size: 4 kbytes
multifd bytes: 0 kbytes
pages-per-second: 26402
dirty pages rate: 39044 pages
cpu throttle percentage: 40
`;

/** \`info migrate -a\` since QEMU 10.1. */
export const hmpNew = `Status:                 active
Time (ms):              total=6092, setup=9, exp_down=300
RAM info:
  Throughput (Mbps):    1169.84
  Sizes:                pagesize=4 KiB, total=8.13 GiB
  Transfers:            transferred=2.5 GiB, remain=278 MiB
    Channels:           precopy=744 B, multifd=2.5 GiB, postcopy=0 B
    Page Types:         normal=655360, zero=1946319
  Page Rates (pps):     transfer=66560, dirty=4000
  Others:               dirty_syncs=3
Globals:
  store-global-state: on
  only-migratable: on
  send-switchover-start: on
  clear-bitmap-shift: 18
`;

export const hmpSettings = `(qemu) info migrate_parameters
announce-initial: 50 ms
throttle-trigger-threshold: 50
cpu-throttle-initial: 30
cpu-throttle-increment: 15
cpu-throttle-tailslow: on
max-cpu-throttle: 80
tls-creds: ''
max-bandwidth: 9223372036853727232 bytes/second
avail-switchover-bandwidth: 0 bytes/second
downtime-limit: 500 ms
multifd-channels: 4
multifd-compression: none
xbzrle-cache-size: 134217728 bytes
max-postcopy-bandwidth: 1000000
vcpu-dirty-limit: 5 MB/s
mode: normal
(qemu) info migrate_capabilities
xbzrle: off
auto-converge: on
postcopy-ram: on
return-path: off
multifd: on
dirty-limit: on
x-ignore-shared: off
`;

export const hmpDirtyRate = `Status: measured
Start Time: 1856 (ms)
Sample Pages: 512 (per GB)
Period: 2 (sec)
Mode: page-sampling
Dirty rate: 49 (MB/s)
`;

export const jobInfo = `Job type:         Unbounded
Operation:        Outgoing migration
Time elapsed:     2345         ms
Data processed:   1.234 GiB
Data remaining:   300.000 MiB
Memory processed: 1.234 GiB
Memory remaining: 300.000 MiB
Memory total:     4.016 GiB
Memory bandwidth: 110.000 MiB/s
Dirty rate:       3021         pages/s
Page size:        4096         bytes
Iteration:        3
Constant pages:   500000
Normal pages:     320000
Expected downtime: 2700        ms
`;

export const jobCompleted = `Job type:         Completed
Operation:        Outgoing migration
Time elapsed:     26341        ms
Time elapsed w/o network: 26338 ms
Data processed:   3.134 GiB
Data remaining:   0.000 B
Data total:       4.016 GiB
Memory processed: 3.134 GiB
Memory remaining: 0.000 B
Memory total:     4.016 GiB
Memory bandwidth: 122.030 MiB/s
Iteration:        4
Total downtime:   61           ms
`;

/** A task of Proxmox VE 7 and later, as it ends. */
export const proxmoxNew = `2025-01-04 00:34:24 starting migration of VM 105 to node 'pve1' (10.10.1.1)
2025-01-04 00:34:29 starting online/live migration on unix:/run/qemu-server/105.migrate
2025-01-04 00:34:29 set migration capabilities
2025-01-04 00:34:29 migration speed limit: 600.0 MiB/s
2025-01-04 00:34:29 migration downtime limit: 100 ms
2025-01-04 00:34:29 migration cachesize: 512.0 MiB
2025-01-04 00:34:29 set migration parameters
2025-01-04 00:34:29 start migrate command to unix:/run/qemu-server/105.migrate
2025-01-04 00:34:30 migration active, transferred 357.9 MiB of 4.0 GiB VM-state, 586.6 MiB/s
2025-01-04 00:34:31 migration active, transferred 735.9 MiB of 4.0 GiB VM-state, 543.8 MiB/s
2025-01-04 00:34:32 migration active, transferred 1.1 GiB of 4.0 GiB VM-state, 399.1 MiB/s, VM dirties lots of memory: 812.0 MiB/s
2025-01-04 00:34:33 auto-increased downtime to continue migration: 200 ms
2025-01-04 00:34:38 average migration speed: 462.6 MiB/s - downtime 63 ms
2025-01-04 00:34:38 migration status: completed
2025-01-04 00:34:42 migration finished successfully (duration 00:00:18)
TASK OK
`;

/** The same of Proxmox VE 6 and before, while it runs. */
export const proxmoxOld = `2021-04-22 01:02:12 starting online/live migration on unix:/run/qemu-server/101.migrate
2021-04-22 01:02:12 migration speed limit: 8589934592 B/s
2021-04-22 01:02:12 migration downtime limit: 100 ms
2021-04-22 01:02:12 start migrate command to unix:/run/qemu-server/101.migrate
2021-04-22 01:02:13 migration status: active (transferred 294227312, remaining 255041792), total 554508288)
2021-04-22 01:02:13 migration xbzrle cachesize: 67108864 transferred 0 pages 0 cachemiss 0 overflow 0
2021-04-22 01:02:14 migration status: active (transferred 494227312, remaining 55041792), total 554508288)
`;

export const kubevirtList = `apiVersion: v1
items:
- apiVersion: kubevirt.io/v1
  kind: KubeVirt
  metadata:
    name: kubevirt
    namespace: kubevirt
  spec:
    configuration:
      migrations:
        bandwidthPerMigration: 64Mi
        completionTimeoutPerGiB: 800
        parallelMigrationsPerCluster: 7
        parallelOutboundMigrationsPerNode: 3
        progressTimeout: 150
        allowPostCopy: false
kind: List
metadata:
  resourceVersion: ""
`;

export const kubevirtPolicy = `apiVersion: migrations.kubevirt.io/v1alpha1
kind: MigrationPolicy
metadata: {name: one}
spec:
  allowAutoConverge: true
  bandwidthPerMigration: 217Ki
  completionTimeoutPerGiB: 120
  selectors: {}
`;

const look = (ms: number, left: number) => ({
  return: {
    status: 'active',
    'total-time': ms,
    ram: { transferred: 8e8, remaining: left, total: 2e9, 'dirty-sync-count': 1, mbps: 800.5 },
  },
});

/** Answers printed over many lines, one after the other. */
export const qmpPretty = [look(1000, 1.3e9), look(2000, 4e8)]
  .map((value) => JSON.stringify(value, null, 2))
  .join('\n');
