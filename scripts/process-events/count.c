/* Page faults, context switches and resident pages of the three process tests of lmbench, by the kernel's own counters.
   cc -O2 -o hello hello.c; cc -O2 -o count count.c; ./count 0 300 (fork+exit), 1 (fork+execve), 2 (fork+/bin/sh -c)
   System calls per iteration: strace -f -c ./count KIND 200 less ./count KIND 100, over 100. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long faults(int who) { struct rusage r; getrusage(who, &r); return r.ru_minflt; }
static long switches(int who) { struct rusage r; getrusage(who, &r); return r.ru_nvcsw + r.ru_nivcsw; }

/* Pages of areas that hold anonymous pages: fork copies their entries, and theirs alone (since Linux 2.6.14). */
static long copied_pages(void) {
  FILE *f = fopen("/proc/self/smaps", "r");
  char line[512];
  long rss = 0, kib, pages = 0;
  while (f && fgets(line, sizeof line, f)) {
    if (sscanf(line, "Rss: %ld", &kib) == 1) rss = kib;
    if (sscanf(line, "Anonymous: %ld", &kib) == 1 && kib > 0) pages += rss / 4;
  }
  return pages;
}

static void once(int kind) {
  pid_t child = fork();
  if (child == 0) {
    if (kind == 0) exit(1);
    dup2(open("/dev/null", O_WRONLY), 1);
    char *arguments[] = {"hello", 0};
    if (kind == 1) execve("./hello", arguments, 0);
    else execlp("/bin/sh", "sh", "-c", "./hello", (char *)0);
    _exit(1);
  }
  waitpid(child, 0, 0);
}

int main(int count, char **values) {
  int kind = count > 1 ? atoi(values[1]) : 0, n = count > 2 ? atoi(values[2]) : 300;
  for (int i = 0; i < 20; i++) once(kind);
  long own = faults(RUSAGE_SELF), others = faults(RUSAGE_CHILDREN);
  long left = switches(RUSAGE_SELF) + switches(RUSAGE_CHILDREN);
  for (int i = 0; i < n; i++) once(kind);
  printf("faults %.1f (parent %.1f) switches %.1f copied pages %ld\n",
         (faults(RUSAGE_SELF) - own + faults(RUSAGE_CHILDREN) - others) / (double)n,
         (faults(RUSAGE_SELF) - own) / (double)n,
         (switches(RUSAGE_SELF) + switches(RUSAGE_CHILDREN) - left) / (double)n, copied_pages());
  return 0;
}
