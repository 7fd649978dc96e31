import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

export default ts.config(
  {
    // A consumer's app is checked by its own framework's compiler, with its own packages, when the tests build it.
    ignores: ['dist', '.demo', 'coverage', '.ci-out', 'test/consumers/*/'],
  },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {globals: {process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly'}},
  },
  ...ts.configs.strictTypeChecked.map(config => ({...config, files: ['**/*.ts']})),
  {
    files: ['**/*.ts'],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      // A number in a template is what it looks like.
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
    },
  },
  {
    // node:test's `test()` gives a promise that its runner waits for.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      // A page's own functions are put aside and put back.
      '@typescript-eslint/unbound-method': 'off',
      // Whoever asks for an element says which kind it is.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {files: ['src/**/*.ts'], ...lit.configs['flat/all']},
  {files: ['src/**/*.ts'], ...wc.configs['flat/recommended'], settings: {wc: {elementBaseClasses: ['LitElement']}}},
  {files: ['src/**/*.ts'], plugins: {'lit-a11y': litA11y}, rules: litA11y.configs.recommended.rules},
  {
    files: ['src/components/**/*.ts'],
    rules: {
      // Lit binds a template's handlers to their element, so methods are handed over as they are.
      '@typescript-eslint/unbound-method': 'off',
      // Lists are short, and an arrow beside its button is read in one glance.
      'lit/no-template-map': 'off',
      'lit/no-template-arrow': 'off',
      // Properties are declared without decorators, which the first file would have to carry.
      'lit/prefer-query-decorators': 'off',
      // `BuyStep<S>`: each step narrows the state that it shows.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/frameworks/jsx/*.ts'],
    rules: {
      // Frameworks keep the types of JSX in a namespace, and this is how others add to it.
      '@typescript-eslint/no-namespace': 'off',
      // Two functions of a type parameter are how types are compared to the letter.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    // A store answers promises, also where there is nothing to wait for; so does the adapter of the model.
    files: ['src/server/store/memory.ts', 'test/machine/world.ts'],
    rules: {'@typescript-eslint/require-await': 'off'},
  },
  {
    // Static templates take the tag itself as a value.
    files: ['src/components/buy/render-step.ts'],
    rules: {'lit/binding-positions': 'off', 'lit/no-invalid-html': 'off'},
  },
);
