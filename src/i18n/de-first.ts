import type {FirstMessages} from './messages.js';

export const first: FirstMessages = {
  steps: {
    amount: 'Betrag',
    customer: 'Daten',
    kyc: 'Identi\u00adtät',
    payment: 'Zah\u00adlung',
    progress: 'Fortschritt',
  },
  amount: {
    heading: 'Krypto kaufen',
    label: 'Sie zahlen',
    presets: 'Häufige Beträge',
    asset: 'Coin und Netzwerk',
    receive: 'Sie erhalten',
    rate: (coin, euros) => `${coin} ≈ ${euros}`,
    estimate: 'Schätzung. Den endgültigen Betrag sehen Sie, bevor Sie zahlen.',
    until: time => `Preis gilt bis ${time}`,
    held: time => `Dieser Preis gilt bis ${time}.`,
    refreshing: 'Neuester Preis wird geholt…',
    slow: 'Das dauert länger als gewöhnlich. Wir warten noch auf den Preis.',
    empty: 'Geben Sie einen Betrag ein, um zu sehen, was Sie dafür bekommen.',
    refused: 'Wählen Sie einen anderen Betrag oder Coin, um einen Preis zu sehen.',
    submit: 'Weiter',
    continuing: 'Einen Moment…',
  },
  close: 'Schließen',
  loading: 'Wird geladen…',
  retrying: 'Wir versuchen es weiter.',
  reload: {
    why: 'Ein Teil dieser Seite konnte nicht geladen werden. Laden Sie die Seite neu, um fortzufahren; Ihre Eingaben bleiben erhalten.',
    button: 'Seite neu laden',
  },
  problems: {
    amount_ambiguous: 'Bitte schreiben Sie den Betrag ohne Tausenderpunkte, zum Beispiel 1000 oder 1000,50.',
    amount_invalid: 'Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 50 oder 50,25.',
    offline: 'Keine Verbindung.',
  },
};
