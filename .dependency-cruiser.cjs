// The ladder of ARCHITECTURE.md, held: a room imports from rooms below it alone, nothing goes in circles,
// and what computes touches neither files nor processes. test/ladder.test.ts shows that each rule catches
// a violation. The parser has to be swc: beside TypeScript 7 the default one looks at no file and passes.

/** Rooms of src/ from the top down; rooms of one line stand side by side. */
const ladder = [
  ['commands', 'library-node'],
  ['report'],
  ['engines'],
  ['results'],
  ['library'],
  ['studies'],
  ['scenario'],
  ['evidence'],
  ['formats'],
  ['concepts'],
  ['plan'],
  ['model'],
  ['kernels'],
  ['workloads'],
  ['techniques'],
  ['hosts'],
  ['inventory', 'qcow2'],
  ['files', 'terminal'],
  ['messages', 'tables'],
];

/** Rooms that run unchanged in Node, in a worker and in a page. */
const pure = [
  'library',
  'studies',
  'scenario',
  'concepts',
  'plan',
  'model',
  'kernels',
  'workloads',
  'techniques',
  'hosts',
  'inventory',
  'tables',
  'qcow2',
  'messages',
  'report/(?:answers|charts|sections|client)',
];

const tests = '\\.test\\.ts$';
const rooms = (names) => `^src/(?:${names.join('|')})/`;

const upward = ladder.slice(1).map((room, i) => ({
  name: `no-import-upward-from-${room.join('-')}`,
  severity: 'error',
  comment: 'a room imports from rooms below it alone',
  from: { path: rooms(room), pathNot: tests },
  to: { path: rooms(ladder.slice(0, i + 1).flat()) },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'files that import each other, types included',
      from: {},
      to: { circular: true },
    },
    ...upward,
    {
      name: 'ground-stands-below-every-room',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$', pathNot: [tests, '^src/cli\\.ts$'] },
      to: { path: rooms(ladder.flat()) },
    },
    {
      name: 'pure-rooms-touch-no-file-or-process',
      severity: 'error',
      from: { path: rooms(pure), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-rooms-carry-no-readers',
      severity: 'error',
      comment: 'readers of files are for Node and would travel into every page; their ids stand in scenario/',
      from: { path: rooms(pure.filter((room) => !room.startsWith('report'))), pathNot: tests },
      to: { path: rooms(['formats', 'evidence']) },
    },
    {
      name: 'no-import-of-nothing',
      severity: 'error',
      from: { pathNot: '^assembly/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json', '.node'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
