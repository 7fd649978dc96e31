/** Claims the tags that a purchase would do without: marks of coins, and the time that a price has left. Loaded once a price is on screen. */
import {claim} from '../define-element.js';
import {CryptopocketCoinMark} from '../coin-mark/coin-mark.js';
import {CryptopocketCountdown} from '../countdown/countdown.js';

claim('cryptopocket-coin-mark', CryptopocketCoinMark);
claim('cryptopocket-countdown', CryptopocketCountdown);
