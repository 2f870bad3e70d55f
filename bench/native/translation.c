// C twin of the translation kernel for one geometry: L1 TLB 16x4, L2 TLB 128x12, guest and host walk caches
// PD 8x4, PDPT 4, PML4 4, nested TLB 16x4, caches 64x8, 1024x16, 32768x16; 4K leaves, 4 levels each; exact LRU.
// Variants: run (SIMD sets, one access at a time), runp (SIMD sets, phase by phase), scalar (move-to-front loops).
// A line "VARIANT PATTERN DATA BYTES SEED COUNT" is answered with "CPU_NS OPERATIONS DIGEST".
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint32_t u32;
typedef uint64_t u64;
typedef u32 v4 __attribute__((vector_size(16)));
#include <emmintrin.h>

static u32 l1t[16 * 4] __attribute__((aligned(64))), l2t[128 * 12] __attribute__((aligned(64)));
static u32 pwc[2][3][8 * 4] __attribute__((aligned(64))), ntlb[16 * 4] __attribute__((aligned(64)));
static u32 c1[64 * 8] __attribute__((aligned(64))), c2[1024 * 16] __attribute__((aligned(64)));
static u32 c3[32768 * 16] __attribute__((aligned(64)));
static u32 masks[32] __attribute__((aligned(64)));
static u64 base = 1ull << 44, first, host_lines[5];
static u64 n_l1, n_walk, n_guest, n_host, n_lines, n_m1, n_m2, n_m3;

#define INLINE static inline __attribute__((always_inline))

// One set in recency order; n vectors of 4 ways; returns hit.
INLINE int touch_simd(u32 *row, u32 tag, const int n) {
  v4 t = {tag, tag, tag, tag}, r[4], before = t;
  u32 hit = 0;
  for (int k = 0; k < n; k++) {
    r[k] = *(v4 *)(row + 4 * k);
    hit |= (u32)_mm_movemask_ps((__m128)(r[k] == t)) << (4 * k);
  }
  u32 p = __builtin_ctz(hit | 1u << (4 * n - 1));
  const u32 *m = masks + 15 - p;
  for (int k = 0; k < n; k++) {
    v4 mask = (v4)_mm_loadu_si128((const __m128i *)(m + 4 * k));
    v4 moved = __builtin_shuffle(before, r[k], (v4){3, 4, 5, 6});
    *(v4 *)(row + 4 * k) = (moved & mask) | (r[k] & ~mask);
    before = r[k];
  }
  return hit != 0;
}

INLINE int touch_scalar(u32 *row, u32 tag, const int n) {
  int at = 0, ways = 4 * n;
  while (at < ways && row[at] != tag) at++;
  int hit = at < ways;
  if (!hit) at = ways - 1;
  for (; at > 0; at--) row[at] = row[at - 1];
  row[0] = tag;
  return hit;
}

static u64 data_frame(u64 v) {
  return v - first + 4 + (v >> 9) - (first >> 9) + (v >> 18) - (first >> 18) + (v >> 27) - (first >> 27);
}
static u64 table_frame(u64 v, int level) {
  if (level == 4) return 0;
  u64 start = v >> 9 * level << 9 * level;
  return data_frame(start < first ? first : start) - level;
}

#define ENGINE(NAME, TOUCH)                                                                                  \
  INLINE u64 *host_##NAME(u64 f, u64 *out) {                                                                 \
    if (TOUCH(ntlb + ((u32)f & 15) * 4, (u32)f, 1)) return out;                                              \
    int start = 4;                                                                                           \
    if (TOUCH(pwc[1][0] + ((u32)(f >> 9) & 7) * 4, (u32)(f >> 9), 1)) start = 1;                             \
    else if (TOUCH(pwc[1][1], (u32)(f >> 18), 1)) start = 2;                                                 \
    else if (TOUCH(pwc[1][2], (u32)(f >> 27), 1)) start = 3;                                                 \
    n_host += start;                                                                                         \
    for (int l = start; l >= 1; l--) *out++ = (host_lines[l] + (f >> (9 * l - 6))) | 2ull << 62;             \
    return out;                                                                                              \
  }                                                                                                          \
  static u64 *walk_##NAME(u64 v, u32 key, u64 *out) {                                                        \
    u64 data = data_frame(v);                                                                                \
    int start = 4;                                                                                           \
    if (TOUCH(pwc[0][0] + ((key >> 9) & 7) * 4, key >> 9, 1)) start = 1;                                     \
    else if (TOUCH(pwc[0][1], (u32)(v >> 18), 1)) start = 2;                                                 \
    else if (TOUCH(pwc[0][2], (u32)(v >> 27), 1)) start = 3;                                                 \
    n_guest += start;                                                                                        \
    for (int l = start; l >= 1; l--) {                                                                       \
      u64 table = table_frame(v, l);                                                                         \
      out = host_##NAME(table, out);                                                                         \
      *out++ = table << 6 | ((v >> (9 * l - 6)) & 63) | 1ull << 62;                                          \
    }                                                                                                        \
    return host_##NAME(data, out);                                                                           \
  }                                                                                                          \
  static void run_##NAME(const u64 *words, u32 n, int with_data) {                                           \
    static u64 last = ~0ull;                                                                                 \
    u64 lines[40];                                                                                           \
    if (!words) { last = ~0ull; return; }                                                                    \
    for (u32 i = 0; i < n; i++) {                                                                            \
      u64 address = words[i] >> 2, v = address >> 12;                                                        \
      u64 *out = lines;                                                                                      \
      if (v != last) {                                                                                       \
        u32 key = (u32)(v - (first & ~0x1ffull));                                                            \
        last = v;                                                                                            \
        if (!TOUCH(l1t + (key & 15) * 4, key >> 4, 1)) {                                                     \
          n_l1++;                                                                                            \
          if (!TOUCH(l2t + (key & 127) * 12, key >> 7, 3)) { n_walk++; out = walk_##NAME(v, key, out); }     \
        }                                                                                                    \
      }                                                                                                      \
      if (with_data) *out++ = data_frame(v) << 6 | ((address >> 6) & 63);                                    \
      n_lines += out - lines;                                                                                \
      for (u64 *p = lines; p < out; p++) {                                                                   \
        u64 line = *p & 0xfffffffffffull;                                                                    \
        if (TOUCH(c1 + (line & 63) * 8, (u32)(line >> 6), 2)) continue;                                      \
        n_m1++;                                                                                              \
        if (TOUCH(c2 + (line & 1023) * 16, (u32)(line >> 10), 4)) continue;                                  \
        n_m2++;                                                                                              \
        n_m3 += !TOUCH(c3 + (line & 32767) * 16, (u32)(line >> 15), 4);                                      \
      }                                                                                                      \
    }                                                                                                        \
  }

ENGINE(simd, touch_simd)
ENGINE(scalar, touch_scalar)

#define SIFT(NAME, SETS, BITS, WAYS)                                                                         \
  static u32 NAME(u32 *tags, const u64 *in, u32 n, u64 *out) {                                               \
    u64 *start = out;                                                                                        \
    for (u32 i = 0; i < n; i++) {                                                                            \
      u64 line = in[i] & 0xfffffffffffull;                                                                   \
      *out = in[i];                                                                                          \
      out += !touch_simd(tags + (line & (SETS - 1)) * WAYS, (u32)(line >> BITS), WAYS / 4);                  \
    }                                                                                                        \
    return out - start;                                                                                      \
  }
SIFT(sift_l1t, 16, 4, 4)
SIFT(sift_l2t, 128, 7, 12)
SIFT(sift_c1, 64, 6, 8)
SIFT(sift_c2, 1024, 10, 16)
SIFT(sift_c3, 32768, 15, 16)

static void run_phases(const u64 *words, u32 n, int with_data) {
  static u64 last = ~0ull, a[1024], b[1024], w[1024], la[40960], lb[40960];
  if (!words) { last = ~0ull; return; }
  u64 *out = a, delta = first & ~0x1ffull;
  for (u32 i = 0; i < n; i++) {
    u64 page = words[i] >> 14;
    *out = (page - delta) | (u64)i << 48;
    out += page != last;
    last = page;
  }
  u32 misses = sift_l1t(l1t, a, out - a, b), walks = sift_l2t(l2t, b, misses, w), next = 0;
  n_l1 += misses;
  n_walk += walks;
  out = la;
  for (u32 i = 0; i < walks; i++) {
    u32 index = w[i] >> 48;
    if (with_data)
      for (; next < index; next++) {
        u64 address = words[next] >> 2;
        *out++ = data_frame(address >> 12) << 6 | ((address >> 6) & 63);
      }
    out = walk_simd(words[index] >> 14, (u32)w[i], out);
  }
  if (with_data)
    for (; next < n; next++) {
      u64 address = words[next] >> 2;
      *out++ = data_frame(address >> 12) << 6 | ((address >> 6) & 63);
    }
  u32 lines = out - la;
  n_lines += lines;
  u32 m1 = sift_c1(c1, la, lines, lb), m2 = sift_c2(c2, lb, m1, la);
  n_m1 += m1;
  n_m2 += m2;
  n_m3 += sift_c3(c3, la, m2, lb);
}

// Generators: sfc32 and the patterns of assembly/translation/generate.ts.
static u32 ra, rb, rc, rn, *bins, bin_count;
static u64 state;
static u32 next32(void) {
  u32 out = ra + rb + rn++;
  ra = rb ^ rb >> 9;
  rb = rc + (rc << 3);
  rc = (rc << 21 | rc >> 11) + out;
  return out;
}
static u32 below(u32 bound) { return (u64)next32() * bound >> 32; }

static void generate(int pattern, u64 bytes, u64 *words, u32 n) {
  if (pattern == 0)
    for (u32 i = 0; i < n; i++) {
      words[i] = (base + state) << 2;
      state += 8;
      if (state >= bytes) state -= bytes;
    }
  else if (pattern == 2)
    for (u32 i = 0; i < n; i++) {
      u32 *bin = bins + 4 * below(bin_count);
      if (next32() > bin[0]) bin = bins + 4 * bin[1];
      u32 page = bin[2] + below(bin[3]);
      do page = (page * 0x9e3779b1u + 0x7f4a7c15u) & (u32)(bytes / 4096 - 1);
      while (page >= bytes / 4096);
      words[i] = (base + ((u64)page << 12 | (u64)(next32() & 511) << 3)) << 2;
    }
  else
    for (u32 i = 0; i < n; i++) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      words[i] = (base + ((state & (bytes / 8 - 1)) << 3)) << 2 | 2;
    }
}

static void restart(u64 bytes, u32 seed, int pattern) {
  u64 frames = bytes / 4096, line;
  memset(l1t, 255, sizeof l1t); memset(l2t, 255, sizeof l2t); memset(pwc, 255, sizeof pwc);
  memset(ntlb, 255, sizeof ntlb); memset(c1, 255, sizeof c1); memset(c2, 255, sizeof c2); memset(c3, 255, sizeof c3);
  n_l1 = n_walk = n_guest = n_host = n_lines = n_m1 = n_m2 = n_m3 = 0;
  first = base >> 12;
  double touched = (double)frames;
  frames = (u64)(touched * (1 + 1.0 / 500) + 8);
  if ((double)frames < touched * (1 + 1.0 / 500) + 8) frames++;
  line = frames * 64;
  for (int l = 1; l <= 4; l++) {
    host_lines[l] = line;
    line += 64 * ((frames + (1ull << 9 * l) - 1) >> 9 * l);
  }
  ra = 0; rb = seed; rc = 0x9e3779b9u; rn = 1;
  for (int i = 0; i < 15; i++) next32();
  state = pattern == 3 ? ((u64)seed << 32) ^ 88172645463325252ull : 0;
  run_simd(0, 0, 0); run_scalar(0, 0, 0); run_phases(0, 0, 0);
}

static double cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(void) {
  char variant[16], line[4096];
  int pattern, with_data;
  unsigned long long bytes, seed, count;
  static u64 words[1024];
  memset(masks, 255, 64);
  while (fgets(line, sizeof line, stdin)) {
    if (!strncmp(line, "bins ", 5)) {
      FILE *f = fopen(strtok(line + 5, "\n"), "rb");
      fseek(f, 0, SEEK_END);
      long size = ftell(f);
      rewind(f);
      bins = realloc(bins, size);
      bin_count = fread(bins, 16, size / 16, f);
      fclose(f);
      printf("0 %u bins\n", bin_count);
      fflush(stdout);
      continue;
    }
    if (sscanf(line, "%15s %d %d %llu %llu %llu", variant, &pattern, &with_data, &bytes, &seed, &count) != 6) return 1;
    restart(bytes, (u32)seed, pattern);
    double before = cpu_ns();
    for (u64 done = 0; done < count; done += 1024) {
      generate(pattern, bytes, words, 1024);
      if (!strcmp(variant, "run")) run_simd(words, 1024, with_data);
      else if (!strcmp(variant, "runp")) run_phases(words, 1024, with_data);
      else run_scalar(words, 1024, with_data);
    }
    printf("%.0f %llu %llu/%llu/%llu/%llu/%llu/%llu/%llu/%llu\n", cpu_ns() - before, count, (unsigned long long)n_l1,
           (unsigned long long)n_walk, (unsigned long long)n_guest, (unsigned long long)n_host,
           (unsigned long long)n_lines, (unsigned long long)n_m1, (unsigned long long)n_m2, (unsigned long long)n_m3);
    fflush(stdout);
  }
  return 0;
}
