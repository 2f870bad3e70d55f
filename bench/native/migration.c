// C twin of the dirty-bitmap kernels. One line per slice, "CPU_NS OPERATIONS DIGEST" back:
//   set|tas|pml|summary PAGES SEED COUNT    random writes (sfc32, multiply-shift) on a clean bitmap
//   master PAGES SEED COUNT                 builds the bitmap the harvests start from
//   scalar|simd|read PAGES                  harvest = scan + list + clear of a copy of it; read = sum only
#include <emmintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint32_t u32;
typedef uint64_t u64;

static u32 ra, rb, rc, rn;

static inline u32 next_u32(void) {
  u32 out = ra + rb + rn++;
  ra = rb ^ (rb >> 9);
  rb = rc + (rc << 3);
  rc = ((rc << 21) | (rc >> 11)) + out;
  return out;
}

static void seed_rng(u32 seed) {
  ra = 0, rb = seed, rc = 0x9e3779b9, rn = 1;
  for (int i = 0; i < 15; i++) next_u32();
}

static inline u32 below(u32 bound) { return (u32)(((u64)next_u32() * bound) >> 32); }

static u32 *bitmap, *second, *summary, *list;
static u64 *master;
static volatile u32 warm;
static u32 pml[512];

static double cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void set(u32 pages, u32 count) {
  for (u32 i = 0; i < count; i++) {
    u32 page = below(pages);
    bitmap[page >> 5] |= 1u << (page & 31);
  }
}

static u32 test_and_set(u32 pages, u32 count) {
  u32 fresh = 0;
  for (u32 i = 0; i < count; i++) {
    u32 page = below(pages), word = bitmap[page >> 5];
    fresh += ((word >> (page & 31)) & 1) ^ 1;
    bitmap[page >> 5] = word | 1u << (page & 31);
  }
  return fresh;
}

static u32 with_summary(u32 pages, u32 count) {
  u32 fresh = 0;
  for (u32 i = 0; i < count; i++) {
    u32 page = below(pages), word = bitmap[page >> 5];
    fresh += ((word >> (page & 31)) & 1) ^ 1;
    bitmap[page >> 5] = word | 1u << (page & 31);
    summary[page >> 14] |= 1u << ((page >> 9) & 31);
  }
  return fresh;
}

static u32 with_pml(u32 pages, u32 count) {
  u32 fill = 0, exits = 0;
  for (u32 i = 0; i < count; i++) {
    u32 page = below(pages), word = bitmap[page >> 5], bit = 1u << (page & 31);
    pml[fill] = page;
    bitmap[page >> 5] = word | bit;
    fill += (word & bit) == 0;
    if (fill == 512) {
      for (u32 k = 0; k < 512; k++) second[pml[k] >> 5] |= 1u << (pml[k] & 31);
      fill = 0;
      exits++;
    }
  }
  return exits * 512 + fill;
}

static u32 harvest_scalar(u64 *words, u32 count) {
  u32 *out = list;
  for (u32 i = 0; i < count; i++) {
    u64 word = words[i];
    if (!word) continue;
    words[i] = 0;
    while (word) {
      *out++ = i * 64 + (u32)__builtin_ctzll(word);
      word &= word - 1;
    }
  }
  return out - list;
}

static u32 harvest_simd(u64 *words, u32 count) {
  u32 *out = list;
  const __m128i zero = _mm_setzero_si128();
  for (u32 i = 0; i < count; i += 8) {
    __m128i *v = (__m128i *)(words + i);
    __m128i a = _mm_or_si128(_mm_or_si128(v[0], v[1]), _mm_or_si128(v[2], v[3]));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(a, zero)) == 0xffff) continue;
    for (u32 k = i; k < i + 8; k++) {
      u64 word = words[k];
      if (!word) continue;
      words[k] = 0;
      while (word) {
        *out++ = k * 64 + (u32)__builtin_ctzll(word);
        word &= word - 1;
      }
    }
  }
  return out - list;
}

int main(void) {
  char command[16], line[256];
  unsigned pages, seed, count;
  const u32 most = 1u << 28;
  bitmap = aligned_alloc(64, most / 8), second = aligned_alloc(64, most / 8);
  summary = aligned_alloc(64, most / 4096), master = aligned_alloc(64, most / 8);
  list = malloc(((u64)1 << 25) * 4 + 64);
  memset(bitmap, 0, most / 8), memset(second, 0, most / 8), memset(summary, 0, most / 4096);
  while (fgets(line, sizeof line, stdin)) {
    seed = count = 0;
    if (sscanf(line, "%15s %u %u %u", command, &pages, &seed, &count) < 2 || pages > most) return 1;
    u32 words = pages / 64, digest = 0;
    u64 operations = count;
    double before = 0, took = 0;
    // Each slice runs twice and the second is timed: a slice after the other process's pays for its caches.
    for (int pass = 0; pass < 2; pass++) {
      digest = 0;
      if (!strcmp(command, "scalar") || !strcmp(command, "simd") || !strcmp(command, "read")) {
        memcpy(bitmap, master, pages / 8);
        operations = pages / 8;
        // One untimed read: otherwise what is timed is how the copy left the caches.
        for (u32 i = 0; i < words; i++) digest += (u32)((u64 *)bitmap)[i];
        warm = digest, digest = 0;
        before = cpu_ns();
        u32 found = 0;
        if (!strcmp(command, "scalar")) found = harvest_scalar((u64 *)bitmap, words);
        else if (!strcmp(command, "simd")) found = harvest_simd((u64 *)bitmap, words);
        else {
          u64 sum = 0;
          for (u32 i = 0; i < words; i++) sum += ((u64 *)bitmap)[i];
          digest = (u32)sum;
        }
        took = cpu_ns() - before;
        for (u32 i = 0; i < found; i++) digest += list[i] * (i + 1);
      } else {
        memset(bitmap, 0, pages / 8);
        seed_rng(seed);
        before = cpu_ns();
        if (!strcmp(command, "set")) set(pages, count);
        else if (!strcmp(command, "tas")) digest = test_and_set(pages, count);
        else if (!strcmp(command, "summary")) digest = with_summary(pages, count);
        else if (!strcmp(command, "pml")) digest = with_pml(pages, count);
        else {
          test_and_set(pages, count);
          memcpy(master, bitmap, pages / 8);
        }
        took = cpu_ns() - before;
        if (!strcmp(command, "set")) for (u32 i = 0; i < pages / 32; i++) digest += __builtin_popcount(bitmap[i]);
      }
      if (!strcmp(command, "master")) break;
    }
    printf("%.0f %llu %u\n", took, (unsigned long long)operations, digest);
    fflush(stdout);
  }
  return 0;
}
