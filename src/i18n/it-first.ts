import type {FirstMessages} from './messages.js';

export const first: FirstMessages = {
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
    slow: 'Ci vuole più tempo del solito. Stiamo ancora aspettando il prezzo.',
    empty: 'Scrivi un importo per vedere quanto compri.',
    refused: 'Scegli un altro importo o un’altra moneta per vedere un prezzo.',
    submit: 'Continua',
    continuing: 'Un momento…',
  },
  close: 'Chiudi',
  loading: 'Caricamento…',
  retrying: 'Continuiamo a provare.',
  reload: {
    why: 'Una parte di questa pagina non è stata caricata. Ricaricala per continuare; conserviamo quello che hai scritto.',
    button: 'Ricarica la pagina',
  },
  problems: {
    amount_ambiguous: 'Scrivi l’importo senza separatore delle migliaia, per esempio 1000 o 1000,50.',
    amount_invalid: 'Scrivi un importo in euro, per esempio 50 o 50,25.',
    offline: 'Nessuna connessione.',
  },
};
