import type {Language} from './languages.js';
import type {FirstMessages} from './messages.js';

export const itFirst: FirstMessages = {
  steps: {
    amount: 'Importo',
    customer: 'Dati',
    kyc: 'Identi\u00adtà',
    payment: 'Paga\u00admento',
    progress: 'Avanzamento',
  },
  amount: {
    heading: 'Compra cripto',
    label: 'Paghi',
    presets: 'Importi comuni',
    asset: 'Moneta e rete',
    receive: 'Ricevi',
    rate: (coin, euros) => `${coin} ≈ ${euros}`,
    estimate: 'Stima. Vedrai l’importo finale prima di pagare.',
    until: time => `prezzo valido fino alle ${time}`,
    held: time => `Questo prezzo vale fino alle ${time}.`,
    refreshing: 'Stiamo cercando l’ultimo prezzo…',
    empty: 'Scrivi un importo per vedere quanto compri.',
    refused: 'Scegli un altro importo o un’altra moneta per vedere un prezzo.',
    submit: 'Continua',
    continuing: 'Un momento…',
  },
  loading: 'Caricamento…',
  retrying: 'Continuiamo a provare.',
  problems: {
    amount_ambiguous: 'Scrivi l’importo senza separatore delle migliaia, per esempio 1000 o 1000,50.',
    amount_invalid: 'Scrivi un importo in euro, per esempio 50 o 50,25.',
    offline: 'Nessuna connessione.',
  },
};

export const language: Language = {first: itFirst, all: async () => (await import('./it.js')).it};
