/** The shop's own words in Spanish, by the `data-text` of what they replace. */
export const spanish: Record<string, string> = {
  skip: 'Ir a la compra',
  language: 'Idioma',
  theme: 'Tema',
  eyebrow: 'De Europa a Latinoamérica',
  title: 'Envía dinero a casa esta noche, no la semana que viene.',
  lead: 'Compra dólares en cadena con tu tarjeta o tu banco y tu familia los tiene en minutos. Ves el precio antes de pagar.',
  point1: 'Paga con tarjeta, app bancaria o transferencia',
  point2: 'CryptoPocket verifica tu identidad una sola vez',
  point3: 'Sigue cada paso hasta que llega',
  disclosure: 'Servicio prestado por CryptoPocket. Ronda es una tienda inventada: esta demo no mueve dinero.',
};
