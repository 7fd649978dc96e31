/** Claims the tags that a purchase would do without: marks of coins, and the time that a price has left. Loaded once a price is on screen. */
import {defineElement} from '../define-element.js';
import {CryptopocketCoinMark} from '../coin-mark/coin-mark.js';
import {CryptopocketCountdown} from '../countdown/countdown.js';

defineElement('cryptopocket-coin-mark', CryptopocketCoinMark);
defineElement('cryptopocket-countdown', CryptopocketCountdown);
