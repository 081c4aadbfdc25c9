import { isCollection, parseDocument, visit } from 'yaml';
import { Yaml } from 'cdk8s';
import { masked } from '../../lib/testing/mask';

/** A part shorter than this stands on one line. */
const shortPart = 280;

/** Scripts are files of their own, and reviewed there. */
function withoutScripts(manifest: unknown): unknown {
  const { data, ...rest } = manifest as { readonly data?: Readonly<Record<string, string>> };
  if (data === undefined) return manifest;
  const entries = Object.entries(data).map(([file, text]) => [
    file,
    file.endsWith('.sh') ? `charts/scripts/${file}` : text,
  ]);
  return { ...rest, data: Object.fromEntries(entries) as unknown };
}

/** Manifests as a person can read them on a few pages: small parts on one line each. */
export function compactYaml(manifests: readonly unknown[]): string {
  return manifests
    .map((manifest) => {
      const document = parseDocument(Yaml.stringify(masked(withoutScripts(manifest))));
      visit(document, {
        Collection(_, node) {
          if (node !== document.contents && isCollection(node) && JSON.stringify(node.toJSON()).length < shortPart)
            node.flow = true;
        },
      });
      return document.toString({ lineWidth: 0, flowCollectionPadding: false });
    })
    .join('---\n');
}
