import 'cryptopocket-buy/define';
import type {} from 'cryptopocket-buy/jsx';
import {useState} from 'react';

const presets = ['75', '300'];

export function BareTag() {
  const [amount, setAmount] = useState('100');
  const [quote, setQuote] = useState('');
  return (
    <main>
      <cryptopocket-buy
        asset="USDC"
        chain="polygon"
        amount={amount}
        amountPresets={presets}
        oncryptopocket-quote-update={({detail}) =>
          setQuote(`${detail.amount} euros buy ${detail.receives} ${detail.asset}`)
        }
      />
      <output>{quote}</output>
      <button type="button" onClick={() => setAmount('250')}>
        Take 250 instead
      </button>
    </main>
  );
}
