/** Puts the widget on the page: claims its tags as soon as this is loaded. */
import {registerCore} from './components/register-core.js';

registerCore();
