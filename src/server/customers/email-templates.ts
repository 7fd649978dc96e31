/** The message with a code, in plain text. */
export interface CodeText {
  /** Must not contain the code, because locked phones show subjects. */
  subject: string;
  text: string;
}

/** Email template in one language. `shopName` is `undefined` if it is not configured. */
export type CodeWriter = (message: {code: string; shopName?: string | undefined}) => CodeText;

interface EmailWording {
  subject: string;
  subjectFor: (shop: string) => string;
  code: (code: string) => string;
  advice: string;
  mistake: string;
}

const writer =
  ({subject, subjectFor, code: sentence, advice, mistake}: EmailWording): CodeWriter =>
  ({code, shopName}) => ({
    subject: shopName === undefined ? subject : subjectFor(shopName),
    text: [sentence(code), advice, mistake].join('\n\n'),
  });

/** The templates in each language of the page, by BCP 47 tag. */
export const codeWriters = {
  en: writer({
    subject: 'Your code',
    subjectFor: shop => `Your code for ${shop}`,
    code: code => `Your code is ${code}`,
    advice: 'It is good for ten minutes. Enter it on the page where you asked for it, and give it to nobody.',
    mistake: 'If you did not ask for a code, you can ignore this message.',
  }),
  es: writer({
    subject: 'Tu código',
    subjectFor: shop => `Tu código para ${shop}`,
    code: code => `Tu código es ${code}`,
    advice: 'Sirve durante diez minutos. Escríbelo en la página donde lo pediste y no se lo des a nadie.',
    mistake: 'Si no has pedido ningún código, puedes ignorar este mensaje.',
  }),
  pt: writer({
    subject: 'O seu código',
    subjectFor: shop => `O seu código para ${shop}`,
    code: code => `O seu código é ${code}`,
    advice: 'Vale durante dez minutos. Introduza-o na página onde o pediu e não o dê a ninguém.',
    mistake: 'Se não pediu nenhum código, pode ignorar esta mensagem.',
  }),
  fr: writer({
    subject: 'Votre code',
    subjectFor: shop => `Votre code pour ${shop}`,
    code: code => `Votre code est ${code}`,
    advice: 'Il est valable dix minutes. Saisissez-le sur la page où vous l’avez demandé et ne le donnez à personne.',
    mistake: 'Si vous n’avez pas demandé de code, vous pouvez ignorer ce message.',
  }),
  de: writer({
    subject: 'Ihr Code',
    subjectFor: shop => `Ihr Code für ${shop}`,
    code: code => `Ihr Code lautet ${code}`,
    advice:
      'Er gilt zehn Minuten. Geben Sie ihn auf der Seite ein, auf der Sie ihn angefordert haben, und sonst niemandem.',
    mistake: 'Wenn Sie keinen Code angefordert haben, können Sie diese Nachricht ignorieren.',
  }),
  it: writer({
    subject: 'Il tuo codice',
    subjectFor: shop => `Il tuo codice per ${shop}`,
    code: code => `Il tuo codice è ${code}`,
    advice: 'Vale dieci minuti. Inseriscilo nella pagina in cui l’hai chiesto e non darlo a nessuno.',
    mistake: 'Se non hai chiesto alcun codice, puoi ignorare questo messaggio.',
  }),
  ca: writer({
    subject: 'El teu codi',
    subjectFor: shop => `El teu codi per a ${shop}`,
    code: code => `El teu codi és ${code}`,
    advice: 'Val durant deu minuts. Escriu-lo a la pàgina on l’has demanat i no el donis a ningú.',
    mistake: 'Si no has demanat cap codi, pots ignorar aquest missatge.',
  }),
  ar: writer({
    subject: 'رمزك',
    subjectFor: shop => `رمزك لدى ${shop}`,
    code: code => `رمزك هو ${code}`,
    advice: 'الرمز صالح لعشر دقائق. أدخله في الصفحة التي طلبته فيها ولا تعطه لأحد.',
    mistake: 'إذا لم تطلب أي رمز، يمكنك تجاهل هذه الرسالة.',
  }),
};
