import type {FirstMessages} from './messages.js';

export const first: FirstMessages = {
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
    slow: 'Triga més del que és habitual. Encara esperem el preu.',
    empty: 'Escriu un import per veure què compres.',
    refused: 'Tria un altre import o una altra moneda per veure un preu.',
    submit: 'Continua',
    continuing: 'Un moment…',
  },
  close: 'Tanca',
  loading: 'S’està carregant…',
  retrying: 'Ho continuem provant.',
  reload: {
    why: 'No s’ha pogut carregar una part d’aquesta pàgina. Torna a carregar-la per continuar; conservem el que has escrit.',
    button: 'Torna a carregar la pàgina',
  },
  problems: {
    amount_ambiguous: 'Escriu l’import sense separador de milers, per exemple 1000 o 1000,50.',
    amount_invalid: 'Escriu un import en euros, per exemple 50 o 50,25.',
    offline: 'Sense connexió.',
  },
};
