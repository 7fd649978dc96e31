import type {FirstMessages} from './messages.js';

export const first: FirstMessages = {
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
    slow: 'Está a demorar mais do que o habitual. Continuamos à espera do preço.',
    empty: 'Escreva um valor para ver quanto compra.',
    refused: 'Escolha outro valor ou outra moeda para ver um preço.',
    submit: 'Continuar',
    continuing: 'Um momento…',
  },
  close: 'Fechar',
  loading: 'Só um momento…',
  retrying: 'Continuamos a tentar.',
  reload: {
    why: 'Não foi possível carregar uma parte desta página. Recarregue-a para continuar; guardamos o que escreveu.',
    button: 'Recarregar a página',
  },
  problems: {
    amount_ambiguous: 'Escreva o valor sem separador de milhares, por exemplo 1000 ou 1000,50.',
    amount_invalid: 'Escreva um valor em euros, por exemplo 50 ou 50,25.',
    offline: 'Sem ligação à internet.',
  },
};
