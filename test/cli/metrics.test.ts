import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMetrics} from '../../src/cli/metrics.js';

test('an operator sees how many requests there were, how long they took and what became of them', async () => {
  const {observe, text} = createMetrics();
  const request = {kind: 'request', route: 'GET /quotes', method: 'GET', status: 200} as const;
  observe({...request, seconds: 0.004});
  observe({...request, seconds: 0.2});
  observe({...request, status: 503, seconds: 3});
  const figures = await text();
  const labels = 'route="GET /quotes",method="GET",status="200"';
  assert.ok(figures.includes(`cryptopocket_request_duration_seconds_count{${labels}} 2`), figures);
  assert.ok(figures.includes(`cryptopocket_request_duration_seconds_bucket{le="0.005",${labels}} 1`));
  assert.match(figures, /_count\{route="GET \/quotes",method="GET",status="503"\} 1/);
});

test('an operator sees what the vendor answers, and how fast', async () => {
  const {observe, text} = createMetrics();
  observe({kind: 'vendor', call: 'quote', outcome: 'ok', seconds: 0.3});
  observe({kind: 'vendor', call: 'quote', outcome: 'timeout', seconds: 10});
  const figures = await text();
  assert.match(figures, /cryptopocket_vendor_call_duration_seconds_count\{call="quote",outcome="ok"\} 1/);
  assert.match(figures, /cryptopocket_vendor_call_duration_seconds_count\{call="quote",outcome="timeout"\} 1/);
});

test('an operator sees how many buyers wait now', async () => {
  const {observe, text} = createMetrics();
  assert.match(await text(), /^cryptopocket_waiting 0$/m);
  observe({kind: 'waiting', count: 3});
  observe({kind: 'waiting', count: 2});
  assert.match(await text(), /^cryptopocket_waiting 2$/m);
});

test('figures of the process are told too, and each set is its own', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.observe({kind: 'waiting', count: 1});
  assert.match(await other.text(), /^cryptopocket_waiting 0$/m);
  assert.match(await one.text(), /^process_cpu_seconds_total \d/m);
  assert.match(one.contentType, /^text\/plain; version=0\.0\.4/);
});
