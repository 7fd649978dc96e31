import {find} from './find.js';

/** Has the button `#copy` copy what `source` shows; `#copied` says whether that went well. */
export function copyFrom(source: HTMLElement): void {
  const said = find('#copied', HTMLElement);
  find('#copy', HTMLButtonElement).addEventListener('click', () => {
    navigator.clipboard.writeText(source.textContent).then(
      () => (said.textContent = 'Copied.'),
      () => (said.textContent = 'The browser did not let it be copied; select it below.'),
    );
  });
}
