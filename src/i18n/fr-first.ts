import type {FirstMessages} from './messages.js';

export const first: FirstMessages = {
  steps: {
    amount: 'Mon\u00adtant',
    customer: 'Profil',
    kyc: 'Iden\u00adtité',
    payment: 'Paie\u00adment',
    progress: 'Progression',
  },
  amount: {
    heading: 'Acheter des cryptos',
    label: 'Vous payez',
    presets: 'Montants courants',
    asset: 'Crypto et réseau',
    receive: 'Vous recevez',
    rate: (coin, euros) => `${coin} ≈ ${euros}`,
    estimate: 'Estimation. Vous verrez le montant final avant de payer.',
    until: time => `valable jusqu’à ${time}`,
    held: time => `Ce prix est valable jusqu’à ${time}.`,
    refreshing: 'Recherche du dernier prix…',
    slow: 'Cela prend plus de temps que d’habitude. Nous attendons toujours le prix.',
    empty: 'Saisissez un montant pour voir ce qu’il permet d’acheter.',
    refused: 'Choisissez un autre montant ou une autre crypto pour voir un prix.',
    submit: 'Continuer',
    continuing: 'Un instant…',
  },
  close: 'Fermer',
  loading: 'Chargement…',
  retrying: 'Nous continuons d’essayer.',
  reload: {
    why: 'Une partie de cette page n’a pas pu être chargée. Rechargez-la pour continuer\u00a0; votre saisie est conservée.',
    button: 'Recharger la page',
  },
  problems: {
    amount_ambiguous: 'Écrivez le montant sans séparateur de milliers, par exemple 1000 ou 1000,50.',
    amount_invalid: 'Saisissez un montant en euros, par exemple 50 ou 50,25.',
    offline: 'Pas de connexion.',
  },
};
