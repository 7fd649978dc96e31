import type {FirstMessages} from './messages.js';

export const first: FirstMessages = {
  steps: {amount: 'Importe', customer: 'Datos', kyc: 'Identi\u00addad', payment: 'Pago', progress: 'Progreso'},
  amount: {
    heading: 'Comprar cripto',
    label: 'Pagas',
    presets: 'Importes habituales',
    asset: 'Moneda y red',
    receive: 'Recibes',
    rate: (coin, euros) => `${coin} ≈ ${euros}`,
    estimate: 'Estimación. Verás el importe final antes de pagar.',
    until: time => `precio válido hasta las ${time}`,
    held: time => `Este precio vale hasta las ${time}.`,
    refreshing: 'Consultando el último precio…',
    slow: 'Está tardando más de lo normal. Seguimos esperando el precio.',
    empty: 'Escribe un importe para ver cuánto compras.',
    refused: 'Elige otro importe u otra moneda para ver un precio.',
    submit: 'Continuar',
    continuing: 'Un momento…',
  },
  close: 'Cerrar',
  loading: 'Cargando…',
  retrying: 'Seguimos intentándolo.',
  reload: {
    why: 'No se ha podido cargar una parte de esta página. Recárgala para seguir; guardamos lo que has escrito.',
    button: 'Recargar la página',
  },
  problems: {
    amount_ambiguous: 'Escribe el importe sin separador de miles, por ejemplo 1000 o 1000,50.',
    amount_invalid: 'Escribe un importe en euros, por ejemplo 50 o 50,25.',
    offline: 'Sin conexión.',
  },
};
