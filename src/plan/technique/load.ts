/** Price of running on another technique: more or fewer cycles for the same work, and memory beside each machine. */
export interface TechniqueLoad {
  cpuFactor: number;
  /** MiB beside a machine of so much memory and so many vCPUs; undefined = as the settings say. */
  overheadMib: ((memoryMib: number, vcpus: number) => number) | undefined;
}
