/**
 * Files that use every key of their kind, as users write them. The example beside each key of a JSON Schema is what
 * stands under that key here, so an example is always part of a file that is read without an error.
 */
export const wholeFiles: Readonly<Record<string, readonly string[]>> = {
  scenario: [
    `
name: shop
seed: 1
studies: [steady, migration, sharing, disks, density]
hosts: [epyc-zen3-2021, cascade-lake-sp-2019]
techniques: [bare-metal, container, hardware, hardware-sriov]
pages: [4K/4K, 2M/2M]
vms:
  - name: orders
    preset: oltp-database
    vcpus: 4
    memory: 8GiB
    load: 0.6
    count: 4
    needs: [own-kernel, live-migration]
    workload:
      pattern: { kind: zipf, footprint: 4GiB, accesses: 400k, stride: 64B, skew: 0.99, window: 64MiB }
      instructionsPerAccess: 40
      cyclesPerInstruction: 0.8
      missesInFlight: 2
      floatShare: 0.05
      events: server
    network: { bandwidth: 2Gb/s, packetBytes: 1500 }
    contents: { zero: 0.05, shared: 0.1, duplicate: 0.01, volatile: 0.3 }
    writes: { pattern: hotcold, workingSet: 2GiB, rate: 20k, hotShare: 0.9 }
    deviceState: 2MiB
    disk: { size: 64GiB, used: 32GiB, discipline: qcow2, cluster: 64KiB, pattern: zipf, blockSize: 8KiB, reads: 0.7, rate: 1500, flushes: 0.3, snapshotEvery: 24h, keep: 2 }
    expect: { techniques: [hardware], overhead: "< 30 %", pause: "< 300 ms", migrationTime: "< 60 s", whileMigrating: "< 20 %", shared: "> 100 MiB", diskLatency: "< 2 ms", diskSpace: "< 100 GiB", snapshotCpu: "< 0.5", total: "< 40 %", vmsPerHost: "> 8", price: "< 60", memory: "< 9 GiB" }
  - name: web
    workload: { trace: traces/chase.bin.gz, format: compact, process: 0 }
    network: { packets: 20k }
    contents: { image: [guests/web-a.mem, guests/web-b.mem] }
    writes: { readings: [{ seconds: 1, pages: 9000, sd: 300 }, { seconds: 10, pages: 40000 }] }
    disk: { trace: guests/orders-disk.csv, format: msr, device: "0" }
  - name: desktop
    workload: { pattern: { kind: phases, footprint: 64MiB } }
    contents: { population: { file: guests/desktops-ksm.json, run: desktops } }
    writes: { from: guests/orders-dirty-rate.json }
expect:
  techniques: [hardware]
  overhead: "< 30 %"
  pause: "< 300 ms"
  migrationTime: "< 60 s"
  whileMigrating: "< 20 %"
  shared: "> 100 MiB"
  diskLatency: "< 2 ms"
  diskSpace: "< 100 GiB"
  snapshotCpu: "< 0.5"
  total: "< 40 %"
  vmsPerHost: "> 8"
  price: "< 60"
  memory: "< 9 GiB"
tlb:
  - { name: large, l1: { entries: 128, ways: 4 }, l2: { entries: 4096, ways: 8 } }
exclude:
  - { vms: [desktop], hosts: ["epyc-*"], techniques: [hardware-sriov], pages: [4K/4K], tlb: [large], studies: [migration] }
include:
  - { vms: [web], hosts: [epyc-zen3-2021], techniques: [bare-metal], pages: [4K/4K], tlb: [""], studies: [steady] }
steady: { exitDamage: pollution }
migration: { link: 10Gb/s, maxBandwidth: 4Gb/s, downtime: 300ms, autoConverge: true, perMonth: 4, logging: auto, split: eager, vfio: v2, processes: 20 }
sharing: { enabled: true, pagesToScan: 1000, sleep: 20ms, maxPageSharing: 256, zeroPages: true, smartScan: true, kernel: "6.18", hz: 250, together: 4, rewritten: 0.05 }
disks: { device: nvme, depth: 8, tableCache: 4MiB, cache: writethrough, map: host }
density: { memoryPerCore: 8GiB, memory: 512GiB, cpuUse: 0.8, pricePerCore: 6, pricePerGib: 1.5, hostPrice: 450, currency: EUR }
`,
    `
name: streams
hosts: [epyc-zen3-2021]
techniques: [hardware]
workloads:
  - name: lookups
    pattern: { kind: zipf, footprint: 4GiB, accesses: 400k, stride: 64B, skew: 0.99, window: 64MiB }
    instructionsPerAccess: 40
    cyclesPerInstruction: 0.8
    missesInFlight: 2
    floatShare: 0.05
    events: server
  - { name: traced, trace: traces/chase.bin.gz, format: compact, process: 0 }
`,
  ],
  'what-if': [
    `
name: fewer, larger hosts
set: { cpuRatio: 6, memoryRatio: 1.1, tolerateHosts: 1, overhead: true, platform: esxi-6.7 }
scale: { vms: 1.5, vcpus: 1.1, memory: 1.2, hostMemory: 2, hostCores: 1.5, hostStorage: 2, hostNetwork: 2.5 }
add:
  hosts: [{ cluster: Cluster2, count: 2, sockets: 2, cores: 64, mhzPerCore: 2.9GHz, memoryGiB: 1TiB, storageGiB: 8TiB, networkMbps: 25Gbit, numaNodes: 2 }]
  vms: [{ cluster: Cluster2, count: 10, vcpus: 4, memoryGiB: 16, diskGiB: 100, networkMbps: 500 }]
remove:
  hosts: [esx-07]
  vms: ["TEST-*"]
  clusters: [Old]
  rules: [database licence]
  pools: [test]
  maintenance: [esx-03]
placement:
  hosts: { storageGiB: 4TiB, networkMbps: 20Gbit, numaNodes: 2 }
  vmNetworkMbps: 100
  storage: in-use
  numa: spread
  maintenance: [esx-03]
  rules:
    - { rule: on, name: database licence, vms: ["*SQL*"], hosts: ["esx-0*"], must: false }
    - { rule: not-on, name: no desktops here, vms: ["VDI-*"], hosts: [esx-01], must: true }
    - { rule: apart, name: web servers apart, vms: ["WEB*"] }
    - { rule: together, name: shop, vms: [SHOP-APP, SHOP-DB] }
  pools: [{ name: test, vms: ["TEST-*"], reserve: { vcpus: 8, memoryGiB: 64 }, limit: { vcpus: 64, memoryGiB: 1TiB } }]
technique: { from: hardware, to: hardware-no-ept, host: cascade-lake-sp-2019, events: server, footprintMiB: 2GiB }
refresh: { cluster: Cluster2, count: 8, sockets: 2, cores: 64, mhzPerCore: 2.9GHz, memoryGiB: 1.5TiB, storageGiB: 8TiB, networkMbps: 25Gbit, ipcFactor: 1.4, server: Dell R740 2017, oldServer: IBM x3550 X5675, pricePerHost: 18000, currency: EUR, pue: 1.5, pricePerKwh: 0.25, gramsPerKwh: 380 }
zones:
  zones:
    - { name: zone A, hosts: ["esx-0*"], latencyMs: 1, perVcpuHour: 0.03, perGibHour: 0.004 }
    - { name: zone B, hosts: ["esx-1*"], latencyMs: 2, perVcpuHour: 0.028, perGibHour: 0.004 }
  spread: [{ name: web servers, vms: ["WEB*"], maxSkew: 1 }]
  betweenMs: 1.2
  currency: USD
storage:
  datastores: [{ name: san-1, capacityGiB: 40TiB, vms: ["WEB*"] }]
  linkedClones: [{ name: test machines, vms: ["TEST-*"], deltaShare: 0.3, baseGiB: 40 }]
  growthPercentPerMonth: 2
  growthLow: 1
  growthHigh: 4
`,
  ],
  costs: [
    `
currency: EUR
years: 5
hosts: { price: 18000, pricePerCore: 80, pricePerGib: 5, existing: paid, ageYears: 4, lifeYears: 5, supportPerYear: 1100, otherPerYear: 400 }
power: { server: Dell R740 2017, pue: 1.5, pricePerKwh: 0.25, gramsPerKwh: 380, use: 0.35 }
licences:
  - { product: windows-datacenter, price: 6771, for: 16, per: once, vms: ["WIN*"], clusters: [Cluster2] }
storage: { perGibMonth: 0.08 }
growthPercentPerYear: 5
`,
    `
currency: EUR
power: { curve: [120, 160, 190, 215, 240, 265, 290, 320, 350, 385, 420] }
`,
  ],
  design: [
    `
inventory: rvtools-workshop.xlsx
clusters: [Cluster2]
currency: EUR
years: 5
hosts:
  - { name: medium, sockets: 2, cores: 64, mhzPerCore: 2.6GHz, memoryGiB: 1TiB, speed: 1.3, price: 19000, supportPerYear: 1000 }
choices: { cpuRatio: [4, 6, 8], memoryRatio: [1, 1.1], sharing: [0, 0.1], techniques: [hardware], zones: [1, 2], admission: [places, percentage] }
goals: { failures: 2, surviveZone: true, readyPercent: 2.5, pauseMs: 2s, monthsOfRoom: 24, cpuRatioMost: 6, memoryRatioMost: 1.2, budget: 900000 }
growthPercentPerMonth: 1
peakOverMean: 1.5
migration: { linkGbit: 25Gbit, dirtyMibPerS: 40, workingSetShare: 0.1 }
power: { server: Dell R740 2017, pue: 1.5, pricePerKwh: 0.25, gramsPerKwh: 380, use: 0.35 }
licences: [{ product: windows-datacenter, price: 6771, for: 16, per: once, vms: ["WIN*"] }]
mostHosts: 200
`,
    `
currency: EUR
hosts: [{ name: small, cores: 32, mhzPerCore: 2900, memoryGiB: 512, price: 11000 }]
power: { curve: [120, 160, 190, 215, 240, 265, 290, 320, 350, 385, 420] }
`,
  ],
  target: [
    `
name: OpenShift Virtualization
kind: openshift
node: { sockets: 2, cores: 64, threadsPerCore: 2, memoryGiB: 1TiB, price: 19000 }
version: main
overheadRatio: 1
cpuAllocationRatio: 5
memoryOvercommitPercent: 100
podsPerNode: 250
drain: 1
failures: 1
migration: { method: warm, linkGbit: 25Gbit, parallel: 10, from: san, to: nvme, changePercentPerDay: 5, cutoverMinutes: 15, fixedMinutes: 10, waveHours: 6 }
`,
    `
name: AWS us-east-1
kind: cloud
currency: USD
catalogue: instances.csv
provider: aws
region: us-east-1
classes: [general, compute, memory]
families: [m7i, r7i]
comfort: 1.3
percentile: 95
windowDays: 14
hoursPerMonth: 730
plans: { reserved: { discount: 0.35 }, spot: { discount: 0.6 } }
storagePerGibMonth: 0.08
onPremMonth: 42000
`,
  ],
  optimize: [
    `
percentile: 95
headroom: { cpu: 0.2, memory: 0.2 }
windowDays: 14
coverage: 0.8
mostCut: 0.5
idle: { mhz: 100MHz, share: 0.9 }
snapshotHours: 3d
disks: { headroom: 0.2, leastGiB: 10 }
asOf: 2026-07-01
prices: { currency: EUR, hostMonth: 450, vcpuMonth: 6, gibMonth: 1.5, diskGibMonth: 0.08 }
`,
  ],
  overcommit: [
    `
host: { memoryMb: 64GiB, profile: esxi-6, largePages: true, idleTax: 0.75, swap: ssd, overcommitRatio: 1.5 }
vms:
  - { id: web, count: 10, configuredMb: 6000, consumedMb: 5600, activeMb: 4400, guestFreeMb: 300, shareableMb: 400, reservationMb: 1000, limitMb: 5800, shares: 60000 }
`,
  ],
  study: [
    `
moves: { linkGbit: 25Gbit, dirtyMibPerS: 40, workingSetShare: 0.1, zeroShare: 0.2 }
dpm: { bootMinutes: 5min }
growth:
  machines: { percentPerMonth: 2, low: 1, high: 4 }
  memory: { percentPerMonth: 1, low: 0.5, high: 2 }
price: { currency: EUR, perVcpuHour: 0.035, perGibHour: 0.004, monthly: 0.8, yearly: 0.6 }
energy: { server: Dell R740 2017, pue: 1.4, gramsPerKwh: 350, pricePerKwh: 0.25 }
failure: { detectS: 30s, restartS: 90, restartsPerHost: 8, domains: { rack A: [esx-01, esx-02], rack B: [esx-03, esx-04] } }
maintenance: { minutesPerHost: 45, parallelMoves: 4 }
groups:
  - { name: shop, least: 2, most: 40, initial: 10, peak: 20, bootS: 60s, warmUpS: 2min, scale: { policy: target, target: 0.6, outAfterS: 180, inAfterS: 15min, scaleInAt: 0.9 } }
  - { name: by steps, peak: 20, scale: { policy: step, above: 0.7, below: 0.4, by: 2, cooldownS: 300 } }
  - { name: by the clock, peak: 20, scale: { policy: schedule, at: [{ hour: 8, count: 20 }, { hour: 20, count: 5 }] } }
  - { name: keep three, peak: 2, scale: { policy: keep, count: 3, failures: [{ minute: 600, count: 1 }] } }
`,
  ],
};
