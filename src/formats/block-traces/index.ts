import { alibaba } from './alibaba.ts';
import { blkparse } from './blkparse.ts';
import { fioIolog } from './fio-iolog.ts';
import { libcachesimCsv } from './libcachesim-csv.ts';
import { msrCambridge } from './msr-cambridge.ts';
import { opLines } from './op-lines.ts';
import { spc } from './spc.ts';
import type { TraceFormat } from './trace-format.ts';

/** Every text format of block traces, tried in this order. A new format is one file and one line. */
export const traceFormats: readonly TraceFormat[] = [
  fioIolog,
  msrCambridge,
  alibaba,
  libcachesimCsv,
  opLines,
  spc,
  blkparse,
];
