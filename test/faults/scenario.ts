/** A small sweep that asks every question. */
export const scenarioText = `
name: faults
hosts: [srv, clx]
techniques: [bare-metal, full, hardware]
pages: [4K/4K, 4K/2M]
vms:
  - name: db
    memory: [64MiB, 128MiB]
    count: 3
    preset: small-database
    workload: { pattern: { footprint: 16MiB, accesses: 2000 } }
    writes: { pattern: uniform, workingSet: 16MiB, rate: 500 }
    disk: { used: 64MiB }
migration: { link: [1Gb/s, 10Gb/s] }
`;
