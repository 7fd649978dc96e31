import {formatted} from './format.js';
import type {FirstMessages} from './messages.js';

export const first: FirstMessages = {
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
    slow: 'يستغرق الأمر وقتًا أطول من المعتاد. ما زلنا ننتظر السعر.',
    empty: 'أدخل مبلغًا لترى ما يشتريه.',
    refused: 'اختر مبلغًا آخر أو عملة أخرى لرؤية السعر.',
    submit: 'متابعة',
    continuing: 'لحظة من فضلك…',
  },
  close: 'إغلاق',
  loading: 'جارٍ التحميل…',
  retrying: 'نواصل المحاولة.',
  reload: {
    why: 'تعذّر تحميل جزء من هذه الصفحة. أعد تحميلها للمتابعة؛ ما كتبته محفوظ.',
    button: 'إعادة تحميل الصفحة',
  },
  problems: {
    amount_ambiguous: 'يُرجى كتابة المبلغ دون فواصل للآلاف، مثل 1000 أو 1000.50.',
    amount_invalid: 'يُرجى إدخال مبلغ باليورو، مثل 50 أو 50.25.',
    offline: 'لا يوجد اتصال بالإنترنت.',
  },
};
