import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

export default ts.config(
  {ignores: ['dist', 'coverage', '.ci-out']},
  js.configs.recommended,
  {files: ['**/*.{js,mjs}'], languageOptions: {globals: {process: 'readonly', console: 'readonly', URL: 'readonly'}}},
  ...ts.configs.strictTypeChecked.map(config => ({...config, files: ['**/*.ts']})),
  {
    files: ['**/*.ts'],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      // A number in a template is what it looks like.
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      // `onSubmit` bound as a field initializer is how Lit takes handlers.
      '@typescript-eslint/unbound-method': ['error', {ignoreStatic: true}],
    },
  },
  {
    // node:test's `test()` gives a promise that its runner waits for.
    files: ['test/**/*.ts'],
    rules: {'@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/no-unused-expressions': 'off'},
  },
  {files: ['src/**/*.ts'], ...lit.configs['flat/all']},
  {files: ['src/**/*.ts'], ...wc.configs['flat/recommended'], settings: {wc: {elementBaseClasses: ['LitElement']}}},
  {files: ['src/**/*.ts'], plugins: {'lit-a11y': litA11y}, rules: litA11y.configs.recommended.rules},
);
