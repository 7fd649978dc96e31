/** The README's examples of frameworks are files of the apps that are built and driven in `test/consumers`. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {example, root} from './readme.js';

for (const [name, file] of Object.entries({
  react: 'react/src/shop.tsx',
  vue: 'vue/src/Shop.vue',
  'vue config': 'vue/vite.config.js',
  svelte: 'svelte/src/Shop.svelte',
  angular: 'angular/src/shop.ts',
  astro: 'astro/src/pages/index.astro',
  'buy flow': 'next/buy-flow.ts',
  'next route handler': 'next/app/cryptopocket/[...path]/route.ts',
})) {
  test(`what a merchant reads of ${name} is what an app does`, () => {
    assert.equal(example(name), readFileSync(`${root}test/consumers/${file}`, 'utf8'));
  });
}
