// C twin of the dirty-bitmap kernels. One line per slice, "CPU_NS OPERATIONS DIGEST" back:
//   set|tas|pml|summary PAGES SEED COUNT    random writes (sfc32, multiply-shift) on a clean bitmap
//   bset|btas|bpml|bsummary ...             the same with our trick: pages drawn and fetched 128 at a time
//   master PAGES SEED COUNT                 builds the bitmap the harvests start from
//   scalar|simd|masks|read PAGES            harvest = scan + list + clear of a copy of it (masks = our trick); read = sum only
#include <immintrin.h>
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

static u32 batch[128];

// Draws up to 128 pages and fetches their words where the bitmap does not fit the cache.
static u32 draw(u32 pages, u32 count) {
  u32 size = count < 128 ? count : 128;
  for (u32 i = 0; i < size; i++) batch[i] = below(pages);
  if (pages > 1u << 21) for (u32 i = 0; i < size; i++) __builtin_prefetch(&bitmap[batch[i] >> 5], 1);
  return size;
}

static inline u32 fresh_bit(u32 *words, u32 page) {
  u32 word = words[page >> 5], bit = 1u << (page & 31);
  words[page >> 5] = word | bit;
  return (word & bit) == 0;
}

static u32 batched(char kind, u32 pages, u32 count) {
  u32 fresh = 0, fill = 0, exits = 0;
  for (u32 size; count; count -= size) {
    size = draw(pages, count);
    if (kind == 's') for (u32 i = 0; i < size; i++) bitmap[batch[i] >> 5] |= 1u << (batch[i] & 31);
    else if (kind == 't') for (u32 i = 0; i < size; i++) fresh += fresh_bit(bitmap, batch[i]);
    else if (kind == 'u') for (u32 i = 0; i < size; i++) {
      fresh += fresh_bit(bitmap, batch[i]);
      summary[batch[i] >> 14] |= 1u << ((batch[i] >> 9) & 31);
    } else for (u32 i = 0; i < size; i++) {
      pml[fill] = batch[i];
      fill += fresh_bit(bitmap, batch[i]);
      if (fill < 512) continue;
      for (u32 k = 0; k < 512; k++) __builtin_prefetch(&second[pml[k] >> 5], 1);
      for (u32 k = 0; k < 512; k++) fresh_bit(second, pml[k]);
      fill = 0, exits++;
    }
  }
  return kind == 'p' ? exits * 512 + fill : fresh;
}

static u64 used_words(const u64 *words) {
  const __m128i zero = _mm_setzero_si128(), *v = (const __m128i *)words;
  __m128i clean[4];
  for (int i = 0; i < 4; i++) {
    __m128 a = _mm_castsi128_ps(_mm_cmpeq_epi64(v[2 * i], zero));
    __m128 b = _mm_castsi128_ps(_mm_cmpeq_epi64(v[2 * i + 1], zero));
    clean[i] = _mm_castps_si128(_mm_shuffle_ps(a, b, 0x88));
  }
  __m128i low = _mm_packs_epi32(clean[0], clean[1]), high = _mm_packs_epi32(clean[2], clean[3]);
  return (u32)_mm_movemask_epi8(_mm_packs_epi16(low, high)) ^ 0xffff;
}

static u32 harvest_masks(u64 *words, u32 count) {
  u32 *out = list;
  for (u32 i = 0; i < count; i += 32) {
    const __m128i *v = (const __m128i *)(words + i);
    __m128i any = v[0];
    for (int k = 1; k < 16; k++) any = _mm_or_si128(any, v[k]);
    if (_mm_testz_si128(any, any)) continue;
    for (u64 used = used_words(words + i) | used_words(words + i + 16) << 16; used; used &= used - 1) {
      u32 at = i + (u32)__builtin_ctzll(used);
      u64 word = words[at];
      words[at] = 0;
      u32 *end = out + __builtin_popcountll(word);
      *out = at * 64 + (u32)_tzcnt_u64(word), word &= word - 1;
      out[1] = at * 64 + (u32)_tzcnt_u64(word), word &= word - 1;
      for (u32 *o = out + 2; o < end; o++, word &= word - 1) *o = at * 64 + (u32)__builtin_ctzll(word);
      out = end;
    }
  }
  return out - list;
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
      if (strstr("scalar simd masks read", command)) {
        memcpy(bitmap, master, pages / 8);
        operations = pages / 8;
        // One untimed read: otherwise what is timed is how the copy left the caches.
        for (u32 i = 0; i < words; i++) digest += (u32)((u64 *)bitmap)[i];
        warm = digest, digest = 0;
        before = cpu_ns();
        u32 found = 0;
        if (!strcmp(command, "scalar")) found = harvest_scalar((u64 *)bitmap, words);
        else if (!strcmp(command, "simd")) found = harvest_simd((u64 *)bitmap, words);
        else if (!strcmp(command, "masks")) found = harvest_masks((u64 *)bitmap, words);
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
        else if (!strcmp(command, "bset")) batched('s', pages, count);
        else if (!strcmp(command, "btas")) digest = batched('t', pages, count);
        else if (!strcmp(command, "bsummary")) digest = batched('u', pages, count);
        else if (!strcmp(command, "bpml")) digest = batched('p', pages, count);
        else if (!strcmp(command, "tas")) digest = test_and_set(pages, count);
        else if (!strcmp(command, "summary")) digest = with_summary(pages, count);
        else if (!strcmp(command, "pml")) digest = with_pml(pages, count);
        else {
          test_and_set(pages, count);
          memcpy(master, bitmap, pages / 8);
        }
        took = cpu_ns() - before;
        if (strstr("bset", command)) for (u32 i = 0; i < pages / 32; i++) digest += __builtin_popcount(bitmap[i]);
      }
      if (!strcmp(command, "master")) break;
    }
    printf("%.0f %llu %u\n", took, (unsigned long long)operations, digest);
    fflush(stdout);
  }
  return 0;
}
