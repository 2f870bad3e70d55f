// A chart writes each of its expressions a dozen times: of 2,600 on the page of the quickstart 190 differ. Once bundled
// (scripts/build-bundle.ts) the chart library takes its parser of expressions through here.

interface Generated {
  code: string;
  globals: string[];
  fields: string[];
}
/** Writes the code of a tree. */
type Writer<Tree> = ((tree: Tree) => Generated) &
  Partial<Record<'functions' | 'constants', object>>;

/** Expressions kept: some hold names of rows, of which there may be many. */
const MOST = 4096;

/** A parser that reads each text once. Nobody changes the tree it gives. */
export function readOnce<Tree>(parse: (text: string) => Tree): (text: string) => Tree {
  const known = new Map<string, Tree>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const tree = parse(text);
    if (known.size >= MOST) known.clear();
    known.set(text, tree);
    return tree;
  };
}

/** A maker of writers each of which writes a tree once, and gives lists of its own to all who ask. */
export function writeOnce<Options, Tree extends object>(
  writerOf: (options: Options) => Writer<Tree>,
): (options: Options) => Writer<Tree> {
  return (options) => {
    const write = writerOf(options);
    const known = new WeakMap<Tree, Generated>();
    // A writer that fails leaves names it met for the next tree.
    let failed = false;
    const written = (tree: Tree): Generated => {
      const wasFailed = failed;
      failed = true;
      const generated = write(tree);
      failed = false;
      if (!wasFailed) known.set(tree, generated);
      return generated;
    };
    const once = (tree: Tree) => {
      const generated = known.get(tree) ?? written(tree);
      const { code, globals, fields } = generated;
      return { code, globals: [...globals], fields: [...fields] };
    };
    const { functions, constants } = write;
    return Object.assign(once, { functions, constants }) as Writer<Tree>;
  };
}
