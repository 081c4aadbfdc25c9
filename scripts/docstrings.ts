import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as ts from 'typescript';

/** The docstring of a knob's row or of an option. */
export interface Docstring {
  /** `QueueOptions.bindings`, `durabilityKnobs.minInsyncReplicas`. */
  readonly id: string;
  /** The interface or the table. */
  readonly owner: string;
  readonly name: string;
  readonly text: string;
  /** Tag → its text: `default`, `see`. */
  readonly tags: Readonly<Record<string, string>>;
  /** The broker's key, for a row. */
  readonly key?: string;
  /** Whether it may be left out, for a property. */
  readonly optional?: boolean;
}

function docstring(owner: string, node: ts.NamedDeclaration, key?: string): Docstring {
  const name = node.name?.getText() ?? '';
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tags = docs.flatMap((doc) => [...(doc.tags ?? [])]);
  return {
    id: `${owner}.${name}`,
    owner,
    name,
    text: docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join(''),
    // The raw text: TypeScript takes the braces of `{ cpu: 2 }` for a type.
    tags: Object.fromEntries(tags.map((tag) => [tag.tagName.text, rawText(tag)])),
    ...(key === undefined ? {} : { key }),
  };
}

function rawText(tag: ts.JSDocTag): string {
  const [first = '', ...rest] = tag.getText().replace(/^@\w+/, '').split('\n');
  return [first, ...rest.map((line) => line.replace(/^\s*\*\s?/, ''))].join(' ').replaceAll(/\s+/g, ' ').trim();
}

function keyOf(row: ts.Expression): string | undefined {
  if (!ts.isCallExpression(row) || row.expression.getText() !== 'knob') return undefined;
  const [object] = row.arguments;
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return undefined;
  const key = object.properties.find((property) => property.name?.getText() === 'key');
  return key !== undefined && ts.isPropertyAssignment(key) && ts.isStringLiteral(key.initializer)
    ? key.initializer.text
    : undefined;
}

function walk(path: string, visit: (node: ts.Node) => void): void {
  const down = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, down);
  };
  down(ts.createSourceFile(basename(path), readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
}

/** Every row of the knob tables in a file. */
export function knobDocstrings(path: string): readonly Docstring[] {
  const found: Docstring[] = [];
  walk(path, (node) => {
    if (!ts.isPropertyAssignment(node)) return;
    const key = keyOf(node.initializer);
    const table = node.parent.parent;
    if (key !== undefined && ts.isVariableDeclaration(table)) found.push(docstring(table.name.getText(), node, key));
  });
  return found;
}

/** Every property of the interfaces in a file, those of nested types included. */
export function propertyDocstrings(path: string): readonly Docstring[] {
  const found: Docstring[] = [];
  walk(path, (node) => {
    if (!ts.isPropertySignature(node)) return;
    const owner = ownerOf(node);
    if (owner !== undefined) found.push({ ...docstring(owner, node), optional: node.questionToken !== undefined });
  });
  return found;
}

/** Those of the `…Options` interfaces that a user may leave out. */
export const optionDocstrings = (path: string): readonly Docstring[] =>
  propertyDocstrings(path).filter(({ owner, optional }) => optional && owner.split('.')[0]?.endsWith('Options'));

function ownerOf(property: ts.PropertySignature): string | undefined {
  if (ts.isInterfaceDeclaration(property.parent)) return property.parent.name.text;
  const outer = property.parent.parent;
  if (!ts.isPropertySignature(outer)) return undefined;
  const owner = ownerOf(outer);
  return owner === undefined ? undefined : `${owner}.${outer.name.getText()}`;
}
