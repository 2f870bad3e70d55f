import { describe, expect, it } from 'vitest';
import { area, Message, textIn, vocabulary } from './message.ts';

const words = area('test', {
  plain: { en: 'Ready.', zh: '就绪。' },
  moved: {
    en: '{names:list} moved {bytes:bytes} in {time:seconds}: {n:count} {n|host|hosts}.',
    zh: '{names:list} 共 {n:count} 台宿主机在 {time:seconds} 内迁移 {bytes:bytes}。',
  },
  within: { en: 'It says "{inner}"', zh: '内容是“{inner}”' },
});

describe('a message', () => {
  it('is put into words of the language asked for, with its units and its plural', () => {
    const one = words.moved({ names: ['a', 'b'], bytes: 3 * 2 ** 30, time: 9000, n: 1 });
    expect(one.in('en')).toBe('a, b moved 3 GiB in 2.5 h: 1 host.');
    expect(one.in('zh')).toBe('a、b 共 1 台宿主机在 2.5 小时内迁移 3 GiB。');
    const many = words.moved({ names: [], bytes: 0, time: 0, n: 2_500_000_000 });
    expect(many.in('en')).toContain('2.5 billion hosts');
    expect(many.in('zh')).toContain('25亿台');
  });

  it('spaces Chinese from Latin letters and digits where pieces meet, and nothing else', () => {
    const pieces = area('pieces', {
      swap: { en: 'Replace {old} by {next}.', zh: '用{next}取代{old}。' },
      after: { en: 'after {time:seconds} it ends', zh: '在 {time:seconds} 后结束' },
      requests: {
        en: '{n:digits} a second in {year:digits}',
        zh: '{year:digits}年每秒{n:digits}次',
      },
    });
    expect(pieces.swap({ old: 'IDE', next: 'virtio' }).in('zh')).toBe('用 virtio 取代 IDE。');
    expect(pieces.swap({ old: '仿真 IDE', next: '直通' }).in('zh')).toBe('用直通取代仿真 IDE。');
    expect(pieces.after({ time: 30 }).in('zh')).toBe('在 30 s 后结束');
    expect(pieces.after({ time: 300 }).in('zh')).toBe('在 5 分钟后结束');
    // What a name holds stays as it is.
    expect(pieces.swap({ old: '库db1', next: '库 2' }).in('zh')).toBe('用库 2 取代库db1。');
    const rate = pieces.requests({ n: 12_503, year: 2026 });
    expect(rate.in('zh')).toBe('2026 年每秒 12,503 次');
    expect(rate.in('en')).toBe('12,503 a second in 2026');
    const tenths = pieces.requests({ n: 0.1 + 0.2, year: -10_000 });
    expect(tenths.in('en')).toBe('0.3 a second in -10,000');
  });

  it('puts messages within it into the same language', () => {
    expect(words.within({ inner: words.plain() }).in('zh')).toBe('内容是“就绪。”');
    expect(`${words.within({ inner: words.plain() })}`).toBe('It says "Ready."');
  });

  it('does not read holes into what it is given', () => {
    expect(words.within({ inner: '{inner} $& {n|a|b}' }).in('en')).toBe(
      'It says "{inner} $& {n|a|b}"',
    );
  });

  it('says what is missing rather than leaving a hole', () => {
    const broken = new Message('test.broken', {}, { en: 'a {hole}', zh: '{hole}' });
    expect(() => broken.in('zh')).toThrow(/no value "hole"/);
    const odd = new Message('test.odd', { n: 1 }, { en: '{n:furlongs}', zh: '' });
    expect(() => odd.in('en')).toThrow(/no format "furlongs"/);
  });

  it('is refused by the compiler without a language, a value, or with values that differ', () => {
    // @ts-expect-error: no Chinese
    area('bad', { one: { en: 'One' } });
    // @ts-expect-error: the Chinese one asks for another value
    area('bad', { one: { en: 'One {a}', zh: '一 {b}' } });
    // @ts-expect-error: a number where the English one has a text
    area('bad', { one: { en: 'One {a}', zh: '一 {a:count}' } });
    const yards = area('bad', { a: { en: '{a:yards}', zh: '{a:yards}' } });
    // @ts-expect-error: no such format
    expect(() => yards.a({ a: 1 }).in('en')).toThrow(/no format/);
    // @ts-expect-error: a value is missing
    expect(() => words.within().in('en')).toThrow(/no value/);
    // @ts-expect-error: a value of the wrong kind
    expect(() => words.within({ inner: 3 }).in('en')).toThrow();
    // @ts-expect-error: no such message
    expect(words.absent).toBeUndefined();
  });
});

describe('a vocabulary', () => {
  const colours = vocabulary('colour', { zh: { red: '红' } });

  it('knows its words by their English spelling, and leaves names alone', () => {
    expect(colours('red').in('zh')).toBe('红');
    expect(textIn(colours('web-1'), 'zh')).toBe('web-1');
    expect(colours('constructor')).toBe('constructor');
  });
});
