import {collectDefaultMetrics, Gauge, Histogram, Registry} from 'prom-client';
import type {Measurement} from '../server/index.js';

export interface Metrics {
  /** The `observe` option of `createBuyFlow`. */
  observe: (measurement: Measurement) => void;
  /** All metrics in the Prometheus text format. */
  text(): Promise<string>;
  contentType: string;
}

/** Seconds. A long-poll can take half a minute. */
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds. The timeout of one attempt of a read is 10 s. */
const vendorBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Creates the metrics of the adapter and its process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({register: registry});
  const requests = new Histogram({
    name: 'cryptopocket_request_duration_seconds',
    help: 'Requests answered, and how long each took, waiting for news included.',
    labelNames: ['route', 'method', 'status'],
    buckets: requestBuckets,
    registers,
  });
  const vendor = new Histogram({
    name: 'cryptopocket_vendor_call_duration_seconds',
    help: 'Calls to the vendor, and how long each took, further tries included.',
    labelNames: ['call', 'outcome'],
    buckets: vendorBuckets,
    registers,
  });
  const waiting = new Gauge({
    name: 'cryptopocket_waiting',
    help: 'Calls held open until there is news for a buyer.',
    registers,
  });
  return {
    observe(measurement) {
      switch (measurement.kind) {
        case 'request': {
          const {route, method, status, seconds} = measurement;
          requests.observe({route, method, status}, seconds);
          break;
        }
        case 'vendor': {
          const {call, outcome, seconds} = measurement;
          vendor.observe({call, outcome}, seconds);
          break;
        }
        case 'waiting':
          waiting.set(measurement.count);
      }
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
