import {expect} from '@open-wc/testing';
import {printReceipt} from '../../src/components/status-step/receipt.js';

describe('the receipt', () => {
  const {open} = window;
  afterEach(() => {
    window.open = open;
  });

  it('stands in a window of its own, as text, and is handed to the printer', () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const opened = frame.contentWindow;
    if (!opened) throw new Error('no window');
    let printed = 0;
    opened.print = () => {
      printed += 1;
    };
    window.open = () => opened;
    const rows = [
      ['You pay', '€100.00'],
      ['Wallet', '<img src=x onerror=alert(1)>'],
    ] as const;
    expect(printReceipt({title: 'Receipt', lang: 'es-ES', rows})).to.equal(true);
    expect(opened.document.title).to.equal('Receipt');
    expect(opened.document.documentElement.lang).to.equal('es-ES');
    expect(opened.document.querySelectorAll('dd')[1]?.textContent).to.equal('<img src=x onerror=alert(1)>');
    expect(opened.document.querySelector('img, [style], style')).to.equal(null);
    expect(printed).to.equal(1);
    frame.remove();
  });

  it('says when no window may be opened', () => {
    window.open = () => null;
    expect(printReceipt({title: 'Receipt', lang: 'en', rows: []})).to.equal(false);
  });
});
