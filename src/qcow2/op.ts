type Bytes = number;
type Flag = 0 | 1;

/** One access inside a batch: a process that opens the image once for all of them. */
export type BatchOp =
  | ['write', offset: Bytes, length: Bytes, pattern: number]
  | ['zero', offset: Bytes, length: Bytes, unmap: Flag]
  | ['discard', offset: Bytes, length: Bytes]
  | ['read', offset: Bytes, length: Bytes];

/** One operation of the op language; offsets and lengths are multiples of 512. */
export type Op =
  | ['create', image: string, size: Bytes, cluster: Bytes, extended: Flag]
  | ['overlay', image: string, backing: string, size: Bytes, cluster: Bytes, extended: Flag]
  | ['write', image: string, offset: Bytes, length: Bytes, pattern: number]
  | ['zero', image: string, offset: Bytes, length: Bytes, unmap: Flag]
  | ['discard', image: string, offset: Bytes, length: Bytes]
  | ['read', image: string, offset: Bytes, length: Bytes]
  | ['batch', image: string, accesses: BatchOp[]]
  | ['snap' | 'revert' | 'delsnap', image: string, name: string]
  | ['commit', image: string]
  | ['rebase' | 'rebase_u', image: string, backing: string]
  | ['resize', image: string, size: Bytes];
