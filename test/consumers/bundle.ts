import {writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {build} from 'vite';

/** The files that stay when `code` is bundled in `folder` for a server: packages by name, then the path in them. */
export async function bundled(folder: string, code: string): Promise<string[]> {
  const entry = join(folder, 'entry-of-the-bundle.ts');
  writeFileSync(entry, code);
  const built = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    ssr: {noExternal: true},
    build: {ssr: entry, write: false, minify: false},
  });
  if (!('output' in built)) throw new Error('one bundle was asked for');
  const chunks = built.output.filter(file => file.type === 'chunk');
  const kept = chunks.flatMap(({modules}) =>
    Object.entries(modules).filter(([, {renderedLength}]) => renderedLength > 0),
  );
  return kept.map(([path]) => relative(join(folder, 'node_modules'), path)).filter(path => !path.startsWith('..'));
}
