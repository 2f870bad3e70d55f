// C twin of assembly/blocks/walk.ts: the same maps, random numbers and digests, one command a line.
//   make DEPTH | read SEED N | walk SEED N (read with our layout: tables in rows, layer after layer) | flat SEED N | row SEED N | cow SEED N
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TABLE_BITS = 13, TABLE = 1 << TABLE_BITS, DISK_BITS = 20, TABLES = 128 };

typedef struct { uint32_t *table[TABLES]; } Levels;

static Levels *layers[64];
static Levels *flat, *top;
static uint32_t *rows[TABLES * 64];
static uint32_t depth;

static Levels *make_levels(void) {
  Levels *levels = malloc(sizeof *levels);
  for (int i = 0; i < TABLES; i++) levels->table[i] = calloc(TABLE, 4);
  return levels;
}

static void free_levels(Levels *levels) {
  if (!levels) return;
  for (int i = 0; i < TABLES; i++) free(levels->table[i]);
  free(levels);
}

static inline uint32_t *entry_at(Levels *levels, uint32_t block) {
  return &levels->table[block >> TABLE_BITS][block & (TABLE - 1)];
}

static inline uint32_t step(uint32_t state) { return state * 1664525u + 1013904223u; }

static int held(uint32_t block, uint32_t layer) {
  return ((block * 0x9e3779b1u + layer * 0x85ebca6bu) >> 8) % 200 == 0;
}

static void make(uint32_t d) {
  for (uint32_t i = 0; i < depth; i++) free_levels(layers[i]);
  free_levels(flat);
  free_levels(top);
  depth = d;
  flat = make_levels();
  for (uint32_t layer = 0; layer < depth; layer++) {
    layers[layer] = make_levels();
    for (uint32_t block = 0; block < 1u << DISK_BITS; block++) {
      if (layer != depth - 1 && !held(block, layer)) continue;
      *entry_at(layers[layer], block) = block + 1;
      uint32_t *at = entry_at(flat, block);
      if (!*at) *at = ((layer << DISK_BITS) | block) + 1;
    }
  }
  top = make_levels();
  for (uint32_t i = 0; i < TABLES * depth; i++) rows[i] = layers[i % depth]->table[i / depth];
}

static uint32_t walk_reads(uint32_t state, uint32_t n) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    state = step(state);
    uint32_t block = state >> (32 - DISK_BITS), layer = 0, entry = 0;
    for (; layer < depth; layer++) if ((entry = *entry_at(layers[layer], block))) break;
    sum += entry - 1 + layer;
  }
  return sum;
}

static uint32_t walk_rows(uint32_t state, uint32_t n) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    state = step(state);
    uint32_t block = state >> (32 - DISK_BITS), layer = 0, entry = 0;
    uint32_t **row = &rows[(block >> TABLE_BITS) * depth];
    for (; !(entry = row[layer][block & (TABLE - 1)]); layer++) {}
    sum += entry - 1 + layer;
  }
  return sum;
}

static uint32_t flat_reads(uint32_t state, uint32_t n) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    state = step(state);
    uint32_t entry = *entry_at(flat, state >> (32 - DISK_BITS)) - 1;
    sum += (entry & ((1u << DISK_BITS) - 1)) + (entry >> DISK_BITS);
  }
  return sum;
}

static uint32_t row_writes(uint32_t state, uint32_t n) {
  uint32_t sum = 0, next = 1u << DISK_BITS;
  for (uint32_t i = 0; i < n; i++) {
    state = step(state);
    uint32_t block = state >> (32 - DISK_BITS), *at = entry_at(top, block);
    if (*at) {
      sum += *at;
      continue;
    }
    sum ^= *entry_at(flat, block);
    *at = ++next;
  }
  return sum + next;
}

static uint32_t cow_writes(uint32_t state, uint32_t n) {
  uint32_t sum = 0, copies = 0;
  for (uint32_t i = 0; i < n; i++) {
    state = step(state);
    uint32_t block = state >> (32 - DISK_BITS);
    sum += *entry_at(flat, block);
    uint32_t *at = entry_at(top, block);
    if (!*at) *at = ++copies;
  }
  return sum + copies;
}

static void forget(void) {
  for (int i = 0; i < TABLES; i++) memset(top->table[i], 0, TABLE * 4);
}

static uint64_t cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + t.tv_nsec;
}

int main(void) {
  char what[16];
  uint32_t a, b;
  char line[128];
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "%15s %u %u", what, &a, &b) < 2) return 1;
    if (what[0] == 'm') {
      make(a);
      printf("0 1 made\n");
      fflush(stdout);
      continue;
    }
    if (what[0] == 'r' && what[1] == 'o') forget();
    if (what[0] == 'c') forget();
    uint64_t before = cpu_ns();
    uint32_t digest = what[0] == 'f' ? flat_reads(a, b)
                    : what[0] == 'w' ? walk_rows(a, b)
                    : what[0] == 'c' ? cow_writes(a, b)
                    : what[1] == 'o' ? row_writes(a, b)
                                     : walk_reads(a, b);
    printf("%llu %u %u\n", (unsigned long long)(cpu_ns() - before), b, digest);
    fflush(stdout);
  }
  return 0;
}
