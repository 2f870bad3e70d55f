// Pointer chases through caches and TLBs: the native twin of assembly/probe. A server: each line
// "lines COUNT HOPS REPEATS", "pages COUNT HOPS REPEATS" or "spin 0 OPERATIONS REPEATS" on standard input is
// answered by one line of REPEATS numbers, nanoseconds per hop or operation. Argument: bytes of memory.
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static uint32_t rng = 0x9e3779b9;

static uint32_t below(uint32_t bound) {
  rng ^= rng << 13;
  rng ^= rng >> 17;
  rng ^= rng << 5;
  return (uint32_t)(((uint64_t)rng * bound) >> 32);
}

static void shuffle(uint32_t *order, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    uint32_t j = below(i + 1);
    order[i] = order[j];
    order[j] = i;
  }
}

/** Links one line of each page, or all lines of a page before the next page; where the ring starts. */
static void **lay(char *arena, uint32_t *order, uint32_t count, int by_page) {
  uint32_t lines[64], pages = by_page ? count : (count + 63) / 64;
  void **first = 0, **last = 0;
  shuffle(order, pages);
  for (uint32_t i = 0; i < pages; i++) {
    uint32_t page = order[i], here = by_page ? 1 : count - page * 64 < 64 ? count - page * 64 : 64;
    shuffle(lines, here);
    for (uint32_t j = 0; j < here; j++) {
      void **at = (void **)(arena + (size_t)page * 4096 + 64 * (by_page ? page % 64 : lines[j]));
      if (last) *last = at;
      else first = at;
      last = at;
    }
  }
  *last = first;
  return first;
}

#define HOP at = *(void ***)at;
#define HOPS4 HOP HOP HOP HOP

static void **chase(void **at, uint64_t hops) {
  for (uint64_t i = 0; i < hops; i += 16) {
    HOPS4 HOPS4 HOPS4 HOPS4
  }
  return at;
}

#define STEP x = (x ^ b) + a; __asm__ volatile("" : "+r"(x));
static uint32_t spin(uint64_t operations, uint32_t a, uint32_t b) {
  uint32_t x = a;
  for (uint64_t i = 0; i < operations; i += 16) {
    STEP STEP STEP STEP STEP STEP STEP STEP
  }
  return x;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(int argc, char **argv) {
  size_t bytes = argc > 1 ? strtoull(argv[1], 0, 10) : 0;
  if (bytes < 4096) return 2;
  char *arena = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  uint32_t *order = malloc(bytes / 4096 * sizeof *order);
  if (arena == MAP_FAILED || !order) return 1;
#ifdef MADV_NOHUGEPAGE
  madvise(arena, bytes, MADV_NOHUGEPAGE);
#endif
  char kind[8];
  uint32_t count, repeats;
  uint64_t hops;
  volatile uint64_t sink = 0;
  while (scanf("%7s %" SCNu32 " %" SCNu64 " %" SCNu32, kind, &count, &hops, &repeats) == 4) {
    int spins = !strcmp(kind, "spin"), by_page = !strcmp(kind, "pages");
    void **at = 0;
    if (!spins) {
      uint64_t lines = by_page ? (uint64_t)count * 64 : count;
      if (!count || (lines + 63) / 64 * 4096 > bytes) return 2;
      at = chase(lay(arena, order, count, by_page), (uint64_t)count + 16);
    }
    for (uint32_t i = 0; i < repeats; i++) {
      double start = now();
      if (spins) sink += spin(hops, (uint32_t)hops | 1, 0x7f4a7c15);
      else sink += (uintptr_t)(at = chase(at, hops));
      printf("%s%.4f", i ? " " : "", (now() - start) / hops);
    }
    printf("\n");
    fflush(stdout);
  }
  return 0;
}
