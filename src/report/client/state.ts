/** What a reader has changed, kept behind the `#` so that a link shows the same. Names are ids of the page. */
const state = new URLSearchParams(
  location.hash.includes('=') ? decodeURIComponent(location.hash.slice(1)) : '',
);

export const recall = (name: string): string | null => state.get(name);

export function keep(name: string, value: string | undefined): void {
  if (value === undefined || value === '') state.delete(name);
  else state.set(name, value);
  const text = state.toString();
  history.replaceState(null, '', text === '' ? location.pathname : `#${text}`);
}

/** Everything kept under names with this beginning, by the rest of the name. */
export const recalled = (prefix: string): Record<string, string> =>
  Object.fromEntries(
    [...state].flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
