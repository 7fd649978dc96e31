import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Plugin} from 'vite';

/** A package whose code is in a bundle. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression, as package.json has it. */
  license: string;
}

const rule = '='.repeat(80);

/** Writes the licences of all packages whose code is in the bundle to `file`. */
export function bundledLicenses(file: string): Plugin {
  return {
    name: 'bundled-licenses',
    writeBundle(_options, bundle) {
      const folders = new Set(
        Object.values(bundle)
          .flatMap(output => (output.type === 'chunk' ? Object.entries(output.modules) : []))
          .flatMap(([id, {renderedLength}]) => (renderedLength > 0 ? packageFolder(id) : [])),
      );
      const entries = [...folders].map(describe).sort((a, b) => a.localeCompare(b, 'en'));
      writeFileSync(
        file,
        `Packages whose code is in the files of this folder, and their licences.\n\n${entries.join('\n')}`,
      );
    },
  };
}

/** The packages that a file written by `bundledLicenses` lists. */
export function readBundledPackages(file: string): BundledPackage[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^={80}\n(\S+) (\S+) \((.+)\)$/gm);
  return [...headings].map(([, name = '', version = '', license = '']) => ({name, version, license}));
}

/** The innermost package that the module at `id` is part of; none for a module of ours. */
function packageFolder(id: string): string[] {
  const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id.replace(/^\0/, ''))?.[0];
  return folder === undefined ? [] : [folder];
}

function describe(folder: string): string {
  const {name, version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as BundledPackage;
  const files = readdirSync(folder).filter(entry => /^(?:licen[cs]e|notice)(?:[.-]|$)/i.test(entry));
  const texts = files.map(entry => readFileSync(join(folder, entry), 'utf8').trim());
  return `${rule}\n${name} ${version} (${license})\n${rule}\n\n${texts.join('\n\n') || `Licence: ${license}`}\n`;
}
