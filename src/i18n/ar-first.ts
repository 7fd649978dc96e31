import type {Language} from './languages.js';
import type {FirstMessages} from './messages.js';

/** Keeps an amount or a time together within a sentence, written from right to left like the sentence itself. */
export const formatted = (text: string): string => `\u2067${text}\u2069`;

export const arFirst: FirstMessages = {
  steps: {amount: 'المبلغ', customer: 'البيانات', kyc: 'الهوية', payment: 'الدفع', progress: 'مراحل الشراء'},
  amount: {
    heading: 'شراء العملات الرقمية',
    label: 'تدفع',
    presets: 'مبالغ شائعة',
    asset: 'العملة والشبكة',
    receive: 'تستلم',
    rate: (coin, euros) => `${formatted(coin)} ≈ ${formatted(euros)}`,
    estimate: 'مبلغ تقديري. سترى المبلغ النهائي قبل الدفع.',
    until: time => `السعر صالح حتى ${formatted(time)}`,
    held: time => `هذا السعر صالح حتى ${formatted(time)}.`,
    refreshing: 'جارٍ جلب آخر سعر…',
    empty: 'أدخل مبلغًا لترى ما يشتريه.',
    refused: 'اختر مبلغًا آخر أو عملة أخرى لرؤية السعر.',
    submit: 'متابعة',
    continuing: 'لحظة من فضلك…',
  },
  loading: 'جارٍ التحميل…',
  retrying: 'نواصل المحاولة.',
  problems: {
    amount_ambiguous: 'يُرجى كتابة المبلغ دون فواصل للآلاف، مثل 1000 أو 1000.50.',
    amount_invalid: 'يُرجى إدخال مبلغ باليورو، مثل 50 أو 50.25.',
    offline: 'لا يوجد اتصال بالإنترنت.',
  },
};

export const language: Language = {first: arFirst, all: async () => (await import('./ar.js')).ar};
