import { posix, relative, sep } from 'node:path';
import { isBelow, PACKAGES, zoneOf, ZONES } from './zones.mjs';

/** Holds ZONES: static and dynamic imports, re-exports and types alike. */
export const zonesRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const zone = zoneOf(file);
    if (zone === undefined) {
      return {
        Program: (node) =>
          context.report({
            node,
            message: `'${file}' lies in no zone: give its folder a line in scripts/lint/zones.mjs`,
          }),
      };
    }
    const check = (node, source) => {
      const problem = problemWith(file, zone, source);
      if (problem !== undefined) context.report({ node, message: problem });
    };
    const declared = (node) => {
      if (node.source) check(node, node.source.value);
    };
    return {
      ImportDeclaration: declared,
      ExportNamedDeclaration: declared,
      ExportAllDeclaration: declared,
      TSImportType: (node) => check(node, node.source?.value ?? node.argument?.literal?.value),
      ImportExpression: (node) => check(node, node.source.type === 'Literal' ? node.source.value : undefined),
    };
  },
};

function problemWith(file, zone, source) {
  if (typeof source !== 'string') return 'a dynamic import names its module as text, so that its zone can be checked';
  if (!source.startsWith('.')) return packageProblem(file, source);
  const target = posix.normalize(posix.join(posix.dirname(file), source));
  const isAllowed = [zone, ...ZONES[zone]].some((path) => isBelow(target, path));
  if (isAllowed) return undefined;
  const allowed = ZONES[zone].length === 0 ? 'nothing else' : ZONES[zone].join(', ');
  return `${zone} must not import '${target}': it may import itself and ${allowed} (scripts/lint/zones.mjs)`;
}

function packageProblem(file, source) {
  const zone = Object.keys(PACKAGES).find((path) => isBelow(file, path));
  if (zone === undefined) return undefined;
  const isAllowed = PACKAGES[zone].some((name) =>
    name.endsWith(':') ? source.startsWith(name) : source === name || source.startsWith(`${name}/`),
  );
  return isAllowed
    ? undefined
    : `${zone} must not import the package '${source}': ${PACKAGES[zone].join(', ')} are allowed`;
}
