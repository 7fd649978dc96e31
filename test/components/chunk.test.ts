import {expect} from '@open-wc/testing';
import {CHUNK_TIMEOUT_MS, loadChunk, missesOf} from '../../src/components/buy/chunk.js';

describe('a part of the widget whose download hangs', () => {
  const {setTimeout: later} = window;
  /** Ends every wait for a chunk; the page's other timers run as ever. */
  let timeUp: (() => void)[];

  beforeEach(() => {
    timeUp = [];
    const recorded = (run: () => void, ms?: number, ...more: unknown[]) => {
      if (ms !== CHUNK_TIMEOUT_MS) return later(run, ms, ...more);
      timeUp.push(run);
      return 0;
    };
    Reflect.set(window, 'setTimeout', recorded);
  });
  afterEach(() => {
    Reflect.set(window, 'setTimeout', later);
  });

  it('counts as failed after the time limit, so that it is asked for again', async () => {
    const loading = loadChunk('hangs', () => new Promise(() => undefined));
    timeUp.forEach(end => {
      end();
    });
    const failure: unknown = await loading.catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(missesOf('hangs')).to.equal(1);
    expect(await loadChunk('hangs', () => Promise.resolve('loaded'))).to.equal('loaded');
    expect(missesOf('hangs')).to.equal(0);
  });
});
