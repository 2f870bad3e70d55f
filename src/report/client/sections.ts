import { keep, recall } from './state.ts';

const parts = [...document.querySelectorAll<HTMLElement>('.part')];
const foldOf = (part: Element | null | undefined) =>
  part?.querySelector<HTMLDetailsElement>(':scope > details');

/** Opens what holds a place of the page and goes there. */
function goTo(id: string): void {
  const place = document.getElementById(id);
  if (!place) return;
  const fold = foldOf(place.closest('.part'));
  if (fold) fold.open = true;
  place.scrollIntoView();
}

export function openAll(open: boolean): void {
  for (const part of parts) {
    const fold = foldOf(part);
    if (fold) fold.open = open;
  }
}

/** The next or previous section from where the reader is, opened. */
export function stepSection(step: 1 | -1): void {
  const tops = parts.map((part) => part.getBoundingClientRect().top);
  const here = tops.filter((top) => top < 12).length - 1;
  const next = parts[Math.max(0, Math.min(parts.length - 1, here + step))];
  if (next) goTo(next.id);
  foldOf(next)?.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true });
}

/** Folds are remembered in the address; the list marks where the reader is; links open what they lead to. */
export function wakeSections(): void {
  const folds = parts.map((part) => [part.id, foldOf(part)] as const);
  const initially = new Set(folds.flatMap(([id, fold]) => (fold?.open ? [id] : [])));
  const toggled = new Set((recall('fold') ?? '').split(' ').filter(Boolean));
  for (const [id, fold] of folds) {
    if (!fold) continue;
    if (toggled.has(id)) fold.open = !initially.has(id);
    fold.addEventListener('toggle', () => {
      if (fold.open === initially.has(id)) toggled.delete(id);
      else toggled.add(id);
      keep('fold', [...toggled].join(' '));
    });
  }
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('nav.list a')].map((link) => [
      link.hash.slice(1),
      link,
    ]),
  );
  for (const [id, link] of links)
    link.addEventListener('click', (event) => {
      event.preventDefault();
      keep('at', id);
      goTo(id);
    });
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) {
          for (const link of links.values()) link.removeAttribute('aria-current');
          links.get(target.id)?.setAttribute('aria-current', 'true');
        }
    },
    { rootMargin: '0px 0px -75% 0px' },
  );
  for (const part of parts) seen.observe(part);
  const plain = location.hash.includes('=') ? recall('at') : location.hash.slice(1);
  if (plain) goTo(plain);
}
