type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The meaning of the longest ending of a path that has one. */
function meaningOf(path: readonly string[], meanings: Readonly<Record<string, string>>) {
  for (let from = 0; from < path.length; from++) {
    const ending = path.slice(from).join('.');
    if (Object.hasOwn(meanings, ending)) return meanings[ending];
  }
  return undefined;
}

/** Values a branch of a union can be of, as far as its constants tell. */
function fitting(values: readonly unknown[], properties: Node): unknown[] {
  const constants = Object.entries(properties).flatMap(([key, node]) =>
    isNode(node) && 'const' in node ? [[key, node.const] as const] : [],
  );
  return values.filter(
    (value) => isNode(value) && constants.every(([key, of]) => value[key] === of),
  );
}

const combining = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * A JSON Schema in which every key has a `description`, its own or that of `meanings`, and as `examples` what stands under
 * it in `files`, the first one that has it. `path` begins with the kind of file.
 */
export function documented(
  schema: unknown,
  files: readonly unknown[],
  meanings: Readonly<Record<string, string>>,
  path: readonly string[],
): unknown {
  if (!isNode(schema)) return schema;
  const node: Node = { ...schema };
  if (isNode(node.properties)) {
    const { properties } = node;
    const here = fitting(files, properties) as Node[];
    node.properties = Object.fromEntries(
      Object.entries(properties).map(([key, below]) => {
        const values = here.flatMap((value) => (Object.hasOwn(value, key) ? [value[key]] : []));
        const at = [...path, key];
        const own = documented(below, values, meanings, at) as Node;
        const description = own.description ?? meaningOf(at, meanings);
        const examples = values.slice(0, 1);
        return [
          key,
          {
            ...(description === undefined ? {} : { description }),
            ...(examples.length === 0 ? {} : { examples }),
            ...own,
          },
        ];
      }),
    );
  }
  if (isNode(node.items)) {
    const items = files.flatMap((value) => (Array.isArray(value) ? value : []));
    node.items = documented(node.items, items, meanings, path);
  }
  for (const word of combining) {
    const branches = node[word];
    if (Array.isArray(branches))
      node[word] = branches.map((branch) => documented(branch, files, meanings, path));
  }
  return node;
}
