import {StrictMode} from 'react';
import {createRoot, hydrateRoot} from 'react-dom/client';
import {Shop} from './shop.js';

// Only then does StrictMode mount everything twice, and React say what differs from the server's page.
if (!import.meta.env.DEV) throw new Error('not built for development');

const root = document.querySelector('#root')!;
if (location.hash === '#bare') {
  // Loaded only here: it claims the tag at once, which the component does not.
  const {BareTag} = await import('./bare-tag.js');
  root.replaceChildren();
  createRoot(root).render(
    <StrictMode>
      <BareTag />
    </StrictMode>,
  );
} else {
  hydrateRoot(
    root,
    <StrictMode>
      <Shop />
    </StrictMode>,
  );
}
