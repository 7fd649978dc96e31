import assert from 'node:assert/strict';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {test} from 'node:test';
import {readElement} from '../../scripts/docs/reference.js';
import {blocks, example, prose, readme, root} from './readme.js';

const element = readElement();
const namesOf = (list: {name: string}[]) => list.map(({name}) => name);
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const inLanguage = (language: string) => {
  const found = blocks.filter(block => block.language === language).map(({text}) => text);
  assert.ok(found.length > 0, `the README has no ${language}`);
  return found.join('\n');
};

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

test('the tags in the examples have attributes that exist', () => {
  // One of every element's own.
  const known = [...element.attributes.map(({attribute}) => attribute), 'class'];
  const tags = all(inLanguage('html'), /<cryptopocket-buy\b([^>]*)>/g);
  assert.ok(tags.length > 1);
  for (const name of tags.flatMap(tag => all(tag, /([\w-]+)=/g))) assert.ok(known.includes(name), name);
});

test('the slots in the examples exist', () => {
  const used = all(inLanguage('html'), /\bslot="([\w-]+)"/g);
  assert.ok(used.length > 1);
  for (const name of used) assert.ok(namesOf(element.slots).includes(name), name);
});

test('the custom properties, parts and states that are used exist', () => {
  const css = inLanguage('css');
  const properties = all(css, /(--[\w-]+)/g);
  assert.ok(properties.length > 1);
  for (const name of properties) assert.ok(namesOf(element.customProperties).includes(name), name);
  for (const name of all(css, /::part\(([\w-]+)\)/g)) assert.ok(namesOf(element.parts).includes(name), name);
  for (const name of all(readme, /:state\(([\w-]+)\)/g)) assert.ok(namesOf(element.states).includes(name), name);
});

test('every event that is named exists', () => {
  const known = [...namesOf(element.events), 'cryptopocket-buy'];
  const named = [
    ...all(prose, /`<?(cryptopocket-[a-z-]+)[`>]/g),
    ...all(inLanguage('ts'), /addEventListener\('([\w-]+)'/g),
  ];
  assert.ok(named.length > element.events.length);
  for (const name of named) assert.ok(known.includes(name), name);
});

test('every link inside the project leads somewhere', () => {
  const anchors = all(prose, /^#+ (.+)$/gm).map(anchorOf);
  const links = all(prose, /\]\(([^)]+)\)/g).filter(link => !link.startsWith('https:'));
  assert.ok(links.length > 10);
  for (const link of links) {
    assert.ok(link.startsWith('#') ? anchors.includes(link.slice(1)) : existsSync(root + link), link);
  }
});

test('the pictures are small', () => {
  const pictures = all(readme, /!\[[^\]]+\]\(([^)]+)\)/g);
  assert.ok(pictures.length > 0);
  for (const picture of pictures) assert.ok(statSync(root + picture).size < 120_000, picture);
});

test('the policy is the one that the demo’s page runs under', () => {
  const source = readFileSync(`${root}demo/page-server.ts`, 'utf8');
  const [, listed = ''] = /const policy = \[([^]*?)\]/.exec(source) ?? [];
  const directives = all(listed, /["'](.+)["'],/g);
  assert.ok(directives.length > 0);
  assert.deepEqual(example('policy').trim().replaceAll('\n', ' ').split('; '), directives);
});
