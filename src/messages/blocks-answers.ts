import { area } from '../message.ts';

/** Small answers of `blocks`: boot storms, merging a chain, thin pools, moves between stores, sizes of images. */
export const blockAnswerWords = area('blockAnswer', {
  clones: {
    en: '{n:count} linked {n|clone|clones} that boot read {read:bytes} from the base ({cached:bytes} with the base cached once) and take {space:bytes} where full copies take {full:bytes}.',
    zh: '{n:count} 个链接克隆启动时从基础镜像读取 {read:bytes}（基础镜像缓存一次则为 {cached:bytes}），占用 {space:bytes}，完整副本则占用 {full:bytes}。',
  },
  clonesTable: { en: 'A boot storm of linked clones', zh: '链接克隆的启动风暴' },
  flattenPays: {
    en: 'Merging {depth:count} {depth|layer|layers} has paid after {pays:seconds}: the copy takes {copy:seconds}, and a read {after:us} instead of {before:us}.',
    zh: '合并 {depth:count} 层在 {pays:seconds} 后回本：复制耗时 {copy:seconds}，此后每次读为 {after:us}，而非 {before:us}。',
  },
  flattenNever: {
    en: 'Merging {depth:count} {depth|layer|layers} never pays: the copy takes {copy:seconds}, and a read {after:us} instead of {before:us}.',
    zh: '合并 {depth:count} 层永不回本：复制耗时 {copy:seconds}，此后每次读为 {after:us}，而非 {before:us}。',
  },
  flattenTable: { en: 'A chain before and after it is merged', zh: '合并前后的链' },
  thinFull: {
    en: '{disks:count} {disks|disk|disks} of {size:bytes} fill {pool:bytes} in {full:seconds}; {provisioned:bytes} are provisioned, {times:prose} times what there is.',
    zh: '{disks:count} 块 {size:bytes} 的磁盘在 {full:seconds} 内填满 {pool:bytes}；已置备 {provisioned:bytes}，为实有的 {times:prose} 倍。',
  },
  thinNever: {
    en: '{disks:count} {disks|disk|disks} of {size:bytes} never fill {pool:bytes}; {provisioned:bytes} are provisioned, {times:prose} times what there is.',
    zh: '{disks:count} 块 {size:bytes} 的磁盘永远填不满 {pool:bytes}；已置备 {provisioned:bytes}，为实有的 {times:prose} 倍。',
  },
  thinTable: { en: 'A pool of thin disks', zh: '精简置备磁盘池' },
  moves: {
    en: 'The disk moves in {time:seconds}: {bytes:bytes} in {passes:count} {passes|pass|passes}, with a pause of {pause:seconds}.',
    zh: '磁盘在 {time:seconds} 内迁移完成：{passes:count} 轮共 {bytes:bytes}，停顿 {pause:seconds}。',
  },
  movesNever: {
    en: 'The move never converges: {bytes:bytes} in {passes:count} {passes|pass|passes}, and the guest writes faster than the rest is sent.',
    zh: '迁移永不收敛：{passes:count} 轮已发送 {bytes:bytes}，客户机写入快于剩余部分的发送。',
  },
  moveTable: { en: 'A disk moves between stores', zh: '磁盘在存储之间迁移' },
  never: { en: 'never', zh: '永不' },
  endless: { en: 'without end', zh: '无止境' },
  us: { en: '{value:us}', zh: '{value:us}' },
  newDisk: { en: 'A new disk of {size:bytes}', zh: '{size:bytes} 的新磁盘' },
  needs: {
    en: '{what} needs {required:bytes} as {format}, {most:bytes} once all of it is written.',
    zh: '{what}以 {format} 存放需 {required:bytes}，全部写入后为 {most:bytes}。',
  },
  bytesOf: { en: 'Bytes of the {format} file', zh: '{format} 文件的字节数' },
});
