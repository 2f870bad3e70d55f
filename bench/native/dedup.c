// C twin of assembly/dedup: page hashes with libxxhash, and sharing of pages end to end.
// Compiled twice: linked with the distribution's libxxhash, and with -DXXH_INLINE_ALL -mavx2.
// Commands, one a line: "hash KIND FIRST COUNT BYTES" (KIND 3 = XXH3-64, 64 = XXH64), "dedup COUNT", "sampled COUNT" (our
// trick: four lines first), "fill KIND" (0 = the mixture, 1 = all pages equal, 2 = all equal but one word).
// Answers "CPU_NS OPERATIONS DIGEST"; operations are blocks. Memory holds the pages of bench/dedup.ts, word for word.
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

enum { PAGE = 4096 };
static uint8_t *memory;
static uint32_t pages;

static uint64_t cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// A quarter of the pages is zero, about 35 of 100 repeat an earlier one, the rest is unique.
static void fill(int kind_of_all) {
  uint32_t *word = (uint32_t *)memory;
  if (kind_of_all) {
    for (size_t i = 0; i < (size_t)pages * (PAGE / 4); i++) word[i] = (uint32_t)(i % (PAGE / 4)) * 2654435761u + 1;
    if (kind_of_all == 2) for (uint32_t p = 0; p < pages; p++) word[(size_t)p * (PAGE / 4) + 500] = p;
    return;
  }
  for (uint32_t p = 0; p < pages; p++) {
    uint32_t draw = (p * 2654435761u) >> 16;
    uint32_t kind = draw % 100, seed = kind < 25 ? 0 : kind < 60 ? 1 + draw % 4093 : 100000 + p;
    for (uint32_t i = 0; i < PAGE / 4; i++) word[(size_t)p * (PAGE / 4) + i] = seed ? (seed + i) * 2654435761u : 0;
  }
}

static uint64_t hash_of(int kind, const void *at, size_t bytes) {
  return kind == 3 ? XXH3_64bits(at, bytes) : XXH64(at, bytes, 0);
}

static int is_zero(const uint8_t *at) {
  const uint64_t *w = (const uint64_t *)at;
  for (int i = 0; i < PAGE / 8; i += 8)
    if (w[i] | w[i + 1] | w[i + 2] | w[i + 3] | w[i + 4] | w[i + 5] | w[i + 6] | w[i + 7]) return 0;
  return 1;
}

struct frame { uint64_t print; uint32_t unit, references; };
static struct frame *frames;
static uint32_t *owners, *slots, slot_count;

static uint32_t dedup(uint32_t count) {
  uint32_t joined = 0, known = 0, mask = slot_count - 1;
  memset(owners, 0xff, (size_t)count * 4);
  memset(slots, 0, (size_t)slot_count * 4);
  for (uint32_t unit = 0; unit < count; unit++) {
    const uint8_t *at = memory + (size_t)unit * PAGE;
    if (is_zero(at)) { owners[unit] = 0xfffffffe; continue; }
    uint64_t print = XXH3_64bits(at, PAGE);
    for (uint32_t slot = (uint32_t)print & mask;; slot = (slot + 1) & mask) {
      uint32_t held = slots[slot];
      if (!held) {
        frames[known] = (struct frame){print, unit, 1};
        owners[unit] = known++;
        slots[slot] = known;
        break;
      }
      struct frame *f = &frames[held - 1];
      if (f->print == print && !memcmp(at, memory + (size_t)f->unit * PAGE, PAGE)) {
        f->references++;
        owners[unit] = held - 1;
        joined++;
        break;
      }
    }
  }
  return joined;
}

static uint8_t *collided;

static uint64_t sample(const uint8_t *at) {
  uint64_t sums[4] = {1, 2, 3, 4};
  for (int line = 0; line < 4; line++)
    for (int i = 0; i < 8; i++) {
      uint64_t word;
      memcpy(&word, at + line * (PAGE / 4 + 5 * 64) + i * 8, 8);
      sums[i & 3] = (sums[i & 3] ^ word) * 0x9e3779b185ebca87u;
      sums[i & 3] ^= sums[i & 3] >> 29;
    }
  return (sums[0] ^ sums[1] << 21 ^ sums[1] >> 43) * 0xc2b2ae3d27d4eb4fu + (sums[2] ^ sums[3] << 31 ^ sums[3] >> 33);
}

static int differed;
static uint32_t vacant;

static uint32_t seek(uint64_t print, const uint8_t *at) {
  uint32_t mask = slot_count - 1, slot = (uint32_t)print & mask;
  differed = 0;
  for (; slots[slot]; slot = (slot + 1) & mask) {
    struct frame *f = &frames[slots[slot] - 1];
    if (f->print != print) continue;
    if (!memcmp(at, memory + (size_t)f->unit * PAGE, PAGE)) return slots[slot];
    differed = 1;
  }
  vacant = slot;
  return 0;
}

// Groups of 16 pages whose sampled lines are fetched together, as ours does.
static uint32_t dedup_sampled(uint32_t count) {
  uint32_t joined = 0, known = 0, mask = slot_count - 1;
  uint64_t prints[16];
  memset(owners, 0xff, (size_t)count * 4);
  memset(slots, 0, (size_t)slot_count * 4);
  memset(collided, 0, slot_count / 8 + 1);
  for (uint32_t first = 0; first < count; first += 16) {
    uint32_t end = first + 16 < count ? first + 16 : count;
    for (uint32_t unit = first; unit < end; unit++)
      for (int line = 0; line < 4; line++)
        __builtin_prefetch(memory + (size_t)unit * PAGE + line * (PAGE / 4 + 5 * 64));
    for (uint32_t unit = first; unit < end; unit++) {
      const uint8_t *at = memory + (size_t)unit * PAGE;
      if (is_zero(at)) { owners[unit] = 0xfffffffe; continue; }
      prints[unit - first] = sample(at);
      __builtin_prefetch(&slots[(uint32_t)prints[unit - first] & mask]);
    }
    for (uint32_t unit = first; unit < end; unit++) {
      if (owners[unit] == 0xfffffffe) continue;
      const uint8_t *at = memory + (size_t)unit * PAGE;
      uint64_t print = prints[unit - first];
      uint32_t held = seek(print, at), bit = (uint32_t)print & mask;
      if (!held && (differed || collided[bit >> 3] >> (bit & 7) & 1)) {
        collided[bit >> 3] |= 1 << (bit & 7);
        print = XXH3_64bits(at, PAGE);
        held = seek(print, at);
      }
      if (held) { frames[held - 1].references++; owners[unit] = held - 1; joined++; continue; }
      frames[known] = (struct frame){print, unit, 1};
      owners[unit] = known++;
      slots[vacant] = known;
    }
  }
  return joined;
}

int main(int argc, char **argv) {
  pages = argc > 1 ? (uint32_t)strtoul(argv[1], 0, 10) : 32768;
  memory = aligned_alloc(1u << 21, (size_t)pages * PAGE);
  frames = malloc(sizeof(struct frame) * pages);
  owners = malloc((size_t)pages * 4);
  for (slot_count = 2; slot_count < 2 * pages; slot_count *= 2) {}
  slots = malloc((size_t)slot_count * 4);
  collided = malloc(slot_count / 8 + 1);
  if (!collided || !memory || !frames || !owners || !slots) return 1;
  fill(0);
  char line[128];
  while (fgets(line, sizeof line, stdin)) {
    uint32_t first, count, bytes;
    int kind;
    if (sscanf(line, "hash %d %u %u %u", &kind, &first, &count, &bytes) == 4) {
      uint64_t sum = 0, start = cpu();
      for (uint32_t i = 0; i < count; i++) sum ^= hash_of(kind, memory + (size_t)first * PAGE + (size_t)i * bytes, bytes);
      printf("%" PRIu64 " %u %016" PRIx64 "\n", cpu() - start, count, sum);
    } else if (sscanf(line, "dedup %u", &count) == 1 && count <= pages) {
      uint64_t start = cpu();
      uint32_t joined = dedup(count);
      printf("%" PRIu64 " %u %u\n", cpu() - start, count, joined);
    } else if (sscanf(line, "sampled %u", &count) == 1 && count <= pages) {
      uint64_t start = cpu();
      uint32_t joined = dedup_sampled(count);
      printf("%" PRIu64 " %u %u\n", cpu() - start, count, joined);
    } else if (sscanf(line, "fill %d", &kind) == 1) {
      fill(kind);
      printf("0 1 0\n");
    } else printf("unknown\n");
    fflush(stdout);
  }
  return 0;
}
