import type {FirstMessages} from './messages.js';

export const enFirst: FirstMessages = {
  steps: {amount: 'Amount', customer: 'Details', kyc: 'Identity', payment: 'Payment', progress: 'Progress'},
  amount: {
    heading: 'Buy crypto',
    label: 'You pay',
    presets: 'Common amounts',
    asset: 'Coin and network',
    receive: 'You receive',
    rate: (coin, euros) => `${coin} ≈ ${euros}`,
    estimate: 'Estimate. You see the final amount before you pay.',
    until: time => `price good until ${time}`,
    held: time => `This price is good until ${time}.`,
    refreshing: 'Getting the latest price…',
    slow: 'This is taking longer than usual. We’re still waiting for the price.',
    empty: 'Enter an amount to see what it buys.',
    refused: 'Choose another amount or coin to see a price.',
    submit: 'Continue',
    continuing: 'One moment…',
  },
  close: 'Close',
  loading: 'Loading…',
  retrying: 'We keep trying.',
  reload: {
    why: 'Part of this page couldn’t be loaded. Reload the page to go on; we keep what you’ve entered.',
    button: 'Reload the page',
  },
  problems: {
    amount_ambiguous: 'Please write the amount without thousands separators, such as 1000 or 1000.50.',
    amount_invalid: 'Please enter an amount in euros, such as 50 or 50.25.',
    offline: 'No connection.',
  },
};
