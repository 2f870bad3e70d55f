/** Fonts of the reader's own system; those that hold Chinese stand last, for what the others lack. */
export const fontStack =
  'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", sans-serif';

/** Ink, paper, one accent, three verdicts and eight series; light and dark side by side. */
export const paletteCss = `
:root { color-scheme: light dark;
  --fg: light-dark(#16202b, #e7ebf0); --soft: light-dark(#556270, #a2aebc);
  --bg: light-dark(#ffffff, #10151b); --card: light-dark(#f5f7f9, #182028);
  --line: light-dark(#d5dbe1, #303b47); --grid: light-dark(#e8ecf0, #25303b);
  --accent: light-dark(#0b5394, #7db9f5);
  --yes: light-dark(#1a7038, #5fc97f); --no: light-dark(#b3261e, #ff8f80); --unsure: light-dark(#8a5300, #e8ae4a);
  --c1: light-dark(#77828e, #8f9aa6); --c2: light-dark(#b8391e, #f58a6c);
  --c3: light-dark(#1565b0, #6fb3f2); --c4: light-dark(#2a7d46, #66c389);
  --c5: light-dark(#94600a, #dda945); --c6: light-dark(#7449c4, #bb9cf7);
  --c7: light-dark(#0f7184, #5cc4d6); --c8: light-dark(#b03a7d, #f191c2);
  --xs: .8125rem; --s: .875rem; --m: 1rem; --l: 1.25rem; --xl: 1.75rem; }
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }
`;
