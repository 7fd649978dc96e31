/** What may be written on the tag in a template, by the class of the element and its map of events, so that none can drift. */
import type {LitElement} from 'lit';
import type {CryptopocketBuy} from '../../components/buy/buy.js';
import type {CryptopocketEvents} from '../../components/buy/public-events.js';

/** Whether two types are the same, `readonly` included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The members of `T` that are no methods and can be set. */
type PropertyName<T> = {
  [K in keyof T]-?: T[K] extends (...args: never[]) => unknown
    ? never
    : Same<{[P in K]: T[P]}, {-readonly [P in K]: T[P]}> extends true
      ? K
      : never;
}[keyof T];

type OwnName = PropertyName<Omit<CryptopocketBuy, keyof LitElement>>;
type AttributeName = {[K in OwnName]: CryptopocketBuy[K] extends string ? K : never}[OwnName];

/** Where a project tells a missing property from one that is `undefined`, a template may still give either. */
type Given<T> = {[K in keyof T]?: T[K] | undefined};

/** `paymentType` as `payment-type`. */
type Kebab<S extends string> = S extends `${infer Head}${infer Rest}`
  ? `${Head extends Lowercase<Head> ? '' : '-'}${Lowercase<Head>}${Kebab<Rest>}`
  : '';

/** `step-change` as `StepChange`. */
export type Pascal<S extends string> = S extends `${infer Head}-${infer Rest}`
  ? `${Capitalize<Head>}${Pascal<Rest>}`
  : Capitalize<S>;

/** The properties of `<cryptopocket-buy>`, beside those that every element has. */
export type BuyProperties = Given<Pick<CryptopocketBuy, OwnName>>;

/** Its attributes, beside those that every element has. */
export type BuyAttributes = {[K in AttributeName as Kebab<K>]?: CryptopocketBuy[K] | undefined};

/** Its events as attributes, such as `oncryptopocket-complete`. */
export type BuyListeners = {
  [K in keyof CryptopocketEvents as `on${K}`]?: ((event: CryptopocketEvents[K]) => void) | undefined;
};
