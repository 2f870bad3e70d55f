/** Characters a terminal shows in two columns: CJK ideographs and punctuation, kana, hangul, full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Columns of a terminal that a text takes. */
export const displayWidth = (text: string): number => text.length + (text.match(wide)?.length ?? 0);
