import {Shop} from './shop';

// Rendered for each request: an order of one's own for everybody.
export const dynamic = 'force-dynamic';

export default function Page() {
  return <Shop order={crypto.randomUUID()} />;
}
