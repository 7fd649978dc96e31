import type {Language} from './languages.js';
import type {FirstMessages} from './messages.js';

export const caFirst: FirstMessages = {
  steps: {amount: 'Import', customer: 'Dades', kyc: 'Identi\u00adtat', payment: 'Paga\u00adment', progress: 'Progrés'},
  amount: {
    heading: 'Compra cripto',
    label: 'Pagues',
    presets: 'Imports habituals',
    asset: 'Moneda i xarxa',
    receive: 'Reps',
    rate: (coin, euros) => `${coin} ≈ ${euros}`,
    estimate: 'Estimació. Veuràs l’import final abans de pagar.',
    until: time => `preu vàlid fins a les ${time}`,
    held: time => `Aquest preu val fins a les ${time}.`,
    refreshing: 'Consultant l’últim preu…',
    empty: 'Escriu un import per veure què compres.',
    refused: 'Tria un altre import o una altra moneda per veure un preu.',
    submit: 'Continua',
    continuing: 'Un moment…',
  },
  loading: 'S’està carregant…',
  retrying: 'Ho continuem provant.',
  problems: {
    amount_ambiguous: 'Escriu l’import sense separador de milers, per exemple 1000 o 1000,50.',
    amount_invalid: 'Escriu un import en euros, per exemple 50 o 50,25.',
    offline: 'Sense connexió.',
  },
};

export const language: Language = {first: caFirst, all: async () => (await import('./ca.js')).ca};
