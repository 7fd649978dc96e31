import {StrictMode} from 'react';
import {renderToString} from 'react-dom/server';
import {Shop} from './shop.js';

export const html = renderToString(
  <StrictMode>
    <Shop />
  </StrictMode>,
);
