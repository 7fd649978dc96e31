import type {Measurement} from '../options.js';
import type {Vendor} from '../cryptopocket/api.js';

export type OnMetric = (measurement: Measurement) => void;

/** Wraps the merchant's function, so that an error in it cannot fail a request. */
export function createObserve(observe: OnMetric | undefined): OnMetric | undefined {
  return (
    observe &&
    (measurement => {
      try {
        observe(measurement);
      } catch {
        // A broken metric must not fail a purchase.
      }
    })
  );
}

/** Returns a proxy of `vendor` that reports outcome and duration of every call to `observe`. */
export function instrumented(vendor: Vendor, observe: OnMetric): Vendor {
  const measure = async (call: string, answer: Promise<unknown>): Promise<unknown> => {
    const started = performance.now();
    let outcome = 'ok';
    try {
      return await answer;
    } catch (error) {
      outcome = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
      throw error;
    } finally {
      observe({kind: 'vendor', call, outcome, seconds: (performance.now() - started) / 1000});
    }
  };
  return new Proxy(vendor, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => measure(String(name), Reflect.apply(method, target, given) as Promise<unknown>);
    },
  });
}
