import {countAfter} from './format.js';
import type {LaterMessages} from './messages.js';

export const rest: LaterMessages = {
  customer: {
    heading: 'Ihre Daten',
    why: 'Damit prüfen wir, dass Sie es sind.',
    email: 'E-Mail-Adresse',
    name: 'Vollständiger Name',
    nameHint: 'Wie in Ihrem Ausweis',
    submit: 'Weiter',
    sending: 'Einen Moment…',
    change: 'Betrag ändern',
  },
  code: {
    heading: 'Sehen Sie in Ihr Postfach',
    sent: email => `Wir haben einen sechsstelligen Code an ${email} geschickt. Er gilt zehn Minuten.`,
    label: 'Code',
    hint: 'Der Code wird gesendet, sobald er vollständig ist.',
    submit: 'Bestätigen',
    checking: 'Wird geprüft…',
    incomplete: 'Geben Sie den 6-stelligen Code ein.',
    resend: 'Neuen Code senden',
    resent: 'Ein neuer Code ist unterwegs.',
    otherEmail: 'Andere E-Mail-Adresse verwenden',
  },
  kyc: {
    checking: 'Ihre Daten werden geprüft…',
    requiredHeading: 'Bestätigen Sie Ihre Identität',
    required: 'Das Gesetz verlangt es einmal. Halten Sie Ihren Ausweis bereit; es dauert wenige Minuten.',
    open: 'Prüfung starten',
    openAgain: 'Prüfung noch einmal öffnen',
    waiting: 'Wir warten, bis die Prüfung abgeschlossen ist. Hier geht es von selbst weiter.',
    reviewHeading: 'Ihre Identität wird geprüft',
    review:
      'Meist dauert es Minuten, manchmal einen Tag oder länger. Sie können diese Seite verlassen und später wiederkommen.',
    rejectedHeading: 'Ihre Identität konnte nicht bestätigt werden',
    rejected:
      'Die Prüfung wurde nicht bestanden, deshalb kann dieser Kauf nicht weitergehen. Es wurde nichts abgebucht.',
    noLink: 'Im Moment gibt es keinen Link zur Prüfung. Wir fragen weiter danach.',
    inApp:
      'Der Browser in dieser App kann die Kamera oft nicht benutzen. Kopieren Sie den Link und öffnen Sie ihn in Ihrem eigenen Browser.',
    noCamera: 'Dieses Gerät scheint keine Kamera zu haben. Sie können mit Ihrem Handy weitermachen.',
  },
  enhanced: {
    heading: 'Noch ein paar Fragen',
    why: 'Bei diesem Betrag fragt das Gesetz, woher das Geld kommt. Antworten Sie einmal, und Ihr Limit steigt.',
    open: 'Fragen beantworten',
    noLink:
      'Bitte fragen Sie den Support des Shops nach dem Link zu diesen Fragen oder wählen Sie einen kleineren Betrag.',
    done: 'Ich habe sie beantwortet',
  },
  payment: {
    heading: 'Prüfen und zahlen',
    pay: 'Sie zahlen',
    get: 'Sie erhalten',
    network: 'Netzwerk',
    choose: 'Wie Sie zahlen und wohin die Coins gehen, wählen Sie auf der sicheren Seite von CryptoPocket.',
    worse: before => `Der Preis hat sich geändert: Als Sie zustimmten, waren es ${before}.`,
    submit: 'Zur Zahlung',
    accept: 'Neuen Preis annehmen und zahlen',
    creating: 'Ihre Zahlung wird vorbereitet…',
  },
  direct: {
    heading: 'Wie Sie zahlen und wohin es geht',
    method: 'Zahlungsart',
    methods: {card: 'Karte', psd2: 'Banking-App', transfer: 'Überweisung'},
    wallet: 'Ihre Wallet-Adresse',
    walletHint: chain =>
      `Eine Adresse auf ${chain}. An eine falsche Adresse gesendete Coins lassen sich nicht zurückholen.`,
    submit: 'Jetzt zahlen',
    submitTransfer: 'Bankdaten anzeigen',
  },
  transfer: {
    heading: 'Überweisen Sie das Geld',
    how: 'Senden Sie genau diesen Betrag mit genau diesem Verwendungszweck, von einem Bankkonto auf Ihren eigenen Namen.',
    soon: 'Bitte überweisen Sie bald: Bis Ihr Geld ankommt, ist der Preis eine Schätzung. Hier geht es von selbst weiter, und Sie können die Seite verlassen.',
    amount: 'Betrag',
    recipient: 'Empfänger',
    iban: 'IBAN',
    bic: 'BIC',
    reference: 'Verwendungszweck',
    copy: 'Kopieren',
    copied: 'Kopiert',
    scan: 'Oder scannen Sie dies mit Ihrer Banking-App',
  },
  handover: {
    open: 'Auf dem Handy weitermachen',
    scan: 'Scannen Sie dies mit der Kamera Ihres Handys. Sobald Sie dort fertig sind, geht es hier von selbst weiter.',
    until: time => `Gilt für ein einziges Handy, bis ${time}.`,
    another: 'Neuen Code anzeigen',
    code: 'QR-Code, der Ihr Handy auf die Seite führt',
    close: 'Auf diesem Gerät bleiben',
  },
  status: {
    checking: 'Ihre Zahlung wird gesucht…',
    payHeading: 'Schließen Sie Ihre Zahlung ab',
    pay: 'Zahlen Sie in dem Fenster, das sich geöffnet hat. Hier geht es von selbst weiter.',
    open: 'Zahlungsseite öffnen',
    openAgain: 'Zahlungsseite noch einmal öffnen',
    noLink:
      'Die Zahlungsseite lässt sich von hier nicht mehr öffnen. Wenn Sie nicht gezahlt haben, beginnen Sie von vorn.',
    runningHeading: 'Ihr Kauf läuft',
    running: 'Sie können diese Seite verlassen; die Coins kommen trotzdem an.',
    unknown: 'Die Zahlung wird geprüft. Nichts ist verloren; wir behalten sie im Blick.',
    doneHeading: 'Ihre Coins wurden gesendet',
    done: coins => `${coins} sind auf dem Weg zu Ihrer Wallet.`,
    failedHeading: 'Die Zahlung wurde abgelehnt',
    failed: 'Es wurden keine Coins gekauft. Falls Geld von Ihrem Konto abging, zahlt der Zahlungsanbieter es zurück.',
    created: 'Zahlung angelegt',
    bankPending: 'Überweisung unterwegs',
    received: 'Zahlung eingegangen',
    sent: 'Coins gesendet',
    transaction: 'Transaktion',
    explorer: 'In der Blockchain ansehen',
    reference: 'Zahlungsreferenz',
    again: 'Noch einmal kaufen',
    wallet: 'Wallet',
    date: 'Datum',
    print: 'Beleg drucken oder speichern',
    receipt: 'Beleg',
  },
  elsewhere: {
    heading: 'In einem anderen Tab geöffnet',
    why: 'Diesen Kauf machen Sie gerade in einem anderen Tab. Gehen Sie dort weiter oder holen Sie ihn hierher.',
    here: 'Hier weitermachen',
  },
  hosted: {sameTab: 'In diesem Tab öffnen', copy: 'Link kopieren', copied: 'Link kopiert'},
  resuming: 'Ihr Kauf wird dort fortgesetzt, wo Sie aufgehört haben…',
  blocked: 'Ihr Browser hat das Fenster nicht aufgehen lassen. Öffnen Sie es hier:',
  newWindow: 'öffnet sich in einem neuen Fenster',
  buying: (euros, asset, chain) => `${euros} → ${asset} auf ${chain}`,
  leave: {
    question:
      'Wenn Sie schon bezahlt haben, beginnen Sie nicht von vorn: Diese Zahlung gilt, und eine neue würde zusätzlich belastet. Wenn nicht, nutzen Sie deren Zahlungsseite oder Bankdaten nicht mehr und beginnen Sie von vorn. Wir verfolgen die erste Zahlung weiter und zeigen sie hier an.',
    stay: 'Diesen Kauf behalten',
    confirm: 'Nicht bezahlt. Von vorn beginnen',
    another: 'Etwas anderes kaufen',
    notYou: 'Nicht Sie?',
    notYouHere: 'Nicht Sie? Eigenen Kauf beginnen',
    identity:
      'Der Kauf wird von diesem Gerät entfernt. Wenn er bezahlt ist, werden die Coins trotzdem gesendet; hier lässt er sich aber nicht mehr verfolgen.',
    identityConfirm: 'Entfernen und eigenen beginnen',
  },
  earlier: {
    heading: 'Früherer Kauf',
    unpaid: 'Noch nicht bezahlt. Wenn Sie auch diesen bezahlen, kaufen Sie doppelt.',
    open: 'Ansehen',
    hide: 'Ausblenden',
  },
  otherMethods: 'Sie können anders bezahlen:',
  lockedAsset:
    'Dieser Coin kann im Moment nicht gekauft werden. Es wurde nichts abgebucht. Bitte wenden Sie sich an den Shop.',
  supportReference: id => `Referenz für den Support: ${id}`,
  startOver: 'Von vorn beginnen',
  problems: {
    other: 'In diesem Shop ist etwas nicht richtig eingerichtet. Bitte sagen Sie es seinem Support.',
    amount_too_low: ({minimum}, euros) =>
      minimum === undefined
        ? 'Dieser Betrag ist zu klein für einen Kauf.'
        : `Der kleinste Betrag ist ${euros(minimum)}.`,
    amount_too_high: ({maximum}, euros) =>
      maximum === undefined
        ? 'Dieser Betrag ist zu hoch. Wählen Sie einen kleineren.'
        : `Der Höchstbetrag ist ${euros(maximum)}.`,
    limit_exceeded: 'Das übersteigt Ihr Kartenlimit für das Quartal. Bitte wählen Sie einen kleineren Betrag.',
    asset_not_supported:
      'Dieser Coin kann im Moment auf diesem Netzwerk nicht gekauft werden. Bitte wählen Sie einen anderen.',
    payment_method_not_allowed: 'Diese Zahlungsart ist hier nicht verfügbar.',
    resume_expired:
      'Ihr letzter Besuch ist eine Weile her. Bitte bestätigen Sie den Betrag noch einmal, um weiterzumachen.',
    customer_banned: 'Käufe sind für Sie nicht möglich. Bitte fragen Sie den Support des Shops.',
    customer_unknown: 'Ihre Daten wurden nicht gefunden. Bitte beginnen Sie von vorn.',
    timeout: 'Es dauert länger als sonst.',
    busy: 'Der Dienst antwortet gerade nicht.',
    rate_limited: 'Zu viele Versuche in kurzer Zeit.',
    session_expired: 'Ihre Sitzung wird erneuert.',
    bad_answer: 'Der Dienst antwortet nicht so, wie er sollte. Wenn das so bleibt, wenden Sie sich bitte an den Shop.',
    payment_provider_failed:
      'Der Zahlungsanbieter hat nicht richtig geantwortet. Es wurde nichts abgebucht; bitte versuchen Sie es noch einmal.',
    payment_refused:
      'Die Zahlung konnte nicht angelegt werden. Es wurde nichts abgebucht; bitte versuchen Sie es noch einmal.',
    quote_changed: 'Der Preis hat sich gerade geändert. Bitte sehen Sie sich den neuen an.',
    idempotency_key_reused:
      'Dieser Kauf wird in einem anderen Fenster mit anderen Angaben bezahlt. Bitte sehen Sie dort nach, bevor Sie einen neuen beginnen.',
    amount_mismatch:
      'Die Zahlung wurde mit einem anderen Betrag erfasst, deshalb haben wir sie gestoppt. Es wurde nichts abgebucht.',
    email_invalid: 'Bitte geben Sie eine gültige E-Mail-Adresse ein.',
    name_invalid: 'Bitte geben Sie Ihren vollständigen Namen ein.',
    email_not_allowed: 'Wegwerf-Adressen werden nicht angenommen. Bitte verwenden Sie eine andere.',
    customer_exists:
      'Diese E-Mail-Adresse ist schon registriert, und dieser Shop kann sie noch nicht prüfen. Bitte fragen Sie seinen Support.',
    code_wrong: ({triesLeft}, _euros, locale) =>
      `Das ist nicht der Code, den wir geschickt haben.${countAfter(triesLeft, locale, {one: 'Es bleibt ein Versuch.', other: 'Es bleiben # Versuche.'})}`,
    code_expired: 'Dieser Code gilt nicht mehr. Bitte fordern Sie einen neuen an.',
    kyc_required: 'Zuerst muss Ihre Identität bestätigt werden.',
    kyc_rejected: 'Ihre Identität konnte nicht bestätigt werden.',
    enhanced_verification_required: 'Für diesen Betrag sind noch ein paar Antworten nötig.',
    wallet_invalid: 'Das ist keine Adresse dieses Netzwerks. Bitte kopieren Sie sie noch einmal, von Anfang bis Ende.',
    wallet_wrong_network: ({network = ''}) =>
      network === ''
        ? 'Diese Adresse gehört zu einem anderen Netzwerk. Bitte verwenden Sie eine des Netzwerks, das Sie gewählt haben.'
        : `Das ist eine Adresse auf ${network}. Bitte verwenden Sie eine des Netzwerks, das Sie gewählt haben.`,
  },
};
