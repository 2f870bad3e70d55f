const short = (name: string) => name.toLowerCase().replace(/\..*$/, '');

/** Tools write a host with or without domain, and some with a site prefix: one name ends with the other. */
export function sameHost(a: string, b: string): boolean {
  const [x, y] = [short(a), short(b)];
  return x === y || (Math.min(x.length, y.length) >= 4 && (x.endsWith(y) || y.endsWith(x)));
}
