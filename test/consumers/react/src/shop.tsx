import {CryptopocketBuy} from 'cryptopocket-buy/react';
import {useState} from 'react';

const presets = ['75', '300'];

export function Shop() {
  const [amount, setAmount] = useState('100');
  const [quote, setQuote] = useState('');
  return (
    <main>
      <CryptopocketBuy
        asset="USDC"
        chain="polygon"
        amount={amount}
        amountPresets={presets}
        onQuoteUpdate={({detail}) => setQuote(`${detail.amount} euros buy ${detail.receives} ${detail.asset}`)}
      >
        <p slot="disclosure">Service provided by CryptoPocket.</p>
      </CryptopocketBuy>
      <output>{quote}</output>
      <button type="button" onClick={() => setAmount('250')}>
        Take 250 instead
      </button>
    </main>
  );
}
