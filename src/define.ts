/** Puts the widget on the page: claims its tags as soon as this is loaded. */
import {claimFirstTags} from './components/register-core.js';

claimFirstTags();
