import type {Language} from './languages.js';
import type {FirstMessages} from './messages.js';

export const ptFirst: FirstMessages = {
  steps: {
    amount: 'Valor',
    customer: 'Dados',
    kyc: 'Identi\u00addade',
    payment: 'Paga\u00admento',
    progress: 'Progresso',
  },
  amount: {
    heading: 'Comprar cripto',
    label: 'Paga',
    presets: 'Valores habituais',
    asset: 'Moeda e rede',
    receive: 'Recebe',
    rate: (coin, euros) => `${coin} ≈ ${euros}`,
    estimate: 'Estimativa. O valor final aparece antes de pagar.',
    until: time => `preço válido até às ${time}`,
    held: time => `Este preço vale até às ${time}.`,
    refreshing: 'À procura do último preço…',
    empty: 'Escreva um valor para ver quanto compra.',
    refused: 'Escolha outro valor ou outra moeda para ver um preço.',
    submit: 'Continuar',
    continuing: 'Um momento…',
  },
  loading: 'Só um momento…',
  retrying: 'Continuamos a tentar.',
  problems: {
    amount_ambiguous: 'Escreva o valor sem separador de milhares, por exemplo 1000 ou 1000,50.',
    amount_invalid: 'Escreva um valor em euros, por exemplo 50 ou 50,25.',
    offline: 'Sem ligação à internet.',
  },
};

export const language: Language = {first: ptFirst, all: async () => (await import('./pt.js')).pt};
