'use client';

import {CryptopocketBuy} from 'cryptopocket-buy/react';
import {useState} from 'react';

const presets = ['75', '300'];

export function Shop({order}: {order: string}) {
  const [amount, setAmount] = useState('100');
  const [quote, setQuote] = useState('');
  const [paid, setPaid] = useState('');
  return (
    <main>
      <CryptopocketBuy
        asset="USDC"
        chain="polygon"
        externalId={order}
        amount={amount}
        amountPresets={presets}
        onQuoteUpdate={({detail}) => setQuote(`${detail.amount} euros buy ${detail.receives} ${detail.asset}`)}
        onComplete={({detail}) => setPaid(detail.paymentId)}
      />
      <output>{quote}</output>
      <button type="button" onClick={() => setAmount('250')}>
        Take 250 instead
      </button>
      {paid && <p>The coins of payment {paid} are on their way to you.</p>}
    </main>
  );
}
