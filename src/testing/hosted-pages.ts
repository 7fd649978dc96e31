import type {Page} from '@playwright/test';

/** A wallet that the sandbox accepts on every EVM chain. */
export const testWallet = '0x1111111111111111111111111111111111111111';

/** Submits the sandbox's identity check and closes its page. */
export async function passIdentityCheck(hosted: Page): Promise<void> {
  await hosted.getByRole('checkbox').check();
  await hosted.getByRole('button', {name: /^submit/i}).click();
  await hosted.getByRole('heading', {level: 1}).waitFor();
  await hosted.close();
}

/** Pays by card on the sandbox's payment page and closes it. */
export async function payByCard(gateway: Page, wallet = testWallet): Promise<void> {
  await gateway.getByLabel(/wallet/i).fill(wallet);
  await gateway.getByRole('button', {name: /^pay/i}).click();
  await gateway.getByLabel(/wallet/i).waitFor({state: 'detached'});
  await gateway.close();
}
