// Memory for the kernel's own scanner: the population of src/kernels/ksm/population.ts in real pages, a process a VM.
// ksm SEED VMS PAGES ZERO24 SHARED24 DUP24 SHARED_POOL DUP_POOL: fills, advises, prints "ready", lives until stdin ends.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <signal.h>
#include <unistd.h>

typedef uint64_t u64;
#define G 0x9e3779b97f4a7c15ull

static u64 seed, vms, pages, zero24, shared24, dup24, shared_pool, dup_pool;

static u64 mix64(u64 z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

static u64 hash4(u64 a, u64 b, u64 c, u64 d) {
  u64 x = mix64(a + G);
  x = mix64(x + b + G);
  x = mix64(x + c + G);
  return mix64(x + d + G);
}

static u64 content(u64 v, u64 p) {
  u64 draw = hash4(seed, 1, v, p) >> 40;
  if (draw < zero24) return 0;
  if (draw < zero24 + shared24) return hash4(seed, 2, 0, hash4(seed, 3, v, p) % shared_pool);
  if (draw < zero24 + shared24 + dup24) return hash4(seed, 4, v, hash4(seed, 5, v, p) % dup_pool);
  return hash4(seed, 6, v, p);
}

static void vm(u64 v, int ready) {
  char done = 1;
  u64 *memory;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  memory = mmap(0, pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(3);
  madvise(memory, pages * 4096, MADV_NOHUGEPAGE);
  for (u64 p = 0; p < pages; p++) {
    u64 id = content(v, p), base = mix64(id + G), *words = memory + p * 512;
    for (u64 i = 0; i < 512; i++) words[i] = id ? mix64(base + (i + 1) * G) : 0;
  }
  if (madvise(memory, pages * 4096, MADV_MERGEABLE)) _exit(4);
  if (write(ready, &done, 1) != 1) _exit(5);
  for (;;) pause();
}

int main(int argc, char **argv) {
  u64 *to[] = {&seed, &vms, &pages, &zero24, &shared24, &dup24, &shared_pool, &dup_pool};
  int ready[2];
  char byte;
  if (argc != 9 || pipe(ready)) return 2;
  for (int i = 0; i < 8; i++) *to[i] = strtoull(argv[i + 1], 0, 10);
  for (u64 v = 0; v < vms; v++) {
    int child = fork();
    if (child < 0) return 3;
    if (child == 0) vm(v, ready[1]);
  }
  close(ready[1]);
  for (u64 v = 0; v < vms; v++)
    if (read(ready[0], &byte, 1) != 1) return 4;
  printf("ready\n");
  fflush(stdout);
  while (read(0, &byte, 1) > 0) {}
  return 0;
}
