import type {ProblemCode, ProblemDetails} from '../contract/problem.js';

/** Codes that only a developer can do something about; the buyer reads `problems.other` for all of them. */
type DeveloperCode =
  | 'invalid_request'
  | 'not_found'
  | 'origin_not_allowed'
  | 'body_too_large'
  | 'idempotency_key_missing'
  | 'currency_not_supported'
  | 'customer_required';

/** Every code that has a sentence of its own. */
export type SpokenCode = Exclude<ProblemCode, DeveloperCode> | 'other' | 'amount_ambiguous';

/** Codes that can come up before anything but the first file is there. */
type FirstCode = 'amount_ambiguous' | 'amount_invalid' | 'offline';

/** A sentence, or what makes one of a problem's details; `euros` writes an amount, and `locale` a number, as the buyer does. */
export type ProblemSentence =
  string | ((details: ProblemDetails, euros: (amount: string) => string, locale: string) => string);

/** Every sentence of one language. Functions take text that is formatted for that language already. */
export interface Messages {
  /** Names of the parts of a purchase; a long one says where it may be divided (U+00AD), as four stand side by side. */
  steps: {amount: string; customer: string; kyc: string; payment: string; progress: string};
  amount: {
    heading: string;
    label: string;
    /** Of the group of amounts to choose with one press. */
    presets: string;
    asset: string;
    receive: string;
    /** “1 USDC ≈ €0.93” */
    rate: (coin: string, euros: string) => string;
    estimate: string;
    until: (time: string) => string;
    held: (time: string) => string;
    refreshing: string;
    /** Where that takes more than a few seconds. */
    slow: string;
    empty: string;
    refused: string;
    submit: string;
    continuing: string;
  };
  customer: {
    heading: string;
    why: string;
    email: string;
    name: string;
    nameHint: string;
    submit: string;
    sending: string;
    change: string;
  };
  code: {
    heading: string;
    sent: (email: string) => string;
    label: string;
    /** Said before it happens. */
    hint: string;
    submit: string;
    checking: string;
    /** Instead of sending what is no whole code. */
    incomplete: string;
    resend: string;
    resent: string;
    otherEmail: string;
  };
  kyc: {
    checking: string;
    requiredHeading: string;
    required: string;
    open: string;
    openAgain: string;
    waiting: string;
    reviewHeading: string;
    review: string;
    rejectedHeading: string;
    rejected: string;
    noLink: string;
    /** In the browser inside an app, which as a rule has no camera. */
    inApp: string;
    noCamera: string;
  };
  enhanced: {heading: string; why: string; open: string; noLink: string; done: string};
  payment: {
    heading: string;
    pay: string;
    get: string;
    network: string;
    choose: string;
    worse: (before: string) => string;
    submit: string;
    accept: string;
    creating: string;
  };
  /** Of a direct payment, for which the buyer chooses method and wallet here. */
  direct: {
    heading: string;
    method: string;
    /** The vendor's words for methods that are no names of their own. */
    methods: {card: string; psd2: string; transfer: string};
    wallet: string;
    walletHint: (chain: string) => string;
    submit: string;
    submitTransfer: string;
  };
  /** Where to send a bank transfer. */
  transfer: {
    heading: string;
    how: string;
    soon: string;
    amount: string;
    recipient: string;
    iban: string;
    bic: string;
    reference: string;
    copy: string;
    copied: string;
    scan: string;
  };
  /** Going on with another device. */
  handover: {
    open: string;
    scan: string;
    until: (time: string) => string;
    another: string;
    /** Of the picture. */
    code: string;
    close: string;
  };
  status: {
    checking: string;
    payHeading: string;
    pay: string;
    open: string;
    openAgain: string;
    noLink: string;
    runningHeading: string;
    running: string;
    unknown: string;
    doneHeading: string;
    done: (coins: string) => string;
    failedHeading: string;
    failed: string;
    created: string;
    bankPending: string;
    received: string;
    sent: string;
    transaction: string;
    explorer: string;
    reference: string;
    again: string;
    wallet: string;
    date: string;
    print: string;
    receipt: string;
  };
  /** The purchase is being made in another tab. */
  elsewhere: {heading: string; why: string; here: string};
  /** One line of what is being bought: “€100.00 → USDC on Polygon”. */
  buying: (euros: string, asset: string, chain: string) => string;
  /** Before a purchase is left whose payment may exist. */
  leave: {
    /** To its buyer, while it may still be paid. */
    question: string;
    stay: string;
    confirm: string;
    /** To whoever is on their way to coins already. */
    another: string;
    notYou: string;
    /** The same, where there is a payment. */
    notYouHere: string;
    /** To somebody who is not its buyer. */
    identity: string;
    identityConfirm: string;
  };
  /** A purchase that the buyer left before it was over. */
  earlier: {heading: string; unpaid: string; open: string; hide: string};
  /** Before the ways to pay beside one that is refused. */
  otherMethods: string;
  /** The page fixed the coin, and it can't be bought. */
  lockedAsset: string;
  supportReference: (id: string) => string;
  close: string;
  /** How else a page of the vendor's can be opened. */
  hosted: {sameTab: string; copy: string; copied: string};
  resuming: string;
  loading: string;
  /** Where a part of the widget cannot be loaded: why to load the page again, and the button that does. */
  reload: {why: string; button: string};
  /** Beside the link to a page that could not be opened. */
  blocked: string;
  newWindow: string;
  retrying: string;
  startOver: string;
  problems: Record<FirstCode, string> & Record<Exclude<SpokenCode, FirstCode>, ProblemSentence>;
}

/** The sentences of the first step, which is shown before the others are there. */
export type FirstMessages = Pick<Messages, 'steps' | 'amount' | 'close' | 'loading' | 'retrying' | 'reload'> & {
  problems: Pick<Messages['problems'], FirstCode>;
};

/** The others. */
export type LaterMessages = Omit<Messages, keyof FirstMessages> & {problems: Omit<Messages['problems'], FirstCode>};
