/** What a merchant writes to get the widget as it stands in the playground, in each of the usual ways. */
export interface Choice {
  /** Attributes that are not as they are by default. */
  attributes: Readonly<Record<string, string>>;
  /** Name of a ready theme; empty for the default one. */
  look: string;
}

const camel = (name: string) => name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
/** Text between quotes in HTML, in JSX and in templates alike, where braces and backticks may mean something. */
const quoted = (text: string) => text.replace(/[&"{`\\]/g, character => `&#${character.charCodeAt(0)};`);

/** One pair a line; `write` writes a pair. */
function lines({attributes, look}: Choice, classWord: string, write: (name: string, value: string) => string): string {
  const pairs = Object.entries(attributes).map(([name, value]) => `\n  ${write(name, value)}`);
  return (look === '' ? '' : `\n  ${classWord}="cryptopocket-${look}"`) + pairs.join('');
}

const asAttribute = (name: string, value: string) => `${name}="${quoted(value)}"`;
const themeImport = (look: string) => (look === '' ? '' : `\nimport 'cryptopocket-buy/themes/${look}.css';`);

/** By the name of the way. */
export const snippets = {
  HTML: choice => `${
    choice.look === '' ? '' : `<link rel="stylesheet" href="/themes/${choice.look}.css" />\n`
  }<script type="module" src="/assets/cryptopocket-buy.js"></script>
<cryptopocket-buy${lines(choice, 'class', asAttribute)}
></cryptopocket-buy>`,
  React: choice => `import {CryptopocketBuy} from 'cryptopocket-buy/react';${themeImport(choice.look)}

export function Buy() {
  return (
    <CryptopocketBuy${lines(choice, 'className', (name, value) => asAttribute(camel(name), value)).replaceAll('\n  ', '\n      ')}
      onComplete={event => console.log(event.detail)}
    />
  );
}`,
  Vue: choice => `<script setup lang="ts">
import 'cryptopocket-buy/define';${themeImport(choice.look)}
</script>

<template>
  <cryptopocket-buy${lines(choice, 'class', asAttribute).replaceAll('\n  ', '\n    ')}
    @cryptopocket-complete="event => console.log(event.detail)"
  />
</template>`,
  Angular: choice => `import {Component, CUSTOM_ELEMENTS_SCHEMA} from '@angular/core';
import 'cryptopocket-buy/define';${themeImport(choice.look)}

@Component({
  selector: 'app-buy',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
    <cryptopocket-buy${lines(choice, 'class', asAttribute).replaceAll('\n  ', '\n      ')}
      (cryptopocket-complete)="onComplete($event)"
    ></cryptopocket-buy>
  \`,
})
export class Buy {
  onComplete(event: Event) {
    if (event instanceof CustomEvent) console.log(event.detail);
  }
}`,
  Svelte: choice => `<script lang="ts">
  import 'cryptopocket-buy/define';${themeImport(choice.look).replace('\n', '\n  ')}
</script>

<cryptopocket-buy${lines(choice, 'class', asAttribute)}
  oncryptopocket-complete={event => console.log(event.detail)}
></cryptopocket-buy>`,
} satisfies Record<string, (choice: Choice) => string>;
